//! What a job is.

use std::future::Future;

/// A result of a run. What went wrong is told in the log, never to a caller: there is none.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How far a run came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// There was no more to do.
    Done,
    /// It stopped at the end of its share: the next run follows at once.
    More,
}

/// Something that is done again and again. A run does a bounded share of the work, so that a stop
/// never waits long, and leaves the rows in order wherever it ends.
pub trait Job: Send + Sync + 'static {
    /// Its name in the log and the metrics.
    const NAME: &'static str;

    /// Does a share of the work.
    fn run(&self) -> impl Future<Output = Result<Progress>> + Send;
}
