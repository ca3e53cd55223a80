//! `quire man`: the manual.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};

use crate::cli::Cli;
use crate::exit::Outcome;
use crate::terminal::{note, say};

/// Write the manual page to standard output, or one page per command into a folder
#[derive(Debug, Args)]
pub struct Man {
    /// Folder for quire.1, quire-serve.1 and so on
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Man {
    /// Writes it.
    pub fn run(self) -> Outcome {
        let mut command = Cli::command();
        command.build();
        match self.output {
            None => {
                let mut page = Vec::new();
                clap_mangen::Man::new(command).render(&mut page)?;
                say(String::from_utf8(page)?)?;
            }
            Some(folder) => {
                fs::create_dir_all(&folder)
                    .and_then(|()| clap_mangen::generate_to(command, &folder))
                    .with_context(|| {
                        format!("no pages could be written to {}", folder.display())
                    })?;
                note(format!("manual pages written to {}", folder.display()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
