//! `quire admin setup-link`: the link of the first start once more.

use std::process::ExitCode;

use clap::Args;
use quire_identity::code::SetupCode;
use serde_json::json;

use crate::commands::{one_thread, open};
use crate::exit::Outcome;
use crate::first_run;
use crate::place::Place;
use crate::terminal::{note, say, say_json};
use crate::wiring::origin;

/// Show a new link to the setup page; the one before is void
#[derive(Debug, Args)]
pub struct SetupLink {
    #[command(flatten)]
    place: Place,
    /// As JSON: the link and the seconds it works
    #[arg(long)]
    json: bool,
}

impl SetupLink {
    /// Shows it.
    pub fn run(self) -> Outcome {
        one_thread()?.block_on(self.show())
    }

    async fn show(self) -> Outcome {
        let (config, app) = open(&self.place).await?;
        let origin = origin(&config, config.server.listen);
        let link = first_run::new_link(&app, &origin).await?;
        if self.json {
            let seconds = SetupCode::LIFETIME.as_secs();
            say_json(&json!({ "url": link, "expires_in_seconds": seconds }))?;
        } else {
            note("open within 30 minutes:");
            say(link)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
