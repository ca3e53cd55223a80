//! No request takes longer than it may, whatever its handler waits for.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::MatchedPath;
use axum::response::{IntoResponse, Response};

use crate::problem::{Problem, catalogue};

/// How long requests may take.
#[derive(Clone, Debug)]
pub struct Deadline {
    usual: Duration,
    routes: Vec<(&'static str, Duration)>,
}

impl Deadline {
    /// The same for all routes.
    pub fn new(usual: Duration) -> Self {
        Self {
            usual,
            routes: Vec::new(),
        }
    }

    /// Another for one route, named by its template: imports and exports take their time.
    #[must_use]
    pub fn on_route(mut self, template: &'static str, limit: Duration) -> Self {
        self.routes.push((template, limit));
        self
    }

    pub(crate) fn of(&self, route: Option<&MatchedPath>) -> Duration {
        let Some(route) = route else {
            return self.usual;
        };
        let own = self
            .routes
            .iter()
            .find(|(template, _limit)| *template == route.as_str());
        own.map_or(self.usual, |(_template, limit)| *limit)
    }
}

/// Lets a handler work until `limit`, then answers for it.
pub(crate) async fn bounded(
    limit: Duration,
    handler: impl Future<Output = Result<Response, Infallible>>,
) -> Response {
    match tokio::time::timeout(limit, handler).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(never)) => match never {},
        Err(_elapsed) => {
            let seconds = limit.as_secs_f64();
            tracing::warn!(seconds, "request gave up after {seconds} s");
            Problem::new(&catalogue::TIMEOUT)
                .detail(format!("The request was given up after {seconds} seconds."))
                .into_response()
        }
    }
}
