//! Books read and written as a whole.

mod checked;
mod hostile;
mod novels;
mod round_trips;
mod shapes;
mod support;
