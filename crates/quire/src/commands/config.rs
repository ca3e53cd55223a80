//! `quire config`: the settings, where each came from, and what is wrong with them.

use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use quire_config::{Settings, example_file};
use serde_json::json;

use crate::exit::Outcome;
use crate::place::Place;
use crate::terminal::{note, say, say_json};

/// Show or check the settings
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Tell everything that is wrong with the settings, each with its fix
    Check(Form),
    /// Show every setting, its value and where it came from; secrets are redacted
    Show(Form),
    /// Write a documented quire.toml with every setting to standard output
    Example,
}

/// Which settings, and how to show them.
#[derive(Debug, Args)]
pub struct Form {
    #[command(flatten)]
    place: Place,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Config {
    /// Shows or checks them.
    pub fn run(self) -> Outcome {
        match self {
            Self::Check(form) => form.check(),
            Self::Show(form) => form.show(),
            Self::Example => {
                say(example_file())?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

impl Form {
    /// Exits with 78 when something is wrong, as `quire serve` would.
    fn check(&self) -> Outcome {
        let settings = Settings::read(&self.place.sources());
        if self.json {
            let ok = settings.check().is_empty();
            say_json(&json!({ "ok": ok, "problems": settings.check() }))?;
        } else if settings.check().is_empty() {
            let file = settings.file().map(|path| path.display().to_string());
            let file = file.unwrap_or_else(|| "no file".to_owned());
            say(format!("the settings can be used ({file})"))?;
        }
        let problems = settings.config();
        if self.json && problems.is_err() {
            return Ok(ExitCode::from(crate::exit::CONFIG));
        }
        problems?;
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self) -> Outcome {
        let settings = Settings::read(&self.place.sources());
        if self.json {
            say(settings.show_json()?)?;
        } else {
            let rows = settings.show();
            let width = |len: fn(&quire_config::Row) -> usize| rows.iter().map(len).max();
            let key = width(|row| row.key.len()).context("there are no settings")?;
            let value = width(|row| row.value.chars().count()).context("there are no settings")?;
            for row in &rows {
                say(format!(
                    "{:key$}  {:value$}  {}",
                    row.key, row.value, row.origin
                ))?;
            }
        }
        match settings.check().len() {
            0 => {}
            count => note(format!(
                "{count} of them cannot be used: see `quire config check`"
            )),
        }
        Ok(ExitCode::SUCCESS)
    }
}
