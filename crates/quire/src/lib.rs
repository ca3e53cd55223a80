//! The binary: wiring, the two listeners and one file per command.
//!
//! This is the composition root: the only place that reads the machine's clock and its source of
//! chance, that opens ports, and that knows every other crate. What must stay true: nothing is
//! decided here that a verb or a face could decide, and a command exits with 0 only when its work
//! was done.

mod accept;
mod banner;
mod cli;
mod commands;
mod exit;
mod first_run;
mod folder;
mod listen;
mod ops;
mod place;
mod refusal;
mod serve;
mod signals;
mod system_chance;
mod system_clock;
mod terminal;
mod wiring;

use std::process::ExitCode;
use std::time::Instant;

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    exit::code_of(cli::Cli::read().run(Instant::now()))
}
