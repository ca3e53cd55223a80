//! One file per command. Each reads its flags, does its work through verbs, and shows what it did.

pub mod admin;
pub mod completion;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod healthcheck;
pub mod import;
pub mod man;
pub mod migrate;
pub mod migrate_store;
pub mod token;
pub mod version;

use anyhow::Context;
use quire_app::App;
use quire_config::Config;
use tokio::runtime::{Builder, Runtime};

use crate::folder::DataFolder;
use crate::place::Place;
use crate::wiring;

/// The verbs over the installation's database, for a command that works beside a server.
pub async fn open(place: &Place) -> anyhow::Result<(Config, App)> {
    let config = place.settings()?;
    let folder = DataFolder::prepare(&config.data.folder)?;
    let store = wiring::open_store(&config, &folder).await?;
    wiring::require_schema(&store).await?;
    let app = wiring::app(&config, store)?;
    Ok((config, app))
}

/// What a server runs on: a thread for each core.
pub fn many_threads() -> anyhow::Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the threads of the server could not be started")
}

/// What a command runs on.
pub fn one_thread() -> anyhow::Result<Runtime> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the command could not be started")
}
