//! What Quire is held against: a bare server with the same bytes, and raw SQLite on the same disk.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use rusqlite::Connection;

use crate::report::{Report, spread};

/// A bare axum server as a process of its own, so that its CPU can be told from ours.
pub struct Bare {
    /// Its process.
    pub child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Bare {
    /// Starts one that answers `GET /` with `body`.
    pub fn start(content_type: &str, body: &[u8]) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("bare")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().context("no input")?;
        writeln!(input, "{content_type}")?;
        input.write_all(body)?;
        drop(input);
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        Ok(Self {
            child,
            address: line.trim().parse()?,
        })
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // It has no state; a server that is gone already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The process that [`Bare::start`] starts.
pub async fn bare() -> anyhow::Result<()> {
    let mut input = BufReader::new(std::io::stdin());
    let mut content_type = String::new();
    input.read_line(&mut content_type)?;
    let content_type: axum::http::HeaderValue = content_type.trim().parse()?;
    let mut body = Vec::new();
    input.read_to_end(&mut body)?;
    let body = Bytes::from(body);
    let answer =
        move || std::future::ready(([(header::CONTENT_TYPE, content_type.clone())], body.clone()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
    axum::serve(listener, Router::new().route("/", get(answer))).await?;
    Ok(())
}

/// Rows a second that raw SQLite makes durable (`synchronous=full`) with `group` rows a commit, in
/// a table as narrow as one reader's progress.
pub fn raw_sqlite(folder: &std::path::Path, group: u32, span: Duration) -> anyhow::Result<f64> {
    let path = folder.join(format!("raw-{group}.db"));
    let connection = Connection::open(&path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch(
        "create table if not exists mark (id integer primary key, who blob, what blob, part real, at integer)",
    )?;
    let mut insert = connection.prepare(
        "insert into mark (who, what, part, at) values (randomblob(16), randomblob(16), ?1, ?2)",
    )?;
    let started = Instant::now();
    let mut rows: u32 = 0;
    while started.elapsed() < span {
        connection.execute_batch("begin immediate")?;
        for _ in 0..group {
            insert.execute((0.5, rows))?;
            rows += 1;
        }
        connection.execute_batch("commit")?;
    }
    Ok(f64::from(rows) / started.elapsed().as_secs_f64())
}

/// The anchors by themselves.
pub fn measure(report: &mut Report) -> anyhow::Result<()> {
    report.heading("Raw SQLite, synchronous=full")?;
    let folder = tempfile::tempdir()?;
    for group in [1, 64] {
        let mut rates = Vec::new();
        for _ in 0..report.rounds {
            rates.push(raw_sqlite(folder.path(), group, report.span)?);
        }
        let rate = spread(&rates);
        report.line(&format!(
            "* {group} row(s) a commit: {:.0} rows/s (from {:.0} to {:.0})",
            rate.median, rate.min, rate.max
        ))?;
    }
    Ok(())
}
