//! `quire migrate-store`: a site moves to the other engine.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::Args;
use quire_config::Config;
use quire_store::copy::{self, Copied, CopyError, Step};
use quire_store::{PostgresSettings, SqliteSettings, Store};
use serde_json::{Value, json};

use crate::commands::many_threads;
use crate::exit::Outcome;
use crate::folder::{DataFolder, Lock};
use crate::place::Place;
use crate::refusal::told;
use crate::terminal::{Progress, note, say, say_json};
use crate::wiring;

/// Copy the whole database to an empty one on another engine, and compare them row by row
///
/// Stop the server first. The source is not changed; the target is complete and compared, or empty.
#[derive(Debug, Args)]
pub struct MigrateStore {
    #[command(flatten)]
    place: Place,
    /// Where to: `postgres://user@host/database`, or sqlite:DIR for a data folder
    ///
    /// A password in it is seen by everyone who may list processes; - reads the URL from standard
    /// input instead.
    #[arg(long, value_name = "URL")]
    to: String,
    /// As JSON: every table with its rows and the sum of their digests
    #[arg(long)]
    json: bool,
}

impl MigrateStore {
    /// Copies it.
    pub fn run(self) -> Outcome {
        many_threads()?.block_on(self.copy())
    }

    async fn copy(self) -> Outcome {
        let config = self.place.settings()?;
        let folder = DataFolder::prepare(&config.data.folder)?;
        let _source_lock = lock(&config, &folder)?;
        let source = wiring::open_store(&config, &folder).await?;
        wiring::require_schema(&source).await?;
        let to = if self.to == "-" {
            std::io::read_to_string(std::io::stdin().lock())?
        } else {
            self.to.clone()
        };
        let (target, _target_lock) = target(to.trim()).await?;
        wiring::migrate(&target).await.context("the target")?;

        let begun = Instant::now();
        let mut progress = Progress::of(copy::count(&source).await?);
        let tell = move |step: Step| progress.at(step.all_rows, step.table);
        let copied = copy::copy(&source, &target, tell).await.map_err(advised)?;
        note("building the search index of the target");
        let app = wiring::app(&config, target)?;
        app.rebuild_search().await.map_err(told)?;
        self.show(&copied, begun)?;
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self, copied: &[Copied], begun: Instant) -> anyhow::Result<()> {
        let rows: u64 = copied.iter().map(|table| table.digest.rows).sum();
        if self.json {
            let table = |table: &Copied| -> Value {
                json!({ "table": table.table, "rows": table.digest.rows, "digest": table.digest.sum() })
            };
            let tables: Vec<Value> = copied.iter().map(table).collect();
            return say_json(&json!({ "rows": rows, "tables": tables }));
        }
        let tables = copied.len();
        say(format!(
            "{rows} rows of {tables} tables copied and compared in {:.1?}",
            begun.elapsed()
        ))?;
        note("start the server with --database-url (QUIRE_DATABASE_URL), or --data, of the target");
        Ok(())
    }
}

fn lock(config: &Config, folder: &DataFolder) -> anyhow::Result<Option<Lock>> {
    if config.database.url.is_some() {
        note(
            "every server on the source must be stopped: what it writes from now on is left behind",
        );
        return Ok(None);
    }
    if !folder.database().exists() {
        bail!("there is no database in {}", folder.path().display());
    }
    folder.lock().map(Some)
}

async fn target(to: &str) -> anyhow::Result<(Store, Option<Lock>)> {
    if to.starts_with("postgres://") || to.starts_with("postgresql://") {
        let store = Store::open_postgres(&PostgresSettings::at(to)).await;
        return Ok((store.context("the target cannot be reached")?, None));
    }
    let Some(path) = to.strip_prefix("sqlite:") else {
        bail!("--to is postgres://user@host/database, or sqlite:DIR for a data folder");
    };
    let folder = DataFolder::prepare(Path::new(path))?;
    let lock = folder.lock()?;
    let store = Store::open_sqlite(&SqliteSettings::at(&folder.database()))?;
    Ok((store, Some(lock)))
}

fn advised(error: CopyError) -> anyhow::Error {
    let advice = match &error {
        CopyError::NotEmpty(_) => "make a new, empty database for the target",
        CopyError::Schema { .. } => "run `quire migrate` on the source with this program",
        CopyError::Changed { .. } => "nothing was kept; was a server running on the source?",
        CopyError::Store(_) => "nothing was kept in the target",
    };
    anyhow::Error::new(error).context(advice)
}
