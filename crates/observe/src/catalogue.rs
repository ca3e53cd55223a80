//! Every metric there is, in one flat list: what is not here is not measured.
//!
//! Names follow Prometheus: `quire_` before our own, base units, `_total` on counters. The two names
//! that dashboards bring along, `http_server_request_duration_seconds` (OpenTelemetry) and
//! `process_*` (Prometheus clients), keep their usual spelling.

/// One metric: its name and what an operator should know about it.
#[derive(Debug)]
pub struct Metric {
    /// The exposed name.
    pub name: &'static str,
    /// How its numbers behave.
    pub kind: Kind,
    /// The labels it carries; each has a small, fixed set of values.
    pub labels: &'static [&'static str],
    /// What it measures, shown as `# HELP`.
    pub about: &'static str,
}

/// How a metric's numbers behave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Observations sorted into buckets with these upper bounds.
    Histogram(&'static [f64]),
}

/// OpenTelemetry's advice for HTTP; 0.5 and 1.0 are the promised 95th and 99th percentiles.
const REQUEST_SECONDS: &[f64] = &[
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];
/// From an inline read by key (microseconds) to the statement timeout.
const STORE_SECONDS: &[f64] = &[
    0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025,
    0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
const JOB_SECONDS: &[f64] = &[
    0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0,
];
/// 5 s is the promise, 60 s the alarm.
const LATENESS_SECONDS: &[f64] = &[0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0];
const UNITS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

macro_rules! metrics {
    ($($name:ident: $kind:expr, $exposed:literal, [$($label:literal),*], $about:literal;)*) => {
        $(#[doc = $about] pub static $name: Metric = Metric {
            name: $exposed, kind: $kind, labels: &[$($label),*], about: $about,
        };)*
        /// All of them, in the order of this file.
        pub static ALL: &[&Metric] = &[$(&$name),*];
    };
}

metrics! {
    BUILD: Kind::Gauge, "quire_build_info", ["version"],
        "Always 1; the label tells which version runs.";

    HTTP_DURATION: Kind::Histogram(REQUEST_SECONDS), "http_server_request_duration_seconds", ["method", "route", "status"],
        "Time from the request's head to the answer's head, by route template and class of status.";
    HTTP_IN_FLIGHT: Kind::Gauge, "quire_http_requests_in_flight", [],
        "Requests being answered now.";
    HTTP_ABANDONED: Kind::Counter, "quire_http_requests_abandoned_total", [],
        "Requests whose caller went away before the answer.";
    HTTP_PANICS: Kind::Counter, "quire_http_panics_total", [],
        "Requests that ended in a panic and were answered with 500.";

    STATEMENT_DURATION: Kind::Histogram(STORE_SECONDS), "quire_store_statement_duration_seconds", ["statement"],
        "Time in one statement, by its name; the count is the number of statements.";
    STATEMENT_FAILURES: Kind::Counter, "quire_store_statement_failures_total", ["statement", "reason"],
        "Statements that failed, by name and reason.";
    POOL_WAIT: Kind::Histogram(STORE_SECONDS), "quire_store_pool_wait_duration_seconds", ["pool"],
        "Time a unit waited for its connection.";
    POOL_OPEN: Kind::Gauge, "quire_store_pool_connections_open", ["pool"],
        "Connections open in the pool.";
    POOL_IDLE: Kind::Gauge, "quire_store_pool_connections_idle", ["pool"],
        "Connections open and not in use.";
    POOL_WAITING: Kind::Gauge, "quire_store_pool_waiters", ["pool"],
        "Units waiting for a connection now.";
    WRITER_UNIT: Kind::Histogram(STORE_SECONDS), "quire_store_writer_unit_duration_seconds", [],
        "Time one unit of writing held the writer, its commit not counted.";
    COMMIT_DURATION: Kind::Histogram(STORE_SECONDS), "quire_store_commit_duration_seconds", [],
        "Time of one durable commit.";
    COMMIT_UNITS: Kind::Histogram(UNITS), "quire_store_commit_units", [],
        "Units of writing that shared one commit.";

    PUBLICATION_LATENESS: Kind::Histogram(LATENESS_SECONDS), "quire_publication_lateness_seconds", [],
        "How long after its appointed time a chapter was published.";
    PUBLICATION_OVERDUE: Kind::Gauge, "quire_publication_overdue_seconds", [],
        "How late the most overdue chapter is now; 0 when none is due.";
    PUBLICATION_CHAPTERS: Kind::Counter, "quire_publication_chapters_total", [],
        "Chapters published by the scheduler.";

    JOB_DURATION: Kind::Histogram(JOB_SECONDS), "quire_job_duration_seconds", ["job", "outcome"],
        "Time one run of a job took, by its name and outcome.";
    JOB_QUEUED: Kind::Gauge, "quire_jobs_queued", ["job"],
        "Jobs waiting to run.";
    JOB_OLDEST: Kind::Gauge, "quire_jobs_oldest_age_seconds", [],
        "Age of the oldest job that should have run by now; 0 when none.";

    LOG_DROPPED: Kind::Counter, "quire_log_lines_dropped_total", [],
        "Log lines thrown away because the output did not keep up.";

    PROCESS_RESIDENT: Kind::Gauge, "process_resident_memory_bytes", [],
        "Memory in use, pages shared with other processes counted in full.";
    PROCESS_PROPORTIONAL: Kind::Gauge, "quire_process_proportional_memory_bytes", [],
        "Memory in use, pages shared with other processes counted in part.";
    PROCESS_FDS: Kind::Gauge, "process_open_fds", [],
        "Open file descriptors.";
    PROCESS_UPTIME: Kind::Gauge, "quire_process_uptime_seconds", [],
        "Time since the start.";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_follow_the_conventions() {
        let mut seen = HashSet::new();
        for metric in ALL {
            let name = metric.name;
            assert!(seen.insert(name), "{name} is there twice");
            let usual = name.starts_with("process_") || name.starts_with("http_server_");
            assert!(name.starts_with("quire_") || usual, "{name}");
            assert_eq!(
                name.ends_with("_total"),
                metric.kind == Kind::Counter,
                "{name}"
            );
            assert!(
                !name.contains("_ms") && !name.contains("_millis"),
                "{name}: base units"
            );
            if let Kind::Histogram(bounds) = metric.kind {
                assert!(bounds.is_sorted(), "{name}");
            }
        }
    }

    #[test]
    fn the_promised_percentiles_are_bounds_of_the_request_histogram() {
        let Kind::Histogram(bounds) = HTTP_DURATION.kind else {
            panic!("a histogram");
        };
        assert!(bounds.contains(&0.5) && bounds.contains(&1.0));
        assert_eq!((bounds.first(), bounds.last()), (Some(&0.005), Some(&10.0)));
    }
}
