//! No body is larger than its route can use: told by its length before a byte is read, or counted
//! while it streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, HttpBody};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::problem::{Problem, catalogue};

/// How large request bodies may be, in bytes.
#[derive(Clone, Debug)]
pub struct BodyLimit {
    usual: u64,
    routes: Vec<(&'static str, u64)>,
}

/// Whether a streamed body went over its limit; `None` when its length was known.
pub(crate) struct Overrun(Option<(Arc<AtomicBool>, u64)>);

impl BodyLimit {
    /// The same for all routes.
    pub fn new(usual_bytes: u64) -> Self {
        Self {
            usual: usual_bytes,
            routes: Vec::new(),
        }
    }

    /// Another for one route, named by its template.
    #[must_use]
    pub fn on_route(mut self, template: &'static str, bytes: u64) -> Self {
        self.routes.push((template, bytes));
        self
    }

    /// Refuses a body that says it is too large; counts one that does not say.
    pub(crate) fn admit(&self, request: &mut Request) -> Result<Overrun, Problem> {
        if request.body().is_end_stream() {
            return Ok(Overrun(None));
        }
        let limit = self.of(request);
        match request.body().size_hint().exact() {
            Some(length) if length > limit => return Err(too_large(limit)),
            // The server hands on no more than the length announced.
            Some(_) => {
                DefaultBodyLimit::disable().apply(request);
                return Ok(Overrun(None));
            }
            None => DefaultBodyLimit::disable().apply(request),
        }
        let overrun = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&overrun);
        let body = std::mem::take(request.body_mut());
        let counted = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX));
        *request.body_mut() = Body::new(counted.map_err(move |error| {
            if error.is::<LengthLimitError>() {
                seen.store(true, Ordering::Relaxed);
            }
            error
        }));
        Ok(Overrun(Some((overrun, limit))))
    }

    fn of(&self, request: &Request) -> u64 {
        let route = request.extensions().get::<MatchedPath>();
        let own = |(template, _bytes): &&(&str, u64)| {
            route.is_some_and(|route| route.as_str() == *template)
        };
        self.routes
            .iter()
            .find(own)
            .map_or(self.usual, |(_template, bytes)| *bytes)
    }
}

impl Overrun {
    /// The true reason instead of whatever a handler made of a body that broke off.
    pub(crate) fn explain(self, answer: Response) -> Response {
        match self.0 {
            Some((seen, limit))
                if seen.load(Ordering::Relaxed) && answer.status().as_u16() >= 400 =>
            {
                too_large(limit).into_response()
            }
            _ => answer,
        }
    }
}

fn too_large(limit: u64) -> Problem {
    Problem::new(&catalogue::PAYLOAD_TOO_LARGE)
        .detail(format!("The body may have at most {limit} bytes here."))
}
