//! One line for every request, read alone and free of anything personal: the route's template
//! instead of the path, no query, no agent, the client's network instead of its address.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use quire_observe::RequestId;
use quire_observe::http::{self, RequestMeter};
use quire_observe::tally::Totals;

use crate::real_ip::Truncated;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");
/// Stands for the template when no route fits; the path itself may be anything.
const UNMATCHED: &str = "unmatched";

/// A request being answered; dropped unclosed when its caller went away.
pub(crate) struct Entry {
    id: RequestId,
    method: &'static str,
    route: Option<MatchedPath>,
    client: Option<IpAddr>,
    opened: Instant,
    meter: Arc<RequestMeter>,
    closed: bool,
}

impl Entry {
    pub(crate) fn open(
        id: RequestId,
        request: &Request,
        client: Option<IpAddr>,
        meter: Arc<RequestMeter>,
    ) -> Self {
        http::in_flight(1);
        Self {
            id,
            method: label(request.method()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            client,
            opened: Instant::now(),
            meter,
            closed: false,
        }
    }

    /// Writes the line; adds `Server-Timing` when asked to.
    pub(crate) fn close(mut self, answer: &mut Response, totals: Totals, timing: bool) {
        self.closed = true;
        let elapsed = self.opened.elapsed();
        let (method, route) = (self.method, self.route());
        let status = answer.status().as_u16();
        self.meter.answered(method, route, status, elapsed);
        let duration_ms = milliseconds(elapsed);
        let store_ms = milliseconds(totals.in_store);
        let wait_ms = milliseconds(totals.waiting);
        tracing::info!(
            target: "quire::access",
            request_id = self.id.as_str(),
            method,
            route,
            status,
            duration_ms,
            bytes = answer.body().size_hint().exact(),
            statements = totals.statements,
            rows = totals.rows,
            store_ms,
            wait_ms,
            client = self.client.map(|ip| tracing::field::display(Truncated(ip))),
            "{method} {route} {status}",
        );
        if timing {
            let statements = totals.statements;
            let text = format!(
                "total;dur={duration_ms}, store;dur={store_ms};desc=\"{statements} statements\", wait;dur={wait_ms}"
            );
            if let Ok(value) = HeaderValue::try_from(text) {
                answer.headers_mut().insert(SERVER_TIMING, value);
            }
        }
    }

    fn route(&self) -> &str {
        self.route.as_ref().map_or(UNMATCHED, MatchedPath::as_str)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        http::in_flight(-1);
        if !self.closed {
            http::abandoned();
            tracing::info!(
                target: "quire::access",
                request_id = self.id.as_str(),
                method = self.method,
                route = self.route(),
                duration_ms = milliseconds(self.opened.elapsed()),
                "{} {} abandoned by the caller",
                self.method,
                self.route(),
            );
        }
    }
}

/// With the microseconds as decimals.
fn milliseconds(elapsed: Duration) -> f64 {
    let micros = u32::try_from(elapsed.as_micros()).unwrap_or(u32::MAX);
    f64::from(micros) / 1000.0
}

/// Methods are the caller's to invent, labels are not.
fn label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
