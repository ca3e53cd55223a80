//! The operations listener: is it alive, may it be used, how is it doing. Its own port, its own
//! router, nothing secret, and no part of the readers' stack.

mod build;
mod metrics;
mod ready;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use quire_observe::exposition::Exposition;
use quire_store::Store;

pub use build::{Build, COMMIT};
pub use ready::{LEAST_FREE_BYTES, roomy};

/// What the probes look at.
#[derive(Clone)]
pub struct Ops {
    /// The database.
    pub store: Store,
    /// The numbers.
    pub exposition: Exposition,
    /// The data folder.
    pub folder: PathBuf,
    /// Whether the server is on its way out.
    pub draining: Arc<AtomicBool>,
}

/// Every path of the listener.
pub fn router(ops: Ops) -> Router {
    Router::new()
        .route("/livez", get(alive))
        .route("/readyz", get(ready::ready))
        // The listener opens when the start is over; from then on the answer is the same.
        .route("/startupz", get(alive))
        .route("/metrics", get(metrics::metrics))
        .route("/ops/v1/build", get(build::build))
        .fallback(nothing)
        .with_state(ops)
}

/// Depends on nothing: a database that is down is no reason to restart this process.
async fn alive() -> &'static str {
    std::future::ready("ok\n").await
}

async fn nothing() -> (StatusCode, &'static str) {
    let paths = "here are /livez /readyz /startupz /metrics /ops/v1/build\n";
    std::future::ready((StatusCode::NOT_FOUND, paths)).await
}
