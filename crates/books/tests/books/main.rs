//! Books read and written as a whole.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what tests stand on may fail as loudly as a test"
)]

mod checked;
mod hostile;
mod novels;
mod round_trips;
mod shapes;
mod support;
