//! Migrations: one ordered list, applied in one transaction, each recorded with its checksum.
//!
//! A step whose engines need different words has two files, `NNNN_name.sqlite.sql` and
//! `NNNN_name.postgres.sql`. A step that has been applied is never edited: its checksum would differ.

use std::fmt::Write as _;

use aws_lc_rs::digest;
use quire_domain::Timestamp;

use crate::engine::{EngineRef, Store};
use crate::error::{Error, Result};

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its number, from 1 without gaps.
    pub version: i64,
    /// Its name in words.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! steps {
    (@sqlite both $file:literal) => { include_str!(concat!("../migrations/", $file, ".sql")) };
    (@sqlite pair $file:literal) => { include_str!(concat!("../migrations/", $file, ".sqlite.sql")) };
    (@postgres both $file:literal) => { include_str!(concat!("../migrations/", $file, ".sql")) };
    (@postgres pair $file:literal) => { include_str!(concat!("../migrations/", $file, ".postgres.sql")) };
    ($($version:literal $kind:ident $file:literal)*) => {
        /// Every step, in order.
        pub const STEPS: &[Step] = &[$(Step {
            version: $version,
            name: $file,
            sqlite: steps!(@sqlite $kind $file),
            postgres: steps!(@postgres $kind $file),
        }),*];
    };
}

steps! {
    1 both "0001_init"
    2 pair "0002_search"
}

/// What a database has and what it lacks.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The newest step it has, 0 for an empty database.
    pub current: i64,
    /// The names of the steps it lacks, in order.
    pub missing: Vec<&'static str>,
}

/// Says what [`apply`] would do, and refuses a database that another program has changed.
pub async fn check(store: &Store) -> Result<Plan> {
    let applied = applied(store).await?;
    compare(&applied)?;
    let current = applied.last().map_or(0, |row| row.0);
    Ok(Plan {
        current,
        missing: missing(current).map(|step| step.name).collect(),
    })
}

/// Applies what is missing, all of it or nothing. Two programs that start together do not collide.
pub async fn apply(store: &Store, now: Timestamp) -> Result<Plan> {
    let plan = check(store).await?;
    if plan.missing.is_empty() {
        return Ok(plan);
    }
    match store.parts() {
        EngineRef::Sqlite(engine) => {
            engine
                .exclusive(|connection| {
                    let unit = connection
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                    unit.execute_batch(LEDGER)?;
                    for step in missing(plan.current) {
                        unit.execute_batch(step.sqlite)
                            .map_err(|error| Error::from(error).in_statement(step.name))?;
                        unit.execute(
                            "insert into migration (version, name, checksum, applied_at) values (?1, ?2, ?3, ?4)",
                            (step.version, step.name, checksum(step.sqlite), now.as_micros()),
                        )?;
                    }
                    unit.commit()?;
                    Ok(())
                })
                .await?;
        }
        EngineRef::Postgres(engine) => {
            let mut client = engine.client().await?;
            let unit = client.transaction().await?;
            // Any number does, as long as it is always the same.
            unit.batch_execute("select pg_advisory_xact_lock(5108193)")
                .await?;
            unit.batch_execute(LEDGER).await?;
            let rows = unit
                .query_typed("select coalesce(max(version), 0) from migration", &[])
                .await?;
            let current: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
            for step in missing(current) {
                unit.batch_execute(step.postgres)
                    .await
                    .map_err(|error| Error::from(error).in_statement(step.name))?;
                unit.execute_typed(
                    "insert into migration (version, name, checksum, applied_at) values ($1, $2, $3, $4)",
                    &[
                        (&step.version, tokio_postgres::types::Type::INT8),
                        (&step.name, tokio_postgres::types::Type::TEXT),
                        (&checksum(step.postgres), tokio_postgres::types::Type::TEXT),
                        (&now.as_micros(), tokio_postgres::types::Type::INT8),
                    ],
                )
                .await?;
            }
            unit.commit().await?;
        }
    }
    Ok(plan)
}

const LEDGER: &str = "create table if not exists migration (
    version bigint not null primary key,
    name text not null,
    checksum text not null,
    applied_at bigint not null
)";

fn missing(current: i64) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| step.version > current)
}

type Applied = (i64, String, String, bool);

/// Version, name, checksum and whether the engine is `PostgreSQL`, in order; empty without a ledger.
async fn applied(store: &Store) -> Result<Vec<Applied>> {
    const LIST: &str = "select version, name, checksum from migration order by version";
    match store.parts() {
        EngineRef::Sqlite(engine) => {
            engine
                .exclusive(|connection| {
                    let known: i64 = connection.query_row(
                        "select count(*) from sqlite_master where type = 'table' and name = 'migration'",
                        [],
                        |row| row.get(0),
                    )?;
                    if known == 0 {
                        return Ok(Vec::new());
                    }
                    let mut list = connection.prepare(LIST)?;
                    let rows = list.query_map([], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, false))
                    })?;
                    Ok(rows.collect::<rusqlite::Result<_>>()?)
                })
                .await
        }
        EngineRef::Postgres(engine) => {
            let client = engine.client().await?;
            let known = client
                .query_typed("select to_regclass('migration') is not null", &[])
                .await?;
            let known: bool = known.first().map_or(Ok(false), |row| row.try_get(0))?;
            if !known {
                return Ok(Vec::new());
            }
            client
                .query_typed(LIST, &[])
                .await?
                .iter()
                .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, true)))
                .collect()
        }
    }
}

fn compare(applied: &[Applied]) -> Result<()> {
    for (version, name, sum, postgres) in applied {
        let Some(step) = STEPS.iter().find(|step| step.version == *version) else {
            return Err(Error::Corrupt(format!(
                "the database has migration {version} ({name}), which this program does not know: it was used by a newer Quire"
            )));
        };
        let text = if *postgres {
            step.postgres
        } else {
            step.sqlite
        };
        if *sum != checksum(text) {
            return Err(Error::Corrupt(format!(
                "migration {version} ({name}) was applied with another text than this program has"
            )));
        }
    }
    Ok(())
}

fn checksum(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in digest::digest(&digest::SHA256, text.as_bytes()).as_ref() {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
