//! `quire token`: API tokens for scripts and reading apps, made at the shell.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};
use quire_app::Refused;
use quire_app::tokens::NewToken;
use quire_domain::account::Scope;
use quire_domain::text::{Handle, Label};
use quire_identity::scope::Scopes;
use serde_json::json;

use crate::commands::{one_thread, open};
use crate::exit::Outcome;
use crate::place::Place;
use crate::refusal::told;
use crate::terminal::{note, say, say_json};

/// Make API tokens
#[derive(Debug, Subcommand)]
pub enum Token {
    Create(Create),
}

/// Make a token of an account; its secret is shown once, on standard output
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    place: Place,
    /// Handle of the account
    #[arg(long, value_name = "HANDLE")]
    account: String,
    /// What it may do: read, progress, write, admin; several with commas
    #[arg(long, value_name = "SCOPE", value_delimiter = ',', required = true)]
    scope: Vec<String>,
    /// What its owner sees in the list of tokens
    #[arg(long, default_value = "made at the shell")]
    name: String,
    /// How long it lasts [default: 365]
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
    /// As JSON: id, secret, scopes, expiry
    #[arg(long)]
    json: bool,
}

impl Token {
    /// Does it.
    pub fn run(self) -> Outcome {
        let Self::Create(command) = self;
        one_thread()?.block_on(command.create())
    }
}

impl Create {
    async fn create(self) -> Outcome {
        let handle = Handle::parse(&self.account).context("--account")?;
        let new = NewToken {
            name: Label::parse(&self.name).context("--name")?,
            scopes: scopes(&self.scope)?,
            lifetime: self.days.map(|days| Duration::from_hours(24) * days),
        };
        let (_config, app) = open(&self.place).await?;
        let owner = app
            .act_for(&handle)
            .await
            .map_err(|refused| match refused {
                Refused::NotFound => anyhow!("no account has the handle {}", handle.as_str()),
                other => told(other),
            })?;
        let made = app
            .create_token_at_shell(&owner, &new)
            .await
            .map_err(told)?;
        if self.json {
            let scopes: Vec<&str> = new.scopes.iter().map(Scope::as_str).collect();
            say_json(&json!({
                "id": made.token.id, "secret": made.secret.reveal(), "name": new.name.as_str(),
                "scopes": scopes, "expires_at": made.token.expires_at,
            }))?;
        } else {
            note(format!(
                "valid until {}; it is not shown again:",
                made.token.expires_at
            ));
            say(made.secret.reveal())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn scopes(words: &[String]) -> anyhow::Result<Scopes> {
    let known = || {
        Scope::ALL
            .iter()
            .map(|scope| scope.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let scopes: anyhow::Result<Vec<Scope>> = words
        .iter()
        .map(|word| {
            let scope = word.trim().parse();
            scope.map_err(|_unknown| anyhow!("--scope: `{word}` is none of {}", known()))
        })
        .collect();
    Scopes::of(scopes?).context("--scope: at least one is needed")
}
