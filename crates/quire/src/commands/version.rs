//! `quire version`: which program this is.

use std::process::ExitCode;

use clap::Args;

use crate::exit::Outcome;
use crate::ops::Build;
use crate::terminal::{say, say_json};

/// Show which program this is
#[derive(Debug, Args)]
pub struct Version {
    /// As JSON: version, commit, schema, features
    #[arg(long)]
    json: bool,
}

impl Version {
    /// Shows it.
    pub fn run(self) -> Outcome {
        let build = Build::this();
        if self.json {
            say_json(&build)?;
        } else {
            let commit = build.commit.unwrap_or("unknown commit");
            say(format!(
                "quire {} ({commit}), schema {}",
                build.version, build.schema
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
