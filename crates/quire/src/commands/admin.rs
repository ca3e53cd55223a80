//! `quire admin`: what only who reaches the shell may do to accounts.

mod create;
mod setup_link;

use clap::Subcommand;

use crate::exit::Outcome;

/// Make administrators
#[derive(Debug, Subcommand)]
pub enum Admin {
    Create(create::Create),
    SetupLink(setup_link::SetupLink),
}

impl Admin {
    /// Does it.
    pub fn run(self) -> Outcome {
        match self {
            Self::Create(command) => command.run(),
            Self::SetupLink(command) => command.run(),
        }
    }
}
