//! The two engines behind one [`Store`]. Nothing outside this module knows which one it is.

pub(crate) mod postgres;
pub(crate) mod sqlite;
mod sqlite_writer;

use std::time::Duration;

pub use postgres::PostgresSettings;
pub use sqlite::SqliteSettings;

use crate::error::Result;
use crate::unit::{Reading, ReadingOn, Writing, WritingOn};

/// How often a unit that met another one is run again before the caller is told.
pub const CONFLICT_RETRIES: u32 = 5;

/// Where the rows are: `SQLite` (readers and one writer with group commit) or `PostgreSQL` (a
/// bounded pool). Cheap to clone.
#[derive(Clone)]
pub struct Store(StoreOn);

#[derive(Clone)]
enum StoreOn {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// Which engine a store stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

/// How a store's connections are used at this moment, for metrics and readiness.
#[derive(Debug, Clone, Copy, Default)]
pub struct PoolStatus {
    /// Connections open.
    pub open: usize,
    /// Connections idle.
    pub idle: usize,
    /// The greatest number of connections.
    pub max: usize,
    /// Callers that wait for one (on `SQLite`: units that wait for the writer).
    pub waiting: usize,
}

impl Store {
    /// Opens, or creates, the database file and brings up readers and the writer.
    pub fn open_sqlite(settings: &SqliteSettings) -> Result<Self> {
        Ok(Self(StoreOn::Sqlite(sqlite::Sqlite::open(settings)?)))
    }

    /// Connects to a server, opening the least number of connections at once.
    pub async fn open_postgres(settings: &PostgresSettings) -> Result<Self> {
        Ok(Self(StoreOn::Postgres(
            postgres::Postgres::open(settings).await?,
        )))
    }

    /// Which engine this is.
    pub const fn engine(&self) -> Engine {
        match &self.0 {
            StoreOn::Sqlite(_) => Engine::Sqlite,
            StoreOn::Postgres(_) => Engine::Postgres,
        }
    }

    /// A unit of reading for bounded statements: by key, or one page of a list.
    pub async fn read(&self) -> Result<Reading> {
        Ok(Reading(match &self.0 {
            StoreOn::Sqlite(engine) => ReadingOn::Sqlite(engine.read()?),
            StoreOn::Postgres(engine) => ReadingOn::Postgres(engine.read().await?),
        }))
    }

    /// A unit of reading for long statements (search, export, counts of everything): on `SQLite`
    /// they run on a bounded pool of threads, so that short reads never wait behind them.
    pub async fn read_long(&self) -> Result<Reading> {
        Ok(Reading(match &self.0 {
            StoreOn::Sqlite(engine) => ReadingOn::Sqlite(engine.read_long().await?),
            StoreOn::Postgres(engine) => ReadingOn::Postgres(engine.read().await?),
        }))
    }

    /// A unit of writing.
    pub async fn write(&self) -> Result<Writing> {
        Ok(Writing(match &self.0 {
            StoreOn::Sqlite(engine) => WritingOn::Sqlite(engine.write().await?),
            StoreOn::Postgres(engine) => WritingOn::Postgres(engine.write().await?),
        }))
    }

    /// How the connections are used now.
    pub fn pool_status(&self) -> PoolStatus {
        match &self.0 {
            StoreOn::Sqlite(engine) => engine.status(),
            StoreOn::Postgres(engine) => engine.status(),
        }
    }

    /// Runs a migration step or another text without parameters and results. Not for requests.
    pub(crate) const fn parts(&self) -> EngineRef<'_> {
        match &self.0 {
            StoreOn::Sqlite(engine) => EngineRef::Sqlite(engine),
            StoreOn::Postgres(engine) => EngineRef::Postgres(engine),
        }
    }
}

/// For this crate's own work on one engine: migrations and copies.
pub(crate) enum EngineRef<'a> {
    Sqlite(&'a sqlite::Sqlite),
    Postgres(&'a postgres::Postgres),
}

/// Counts how often a unit was run, for [`transact!`](crate::transact).
#[derive(Debug, Default)]
pub struct Attempts(u32);

impl Attempts {
    /// Whether a unit that ended with `error` should be run again; waits before it says yes, each
    /// time twice as long, so that those who met do not meet again at once.
    pub async fn again(&mut self, error: &impl AsConflict) -> bool {
        if !error.is_conflict() || self.0 >= CONFLICT_RETRIES {
            return false;
        }
        quire_observe::store::statement_failed("unit", "conflict");
        tokio::time::sleep(Duration::from_millis(2_u64 << self.0)).await;
        self.0 += 1;
        true
    }
}

/// Runs a block in a unit of writing and commits it: `transact!(store, unit => { …; Ok(value) })`.
///
/// `unit` is a `&mut Writing` inside the block. An error rolls everything back; a conflict with
/// another unit runs the block again, at most [`CONFLICT_RETRIES`] times. It is a macro because an
/// async closure that borrows cannot be proven `Send` where a handler needs it (Rust 1.95).
#[macro_export]
macro_rules! transact {
    ($store:expr, $unit:ident => $body:block) => {{
        let mut attempts = $crate::engine::Attempts::default();
        loop {
            let outcome = async {
                let mut writing = $store.write().await?;
                let value = {
                    let $unit = &mut writing;
                    async { $body }.await?
                };
                writing.commit().await?;
                Ok(value)
            }
            .await;
            match outcome {
                Err(error) if attempts.again(&error).await => {}
                other => break other,
            }
        }
    }};
}

/// An error that knows whether running the unit again may help.
pub trait AsConflict {
    /// Whether it was a conflict with another unit.
    fn is_conflict(&self) -> bool;
}

impl AsConflict for crate::Error {
    fn is_conflict(&self) -> bool {
        Self::is_conflict(self)
    }
}

/// Adds a statement to the request's tally and to the metrics.
fn counted(statement: &'static crate::Statement, started: std::time::Instant, rows: usize) {
    quire_observe::tally::statement(
        statement.name,
        started.elapsed(),
        u64::try_from(rows).unwrap_or(u64::MAX),
    );
}
