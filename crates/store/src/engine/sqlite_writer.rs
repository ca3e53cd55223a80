//! The one writer of a `SQLite` file, with group commit.
//!
//! Waiting units go into one outer transaction, each in its own savepoint. A unit that commits
//! releases its savepoint, hands the connection to the next unit and waits; a thread commits the
//! outer transaction as soon as the queue lets it, and everyone whose unit was in it is answered
//! after that one fsync. The mutex is first come, first served, so the units that arrive during an
//! fsync are exactly those that share the next one.
//!
//! What must stay true: nobody is answered before the fsync; a unit that fails or is dropped rolls
//! back its savepoint and harms no other; when the outer transaction is lost (disk full, an I/O
//! error), everybody in it is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::sqlite::{self, SqliteSettings};
use crate::error::{Error, Result};
use crate::param::Param;
use crate::row::FromRow;
use crate::statement::Statement;

/// A unit that lives longer is refused further statements: it holds everybody's writer.
const LONGEST_UNIT: Duration = Duration::from_secs(5);
/// A unit that lives longer than this is worth a line in the log.
const LONG_UNIT: Duration = Duration::from_millis(250);
/// How long another process may hold the file before a unit gives up.
const OTHER_PROCESS: Duration = Duration::from_secs(10);

struct Writer {
    connection: Connection,
    /// Whether the outer transaction is open.
    open: bool,
    /// Those whose units are released and wait for the fsync.
    waiters: Vec<oneshot::Sender<Result<()>>>,
}

#[derive(Clone)]
pub(super) struct WriterQueue {
    writer: Arc<Mutex<Writer>>,
    signal: mpsc::Sender<()>,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
    acquire_timeout: Duration,
}

impl WriterQueue {
    pub(super) fn start(settings: &SqliteSettings) -> Result<Self> {
        let connection = sqlite::connect(&settings.path, true)?;
        let writer = Arc::new(Mutex::new(Writer {
            connection,
            open: false,
            waiters: Vec::new(),
        }));
        let (signal, wake) = mpsc::channel();
        let committed = Arc::clone(&writer);
        // The thread ends when the last handle of the store drops its sender.
        std::thread::Builder::new()
            .name("quire-commit".to_owned())
            .spawn(move || {
                while wake.recv().is_ok() {
                    committed.blocking_lock().commit();
                }
            })
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self {
            writer,
            signal,
            waiting: Arc::new(AtomicUsize::new(0)),
            most_waiting: settings.writer_queue.max(1),
            acquire_timeout: settings.acquire_timeout,
        })
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    pub(super) async fn unit(&self) -> Result<Writing> {
        let asked = Instant::now();
        let mut writer = self.acquire().await?;
        if !writer.open {
            begin(&mut writer).await?;
            writer.open = true;
        }
        if let Err(error) = run(&writer.connection, "savepoint unit") {
            writer.lost_if_ended();
            return Err(error);
        }
        quire_observe::tally::waited("writer", asked.elapsed());
        Ok(Writing {
            writer: Some(writer),
            signal: self.signal.clone(),
            started: Instant::now(),
            failed: false,
        })
    }

    pub(super) async fn exclusive<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let mut writer = self.acquire().await?;
        writer.commit();
        work(&mut writer.connection)
    }

    async fn acquire(&self) -> Result<OwnedMutexGuard<Writer>> {
        let place = Place::take(&self.waiting, self.most_waiting)?;
        let guard =
            tokio::time::timeout(self.acquire_timeout, Arc::clone(&self.writer).lock_owned())
                .await
                .map_err(|_elapsed| {
                    Error::Unavailable(
                        "the writer was not free within the acquire timeout".to_owned(),
                    )
                })?;
        drop(place);
        Ok(guard)
    }
}

