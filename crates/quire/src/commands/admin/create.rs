//! `quire admin create`: an administrator, without the setup page.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use quire_app::setup::NewAdmin;
use quire_domain::text::{EmailAddress, Handle};
use serde_json::json;

use crate::commands::{one_thread, open};
use crate::exit::Outcome;
use crate::place::Place;
use crate::refusal::told;
use crate::terminal::{password, say, say_json};

/// Make an administrator; any setup link is void afterwards
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    place: Place,
    /// Handle: letters, digits and underscores
    #[arg(long)]
    handle: String,
    /// E-mail address, for signing in
    #[arg(long)]
    email: String,
    /// File with the password, at least 15 characters; - is standard input; asked for on a terminal
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// As JSON: the new account's id and handle
    #[arg(long)]
    json: bool,
}

impl Create {
    /// Makes it.
    pub fn run(self) -> Outcome {
        one_thread()?.block_on(self.create())
    }

    async fn create(self) -> Outcome {
        let new = NewAdmin {
            handle: Handle::parse(&self.handle).context("--handle")?,
            email: EmailAddress::parse(&self.email).context("--email")?,
            password: password(self.password_file.as_deref())?,
            display_name: None,
        };
        let (_config, app) = open(&self.place).await?;
        let id = app.create_admin(&new).await.map_err(told)?;
        if self.json {
            say_json(&json!({ "id": id, "handle": new.handle.as_str() }))?;
        } else {
            say(format!("{} is an administrator now", new.handle.as_str()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
