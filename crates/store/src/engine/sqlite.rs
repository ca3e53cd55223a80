//! `SQLite`: readers that answer inline, and the writer of [`super::sqlite_writer`].

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::PoolStatus;
use super::sqlite_writer::WriterQueue;
use crate::error::{Error, Result};
use crate::param::Param;
use crate::row::{FromRow, Row};
use crate::statement::Statement;

pub(crate) use super::sqlite_writer::Writing;

/// How the database file is used.
#[derive(Debug, Clone)]
pub struct SqliteSettings {
    /// The file; created when missing.
    pub path: PathBuf,
    /// Idle read connections kept, 1 or more.
    pub idle_readers: usize,
    /// Long reads at the same time, 1 or more.
    pub long_readers: usize,
    /// Units that may wait for the writer before new ones are refused.
    pub writer_queue: usize,
    /// The longest wait for the writer.
    pub acquire_timeout: Duration,
}

impl SqliteSettings {
    /// The defaults for a file.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle_readers: 8,
            long_readers: 2,
            writer_queue: 1_024,
            acquire_timeout: Duration::from_secs(5),
        }
    }
}

#[derive(Clone)]
pub(crate) struct Sqlite {
    readers: Arc<Readers>,
    long: Arc<Semaphore>,
    writer: WriterQueue,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    keep: usize,
}

/// Statements prepared once per connection: more than the program has.
const STATEMENT_CACHE: usize = 512;

pub(super) fn connect(path: &Path, write: bool) -> Result<Connection> {
    let access = if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    if write {
        // The wait for another process is ours (asynchronous); see `sqlite_writer`.
        connection.busy_timeout(Duration::ZERO)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -8_000)?;
    } else {
        // A reader in WAL mode waits for nobody, except while another process recovers the log.
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -2_000)?;
    }
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

impl Sqlite {
    pub(super) fn open(settings: &SqliteSettings) -> Result<Self> {
        let writer = WriterQueue::start(settings)?;
        Ok(Self {
            readers: Arc::new(Readers {
                path: settings.path.clone(),
                idle: Mutex::new(Vec::new()),
                keep: settings.idle_readers.max(1),
            }),
            long: Arc::new(Semaphore::new(settings.long_readers.max(1))),
            writer,
        })
    }

    pub(super) fn read(&self) -> Result<Reading> {
        Ok(Reading {
            connection: Some(self.readers.take()?),
            readers: Arc::clone(&self.readers),
            begun: false,
            long: None,
        })
    }

    pub(super) async fn read_long(&self) -> Result<Reading> {
        let permit = Arc::clone(&self.long)
            .acquire_owned()
            .await
            .map_err(|closed| Error::Unavailable(closed.to_string()))?;
        let mut reading = self.read()?;
        reading.long = Some(permit);
        Ok(reading)
    }

    pub(super) async fn write(&self) -> Result<Writing> {
        self.writer.unit().await
    }

    pub(super) fn status(&self) -> PoolStatus {
        let idle = self.readers.idle.lock().len();
        PoolStatus {
            open: idle,
            idle,
            max: self.readers.keep,
            waiting: self.writer.waiting(),
        }
    }

    /// A read connection of the caller's own.
    pub(crate) fn reader(&self) -> Result<Connection> {
        connect(&self.readers.path, false)
    }

    /// A second write connection, for a copy into this file while nobody else uses it.
    pub(crate) fn another_writer(&self) -> Result<Connection> {
        connect(&self.readers.path, true)
    }

    /// The writer's connection, for migrations and copies; nothing else runs meanwhile.
    pub(crate) async fn exclusive<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        self.writer.exclusive(work).await
    }
}

impl Readers {
    fn take(&self) -> Result<Connection> {
        let idle = self.idle.lock().pop();
        match idle {
            Some(connection) => Ok(connection),
            None => connect(&self.path, false),
        }
    }

    fn put(&self, connection: Connection) {
        let mut idle = self.idle.lock();
        if idle.len() < self.keep {
            idle.push(connection);
        }
    }
}

pub(crate) struct Reading {
    connection: Option<Connection>,
    readers: Arc<Readers>,
    begun: bool,
    long: Option<OwnedSemaphorePermit>,
}

impl Reading {
    pub(crate) async fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        let connection = self
            .connection
            .take()
            .ok_or_else(|| Error::Unavailable("the unit was cancelled".to_owned()))?;
        let begin = !std::mem::replace(&mut self.begun, true);
        let run = move |connection: &Connection, params: &[Param<'_>]| {
            if begin {
                connection.prepare_cached("begin")?.execute([])?;
            }
            rows(connection, statement, params)
        };
        if self.long.is_some() {
            let owned: Vec<_> = params.iter().cloned().map(Param::into_owned).collect();
            let (connection, result) = tokio::task::spawn_blocking(move || {
                let result = run(&connection, &owned);
                (connection, result)
            })
            .await
            .map_err(|died| Error::Unavailable(died.to_string()))?;
            self.connection = Some(connection);
            result
        } else {
            let result = run(&connection, params);
            self.connection = Some(connection);
            result
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let ended = !self.begun
                || connection
                    .prepare_cached("commit")
                    .and_then(|mut commit| commit.execute([]))
                    .is_ok();
            if ended {
                self.readers.put(connection);
            }
        }
    }
}

/// Runs a statement that returns rows.
pub(super) fn rows<T: FromRow>(
    connection: &Connection,
    statement: &'static Statement,
    params: &[Param<'_>],
) -> Result<Vec<T>> {
    let started = Instant::now();
    let result = (|| {
        let mut prepared = connection.prepare_cached(statement.sqlite)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params))?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(T::from_row(&Row::Sqlite(row))?);
        }
        Ok(out)
    })();
    let count = result.as_ref().map_or(0, Vec::len);
    super::counted(statement, started, count);
    result.map_err(|error: Error| error.in_statement(statement.name))
}

/// Runs a statement that changes rows.
pub(super) fn change(
    connection: &Connection,
    statement: &'static Statement,
    params: &[Param<'_>],
) -> Result<u64> {
    let started = Instant::now();
    let result = connection
        .prepare_cached(statement.sqlite)
        .and_then(|mut prepared| prepared.execute(rusqlite::params_from_iter(params)));
    let count = result.as_ref().map_or(0, |changed| *changed);
    super::counted(statement, started, count);
    match result {
        Ok(changed) => Ok(u64::try_from(changed).unwrap_or(u64::MAX)),
        Err(error) => Err(Error::from(error).in_statement(statement.name)),
    }
}
