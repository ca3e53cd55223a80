//! Books read and written as a whole.

mod novels;
mod support;
