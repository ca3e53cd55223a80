//! The whole of a database carried to an empty one on the other engine, or on the same.
//!
//! Rows stream from one snapshot of the source into one transaction of the target. Before that
//! transaction is committed every table is read back and compared: the number of its rows and the
//! sum of their digests. So the target is complete and proven, or as empty as before.
//!
//! The texts here are built from the names of the schema, because they are about all tables alike
//! and about columns that only the migrations know. No value ever becomes part of a text.

mod digest;
mod postgres;
mod sqlite;
mod table;
mod value;

use std::mem;

use tokio::sync::mpsc;

pub use digest::Digest;
pub use table::{DERIVED, TABLES, Table};

use crate::engine::{EngineRef, Store};
use crate::error::Error;
use table::Columns;
use value::Value;

/// Rows of one table on their way.
type Batch = Vec<Vec<Value>>;

/// A batch ends after so many rows or bytes: a revision may have two million of them.
const BATCH_ROWS: usize = 500;
const BATCH_BYTES: usize = 1 << 20;
/// Batches that may wait for the slower side.
const WAITING: usize = 4;

/// Why a copy did not happen. The target is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The target is in use already.
    #[error("the target is not empty: its table {0} has rows")]
    NotEmpty(&'static str),
    /// The two do not have the same columns: one lacks a migration.
    #[error("source and target differ in the columns of {table}: {source_has} and {target_has}")]
    Schema {
        /// The table.
        table: &'static str,
        /// Columns of the source.
        source_has: String,
        /// Columns of the target.
        target_has: String,
    },
    /// What arrived is not what was sent.
    #[error("{table} arrived changed: {sent} were sent and {arrived} are there")]
    Changed {
        /// The table.
        table: &'static str,
        /// What the source has.
        sent: Digest,
        /// What the target has.
        arrived: Digest,
    },
    /// One of the two failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// A result of a copy.
pub type Result<T> = std::result::Result<T, CopyError>;

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The table whose rows just arrived.
    pub table: &'static str,
    /// Rows of it that have arrived.
    pub rows: u64,
    /// Rows of all tables that have arrived.
    pub all_rows: u64,
}

/// A table that was carried over and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The table.
    pub table: &'static str,
    /// Its rows, on both sides.
    pub digest: Digest,
}

/// What the reading side sends.
enum Parcel {
    /// Rows of the table at this place of the list.
    Rows(usize, Batch),
    /// All was sent; this is what it was.
    End(Vec<Digest>),
}

/// How many rows the source has in all, for a bar: counted table by table, so not for requests.
pub async fn count(source: &Store) -> Result<u64> {
    match source.parts() {
        EngineRef::Sqlite(engine) => Ok(sqlite::count(engine.reader()?).await?),
        EngineRef::Postgres(engine) => {
            let client = engine.client().await?;
            Ok(postgres::count(&client).await?)
        }
    }
}

/// Carries every table over and compares; `tell` hears of each batch that arrived. Both schemas must
/// be up to date. Nobody may write to the source meanwhile, or what they write is left behind.
pub async fn copy(
    source: &Store,
    target: &Store,
    tell: impl FnMut(Step) + Send + 'static,
) -> Result<Vec<Copied>> {
    let columns = agreed(columns_of(source).await?, &columns_of(target).await?)?;
    let (send, receive) = mpsc::channel(WAITING);
    let reading = read(source, columns.clone(), send);
    let writing = write(target, columns, receive, tell);
    let (read, written) = tokio::join!(reading, writing);
    // When one side fails the other only sees the end of the channel: its own words come first.
    match (read, written) {
        (Err(error), _) => Err(error.into()),
        (Ok(()), written) => written,
    }
}

async fn columns_of(store: &Store) -> Result<Vec<Columns>> {
    match store.parts() {
        EngineRef::Sqlite(engine) => Ok(sqlite::columns(&engine.reader()?)?),
        EngineRef::Postgres(engine) => {
            let client = engine.client().await?;
            Ok(postgres::columns(&client).await?)
        }
    }
}

/// The columns of both, when they are the same.
fn agreed(source: Vec<Columns>, target: &[Columns]) -> Result<Vec<Columns>> {
    for ((table, has), wants) in TABLES.iter().zip(&source).zip(target) {
        if has != wants {
            return Err(CopyError::Schema {
                table: table.name,
                source_has: has.to_string(),
                target_has: wants.to_string(),
            });
        }
    }
    Ok(source)
}

async fn read(
    store: &Store,
    columns: Vec<Columns>,
    send: mpsc::Sender<Parcel>,
) -> crate::Result<()> {
    match store.parts() {
        EngineRef::Sqlite(engine) => sqlite::read(engine.reader()?, columns, send).await,
        EngineRef::Postgres(engine) => {
            let mut client = engine.client().await?;
            postgres::read(&mut client, &columns, send).await
        }
    }
}

async fn write(
    store: &Store,
    columns: Vec<Columns>,
    receive: mpsc::Receiver<Parcel>,
    tell: impl FnMut(Step) + Send + 'static,
) -> Result<Vec<Copied>> {
    match store.parts() {
        EngineRef::Sqlite(engine) => {
            sqlite::write(engine.another_writer()?, columns, receive, tell).await
        }
        EngineRef::Postgres(engine) => {
            let mut client = engine.client().await?;
            postgres::write(&mut client, &columns, receive, tell).await
        }
    }
}

/// What was sent and what is there, table by table.
fn compare(sent: Vec<Digest>, arrived: Vec<Digest>) -> Result<Vec<Copied>> {
    TABLES
        .iter()
        .zip(sent.into_iter().zip(arrived))
        .map(|(table, (sent, arrived))| {
            if sent == arrived {
                Ok(Copied {
                    table: table.name,
                    digest: sent,
                })
            } else {
                Err(CopyError::Changed {
                    table: table.name,
                    sent,
                    arrived,
                })
            }
        })
        .collect()
}

fn gone(words: &str) -> Error {
    Error::Unavailable(words.to_owned())
}

/// Gathers rows into batches and keeps the digest of all of them.
#[derive(Default)]
struct Packer {
    batch: Batch,
    bytes: usize,
    digest: Digest,
}

impl Packer {
    /// Takes a row; gives a batch when it is full.
    fn pack(&mut self, row: Vec<Value>) -> Option<Batch> {
        self.digest.add(&row);
        self.bytes += row.iter().map(Value::bytes).sum::<usize>();
        self.batch.push(row);
        let full = self.batch.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES;
        full.then(|| {
            self.bytes = 0;
            mem::take(&mut self.batch)
        })
    }
}

/// Counts what arrives, for whoever watches.
struct Watcher<F> {
    step: Step,
    tell: F,
}

impl<F: FnMut(Step)> Watcher<F> {
    fn new(tell: F) -> Self {
        let step = Step {
            table: "",
            rows: 0,
            all_rows: 0,
        };
        Self { step, tell }
    }

    fn arrived(&mut self, table: &'static str, rows: usize) {
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        if self.step.table != table {
            self.step = Step {
                table,
                rows: 0,
                ..self.step
            };
        }
        self.step.rows += rows;
        self.step.all_rows += rows;
        (self.tell)(self.step);
    }
}
