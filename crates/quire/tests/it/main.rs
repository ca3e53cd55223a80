//! The program from outside: the real binary, real ports, real databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails here fails its test"
)]

mod administration;
mod books;
mod configuration;
mod doctor;
mod moving;
mod probes;
mod server;
mod starting;
mod stopping;
