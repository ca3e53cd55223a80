//! How the background work goes.

use std::time::Duration;

use metrics::{gauge, histogram};

use crate::catalogue;

/// How one run of a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Failed, will be tried again.
    Retry,
    /// Failed for good.
    Dead,
}

/// Tells of one run of a job; `job` is its name in the runner's list.
pub fn finished(job: &'static str, outcome: Outcome, elapsed: Duration) {
    let outcome = match outcome {
        Outcome::Done => "done",
        Outcome::Retry => "retry",
        Outcome::Dead => "dead",
    };
    histogram!(catalogue::JOB_DURATION.name, "job" => job, "outcome" => outcome).record(elapsed);
}

/// Tells how many runs of a job wait.
pub fn queued(job: &'static str, waiting: u32) {
    gauge!(catalogue::JOB_QUEUED.name, "job" => job).set(waiting);
}

/// Tells how long the oldest due job has been waiting.
pub fn oldest(age: Duration) {
    gauge!(catalogue::JOB_OLDEST.name).set(age.as_secs_f64());
}
