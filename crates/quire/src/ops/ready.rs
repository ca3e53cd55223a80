//! `/readyz`: whether this server should be sent requests now.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_store::{Store, ledger};
use serde::Serialize;

use super::Ops;
use crate::{folder, wiring};

/// A database that takes longer is as good as none to a reader who waits.
const DATABASE: Duration = Duration::from_secs(1);
const DISK: Duration = Duration::from_secs(1);
/// Less room than this is full: a log of the database may need as much in one burst.
pub const LEAST_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    /// What was found, for people.
    says: String,
    duration_ms: f64,
}

#[derive(Debug, Serialize)]
struct Report {
    ready: bool,
    checks: Vec<Check>,
}

/// Looks at everything at once. `?exclude=disk` leaves a check out, `?verbose` lists each.
pub async fn ready(
    State(ops): State<Ops>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let wanted = |name: &str| {
        !query
            .split('&')
            .any(|pair| pair.strip_prefix("exclude=") == Some(name))
    };
    let (store, disk) = tokio::join!(
        async {
            if wanted("database") {
                Some(look("database", database(&ops.store)).await)
            } else {
                None
            }
        },
        async {
            if wanted("disk") {
                Some(look("disk", disk(&ops.folder)).await)
            } else {
                None
            }
        },
    );
    let draining = ops.draining.load(Ordering::SeqCst);
    let serving = look(
        "serving",
        std::future::ready(if draining {
            Err("draining: the server is stopping".to_owned())
        } else {
            Ok("accepting requests".to_owned())
        }),
    );
    let checks: Vec<_> = [store, disk, Some(serving.await)]
        .into_iter()
        .flatten()
        .collect();
    let report = Report {
        ready: checks.iter().all(|check| check.ok),
        checks,
    };
    show(report, &query, &headers)
}

async fn look(name: &'static str, work: impl Future<Output = Result<String, String>>) -> Check {
    let begun = Instant::now();
    let found = work.await;
    let ok = found.is_ok();
    let (Ok(says) | Err(says)) = found;
    if !ok {
        tracing::warn!(check = name, "not ready: {name}: {says}");
    }
    Check {
        name,
        ok,
        says,
        duration_ms: begun.elapsed().as_secs_f64() * 1_000.0,
    }
}

/// Reachable within the time, with the schema this program works on.
async fn database(store: &Store) -> Result<String, String> {
    let asked = async {
        let mut unit = store.read().await?;
        ledger::echo(&mut unit, "ready", 1).await?;
        ledger::schema(&mut unit).await
    };
    match tokio::time::timeout(DATABASE, asked).await {
        Ok(Ok(schema)) if schema == wiring::newest_schema() => {
            Ok(format!("reachable, schema {schema}"))
        }
        Ok(Ok(schema)) => Err(format!(
            "schema {schema}, but this program needs {}",
            wiring::newest_schema()
        )),
        // Its words may name hosts and roles: they are for the log.
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database did not answer the readiness probe");
            Err("the database does not answer".to_owned())
        }
        Err(_elapsed) => Err(format!("no answer from the database within {DATABASE:?}")),
    }
}

async fn disk(path: &Path) -> Result<String, String> {
    let path = path.to_owned();
    let tried = tokio::task::spawn_blocking(move || roomy(&path, LEAST_FREE_BYTES));
    match tokio::time::timeout(DISK, tried).await {
        Ok(Ok(found)) => found,
        Ok(Err(_panicked)) => Err("the data folder could not be looked at".to_owned()),
        Err(_elapsed) => Err(format!("the disk did not answer within {DISK:?}")),
    }
}

/// Whether the folder can be written to and at least `least` bytes are free around it.
pub fn roomy(path: &Path, least: u64) -> Result<String, String> {
    let refused = |error: std::io::Error| format!("the data folder cannot be written to: {error}");
    let free = folder::free_bytes(path).map_err(refused)?;
    if free < least {
        return Err(format!("{free} bytes free, {least} needed"));
    }
    folder::try_writing(path).map_err(refused)?;
    Ok(format!("writable, {} MiB free", free / 1_048_576))
}

fn show(report: Report, query: &str, headers: &HeaderMap) -> Response {
    let status = if report.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let wants = |kind: &str| {
        let accept = headers.get(header::ACCEPT);
        accept.is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains(kind)))
    };
    if wants("application/json") {
        return (status, Json(report)).into_response();
    }
    let verbose = query
        .split('&')
        .any(|pair| pair == "verbose" || pair.starts_with("verbose="));
    let mut text = String::new();
    for check in report.checks.iter().filter(|check| verbose || !check.ok) {
        let mark = if check.ok { '+' } else { '-' };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "[{mark}] {}: {} ({:.1} ms)",
            check.name, check.says, check.duration_ms
        );
    }
    text.push_str(if report.ready {
        "ready\n"
    } else {
        "not ready\n"
    });
    (status, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_missing_folder_are_not_ready() {
        let folder = tempfile::tempdir().unwrap();
        roomy(folder.path(), 1).unwrap();
        let full = roomy(folder.path(), u64::MAX).unwrap_err();
        assert!(full.contains("bytes free"), "{full}");
        let gone = roomy(&folder.path().join("gone"), 1).unwrap_err();
        assert!(gone.contains("cannot be written to"), "{gone}");
    }
}
