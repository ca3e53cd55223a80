//! `quire completion`: what the tabulator key should know.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit::Outcome;
use crate::terminal::say;

/// Write completions for a shell to standard output
#[derive(Debug, Args)]
pub struct Completion {
    /// The shell
    shell: Shell,
}

impl Completion {
    /// Writes them.
    pub fn run(self) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "quire", &mut script);
        say(String::from_utf8(script)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
