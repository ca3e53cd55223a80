//! How requests went, by method, route template and class of status.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use metrics::{Histogram, counter, gauge, histogram};

use crate::catalogue;
use crate::exposition::installed;

/// Records request durations; one per server.
///
/// Keeps the handle of each combination seen, because finding it in the recorder costs ten times as
/// much as using it. Routes are templates (`/s/{slug}`), so the set stays small.
#[derive(Debug, Default)]
pub struct RequestMeter {
    routes: RwLock<HashMap<Box<str>, Vec<Cell>>>,
}

#[derive(Debug)]
struct Cell {
    method: &'static str,
    class: &'static str,
    duration: Histogram,
}

impl RequestMeter {
    /// Tells of one answered request. `method` is one of a fixed list, `route` the template.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, elapsed: Duration) {
        if !installed() {
            return;
        }
        let class = class(status);
        let known = |cell: &&Cell| cell.method == method && cell.class == class;
        {
            let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(cell) = routes.get(route).and_then(|cells| cells.iter().find(known)) {
                cell.duration.record(elapsed);
                return;
            }
        }
        let duration = histogram!(
            catalogue::HTTP_DURATION.name,
            "method" => method, "route" => route.to_owned(), "status" => class
        );
        duration.record(elapsed);
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        let cells = routes.entry(route.into()).or_default();
        if !cells.iter().any(|cell| known(&cell)) {
            cells.push(Cell {
                method,
                class,
                duration,
            });
        }
    }
}

static IN_FLIGHT: AtomicI32 = AtomicI32::new(0);

/// Tells that requests being answered changed by `change` (1 or -1).
pub fn in_flight(change: i32) {
    IN_FLIGHT.fetch_add(change, Ordering::Relaxed);
}

/// Hands the gauge over when it is read, not twice in every request.
pub(crate) fn record_in_flight() {
    gauge!(catalogue::HTTP_IN_FLIGHT.name).set(IN_FLIGHT.load(Ordering::Relaxed));
}

/// Tells of a caller who went away.
pub fn abandoned() {
    counter!(catalogue::HTTP_ABANDONED.name).increment(1);
}

/// Tells of a panic that was answered with 500.
pub fn panicked() {
    counter!(catalogue::HTTP_PANICS.name).increment(1);
}

fn class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
