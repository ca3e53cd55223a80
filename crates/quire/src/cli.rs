//! The command line: every command in one list.

use std::time::Instant;

use clap::{Parser, Subcommand};

use crate::commands::{
    admin, completion, config, demo, doctor, export, healthcheck, import, man, migrate,
    migrate_store, token, version,
};
use crate::exit::Outcome;
use crate::serve;

/// A serial-fiction site in one program.
///
/// `quire serve` needs no settings: it makes a folder, prints a link to set the site up, and works.
#[derive(Debug, Parser)]
#[command(name = "quire", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    #[command(subcommand)]
    Admin(admin::Admin),
    #[command(subcommand)]
    Token(token::Token),
    Import(import::Import),
    #[command(subcommand)]
    Demo(demo::Demo),
    Export(export::Export),
    Migrate(migrate::Migrate),
    MigrateStore(migrate_store::MigrateStore),
    Doctor(doctor::Doctor),
    #[command(subcommand)]
    Config(config::Config),
    Healthcheck(healthcheck::Healthcheck),
    Version(version::Version),
    Completion(completion::Completion),
    Man(man::Man),
}

impl Cli {
    /// What was typed; wrong usage ends the process with 2 and says why.
    pub fn read() -> Self {
        Self::parse()
    }

    /// Does it. `started` is the beginning of the process.
    pub fn run(self, started: Instant) -> Outcome {
        match self.command {
            Command::Serve(command) => command.run(started),
            Command::Admin(command) => command.run(),
            Command::Token(command) => command.run(),
            Command::Import(command) => command.run(),
            Command::Demo(command) => command.run(),
            Command::Export(command) => command.run(),
            Command::Migrate(command) => command.run(),
            Command::MigrateStore(command) => command.run(),
            Command::Doctor(command) => command.run(),
            Command::Config(command) => command.run(),
            Command::Healthcheck(command) => command.run(),
            Command::Version(command) => command.run(),
            Command::Completion(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed_and_every_part_of_it_is_explained() {
        fn explained(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                let id = argument.get_id();
                assert!(argument.get_help().is_some(), "{} {id}", command.get_name());
            }
            command.get_subcommands().for_each(explained);
        }
        let command = Cli::command();
        command.clone().debug_assert();
        explained(&command);
    }

    #[test]
    fn no_command_takes_a_password_as_an_argument() {
        fn quiet(command: &clap::Command) {
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                assert!(!id.contains("password") || id.ends_with("file"), "{id}");
            }
            command.get_subcommands().for_each(quiet);
        }
        quiet(&Cli::command());
    }
}
