//! Whether chapters appear when they were promised.

use std::time::Duration;

use metrics::{counter, gauge, histogram};

use crate::catalogue;

/// Tells that the scheduler published a chapter this long after its time.
pub fn published(late: Duration) {
    histogram!(catalogue::PUBLICATION_LATENESS.name).record(late);
    counter!(catalogue::PUBLICATION_CHAPTERS.name).increment(1);
}

/// Tells how late the most overdue chapter is; zero when none is due.
pub fn overdue(late: Duration) {
    gauge!(catalogue::PUBLICATION_OVERDUE.name).set(late.as_secs_f64());
}