/// A place in the bounded queue for the writer.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, most: usize) -> Result<Self> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(waiting);
        if before >= most {
            return Err(Error::Unavailable(format!(
                "{most} units wait for the writer already"
            )));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Opens the outer transaction. Another process (an import at the shell, a backup) may hold the
/// file for a moment; the wait blocks no thread, and no caller ever sees `SQLITE_BUSY`.
async fn begin(writer: &mut Writer) -> Result<()> {
    let started = Instant::now();
    loop {
        match try_begin(&writer.connection) {
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
                    && started.elapsed() < OTHER_PROCESS =>
            {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok(()),
        }
    }
}

fn try_begin(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("begin immediate")?.execute([])?;
    Ok(())
}

fn run(connection: &Connection, text: &'static str) -> Result<()> {
    connection.prepare_cached(text)?.execute([])?;
    Ok(())
}

impl Writer {
    /// Commits the outer transaction and answers everyone in it.
    fn commit(&mut self) {
        if !std::mem::replace(&mut self.open, false) {
            return;
        }
        let group = u32::try_from(self.waiters.len()).unwrap_or(u32::MAX);
        let started = Instant::now();
        let result = run(&self.connection, "commit");
        if result.is_err() && !self.connection.is_autocommit() {
            // Nothing better can be done when even this fails: the next `begin` will say so.
            drop(run(&self.connection, "rollback"));
        }
        if group > 0 {
            quire_observe::store::committed(group, started.elapsed());
        }
        self.answer(&result);
    }

    fn answer(&mut self, result: &Result<()>) {
        for waiter in self.waiters.drain(..) {
            let answer = match result {
                Ok(()) => Ok(()),
                Err(error) => Err(Error::Unavailable(format!("commit failed: {error}"))),
            };
            // A caller that has gone does not need the answer.
            drop(waiter.send(answer));
        }
    }

    /// After some errors SQLite ends the whole transaction by itself; then all in it are told.
    fn lost_if_ended(&mut self) {
        if self.open && self.connection.is_autocommit() {
            self.open = false;
            self.answer(&Err(Error::Unavailable(
                "the transaction was rolled back by the engine".to_owned(),
            )));
        }
    }
}

pub(crate) struct Writing {
    writer: Option<OwnedMutexGuard<Writer>>,
    signal: mpsc::Sender<()>,
    started: Instant,
    failed: bool,
}

impl Writing {
    pub(crate) fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        self.statement(|connection| sqlite::rows(connection, statement, params))
    }

    pub(crate) fn change(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<u64> {
        self.statement(|connection| sqlite::change(connection, statement, params))
    }

    fn statement<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        if self.failed || self.started.elapsed() > LONGEST_UNIT {
            self.failed = true;
            return Err(Error::Unavailable(
                "the unit failed before or held the writer too long".to_owned(),
            ));
        }
        let Some(writer) = self.writer.as_mut() else {
            return Err(Error::Unavailable("the unit is over".to_owned()));
        };
        let result = work(&writer.connection);
        if result.is_err() {
            self.failed = true;
            writer.lost_if_ended();
        }
        result
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        if self.failed {
            return Err(Error::Unavailable(
                "a statement of the unit failed: it cannot be committed".to_owned(),
            ));
        }
        let (tell, told) = oneshot::channel();
        {
            let Some(mut writer) = self.writer.take() else {
                return Err(Error::Unavailable("the unit is over".to_owned()));
            };
            if let Err(error) = run(&writer.connection, "release unit") {
                writer.lost_if_ended();
                self.writer = Some(writer);
                return Err(error);
            }
            writer.waiters.push(tell);
        }
        self.measure();
        // Without the committer nobody would answer; then the wait below ends with an error.
        let _ = self.signal.send(());
        told.await
            .map_err(|gone| Error::Unavailable(gone.to_string()))?
    }

    fn measure(&self) {
        let lived = self.started.elapsed();
        quire_observe::store::writer_unit(lived);
        if lived > LONG_UNIT {
            tracing::warn!(
                duration_ms = u64::try_from(lived.as_millis()).unwrap_or(u64::MAX),
                "a unit of writing held the writer for long"
            );
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else {
            return;
        };
        if writer.open {
            let undone = run(&writer.connection, "rollback to unit")
                .and_then(|()| run(&writer.connection, "release unit"));
            if undone.is_err() {
                writer.lost_if_ended();
            }
        }
        drop(writer);
        self.measure();
        // Ends the outer transaction when no other unit does.
        let _ = self.signal.send(());
    }
}
