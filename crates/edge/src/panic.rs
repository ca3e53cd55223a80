//! A panic ends its request with a 500, not its connection, and no other request.

use std::panic::AssertUnwindSafe;

use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use crate::problem::{Problem, catalogue};

/// Answers for a handler that panicked. What it said is logged by the process's panic hook, which
/// alone knows the place; logging here too would tell it twice.
pub(crate) async fn caught(handler: impl Future<Output = Response>) -> Response {
    // A handler's state ends with it; what outlives it (pools, caches) poisons or rolls back by itself.
    match AssertUnwindSafe(handler).catch_unwind().await {
        Ok(answer) => answer,
        Err(_payload) => {
            quire_observe::http::panicked();
            Problem::new(&catalogue::INTERNAL).into_response()
        }
    }
}
