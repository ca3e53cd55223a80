//! `/metrics`: the numbers as Prometheus reads them.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_observe::exposition::Exposition;
use quire_observe::store::pool;
use quire_store::Store;
use quire_store::engine::Engine;

use super::Ops;

/// Answers with all of them.
pub async fn metrics(State(ops): State<Ops>) -> Response {
    tell_pools(&ops.store);
    // The process is read from files, so not on a thread that answers requests.
    let render = move || ops.exposition.render();
    match tokio::task::spawn_blocking(render).await {
        Ok(text) => ([(header::CONTENT_TYPE, Exposition::MEDIA_TYPE)], text).into_response(),
        Err(_panicked) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn tell_pools(store: &Store) {
    let status = store.pool_status();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match store.engine() {
        Engine::Postgres => pool(
            "postgres",
            count(status.open),
            count(status.idle),
            count(status.waiting),
        ),
        // Readers wait for nobody; the one writer is what units queue for.
        Engine::Sqlite => {
            pool("reader", count(status.open), count(status.idle), 0);
            pool("writer", 1, 0, count(status.waiting));
        }
    }
}
