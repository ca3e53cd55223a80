//! What the database did. Statements come through [`crate::tally`]; the rest is told here by the store.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use metrics::{Histogram, counter, gauge, histogram};

use crate::catalogue;
use crate::exposition::installed;

thread_local! {
    /// Handles by statement: a read by key takes 3 µs, asking the recorder each time would add a tenth.
    static STATEMENTS: RefCell<HashMap<&'static str, Histogram>> = RefCell::default();
}

pub(crate) fn statement(name: &'static str, elapsed: Duration) {
    if !installed() {
        return;
    }
    STATEMENTS.with_borrow_mut(|handles| {
        handles
            .entry(name)
            .or_insert_with(|| histogram!(catalogue::STATEMENT_DURATION.name, "statement" => name))
            .record(elapsed);
    });
}

pub(crate) fn pool_wait(pool: &'static str, elapsed: Duration) {
    if installed() {
        histogram!(catalogue::POOL_WAIT.name, "pool" => pool).record(elapsed);
    }
}

/// Tells of a statement that failed; `reason` is one of a short fixed list (`conflict`, `timeout` …).
pub fn statement_failed(name: &'static str, reason: &'static str) {
    counter!(catalogue::STATEMENT_FAILURES.name, "statement" => name, "reason" => reason)
        .increment(1);
}

/// Tells the state of a pool of connections.
pub fn pool(name: &'static str, open: u32, idle: u32, waiting: u32) {
    gauge!(catalogue::POOL_OPEN.name, "pool" => name).set(open);
    gauge!(catalogue::POOL_IDLE.name, "pool" => name).set(idle);
    gauge!(catalogue::POOL_WAITING.name, "pool" => name).set(waiting);
}

/// Tells how long one unit of writing held the writer.
pub fn writer_unit(held: Duration) {
    if installed() {
        histogram!(catalogue::WRITER_UNIT.name).record(held);
    }
}

/// Tells of one durable commit shared by `units` units of writing.
pub fn committed(units: u32, elapsed: Duration) {
    if installed() {
        histogram!(catalogue::COMMIT_DURATION.name).record(elapsed);
        histogram!(catalogue::COMMIT_UNITS.name).record(units);
    }
}
