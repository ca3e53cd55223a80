//! `quire migrate`: brings the schema of the database up to date.

use std::process::ExitCode;

use clap::Args;
use quire_store::migrate;
use serde_json::json;

use crate::commands::one_thread;
use crate::exit::Outcome;
use crate::folder::DataFolder;
use crate::place::Place;
use crate::terminal::{say, say_json};
use crate::wiring;

/// Bring the database's schema up to date (`serve` does it at its start too)
#[derive(Debug, Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
    /// Change nothing; exit with 1 when something is missing
    #[arg(long)]
    check: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Migrate {
    /// Applies what is missing, or tells it.
    pub fn run(self) -> Outcome {
        one_thread()?.block_on(self.migrate())
    }

    async fn migrate(self) -> Outcome {
        let config = self.place.settings()?;
        let folder = DataFolder::prepare(&config.data.folder)?;
        let _lock = match (&config.database.url, self.check) {
            (None, false) => Some(folder.lock()?),
            _ => None,
        };
        let store = wiring::open_store(&config, &folder).await?;
        let plan = if self.check {
            migrate::check(&store).await?
        } else {
            wiring::migrate(&store).await?
        };
        let newest = wiring::newest_schema();
        if self.json {
            let key = if self.check { "missing" } else { "applied" };
            say_json(&json!({ "schema": plan.current, "newest": newest, key: plan.missing }))?;
        } else if plan.missing.is_empty() {
            say(format!("schema {newest}: nothing is missing"))?;
        } else if self.check {
            say(format!(
                "schema {} of {newest}, missing: {}",
                plan.current,
                plan.missing.join(", ")
            ))?;
        } else {
            say(format!(
                "schema {newest}, applied: {}",
                plan.missing.join(", ")
            ))?;
        }
        Ok(if self.check && !plan.missing.is_empty() {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}
