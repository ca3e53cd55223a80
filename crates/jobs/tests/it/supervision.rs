//! What the supervisor promises whatever its jobs do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::poll;
use quire_jobs::{Job, Outcome, Progress, Result, Supervisor};
use tokio::sync::Semaphore;

const HOUR: Duration = Duration::from_hours(1);

/// A job that counts its runs and does in each what the test says.
struct Scripted<F> {
    runs: Arc<AtomicU32>,
    script: F,
}

impl<F: Fn(u32) -> Result<Progress> + Send + Sync + 'static> Job for Scripted<F> {
    const NAME: &'static str = "scripted";

    async fn run(&self) -> Result<Progress> {
        let run = self.runs.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        (self.script)(run)
    }
}

fn scripted(
    script: impl Fn(u32) -> Result<Progress> + Send + Sync + 'static,
) -> (Arc<AtomicU32>, impl Job) {
    let runs = Arc::new(AtomicU32::new(0));
    let job = Scripted {
        runs: Arc::clone(&runs),
        script,
    };
    (runs, job)
}

/// A job whose runs begin and end when the test lets them.
struct Gated {
    begun: Arc<Semaphore>,
    may_end: Arc<Semaphore>,
    ended: Arc<AtomicU32>,
}

impl Job for Gated {
    const NAME: &'static str = "gated";

    async fn run(&self) -> Result<Progress> {
        self.begun.add_permits(1);
        self.may_end.acquire().await?.forget();
        self.ended.fetch_add(1, Ordering::SeqCst);
        Ok(Progress::Done)
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_runs_at_once_and_then_at_every_interval() {
    let (runs, job) = scripted(|_| Ok(Progress::Done));
    let mut supervisor = Supervisor::default();
    supervisor.start(job, Duration::from_secs(2));
    // The clock is tokio's own and moves only when everybody waits.
    tokio::time::sleep(Duration::from_millis(9_500)).await;
    assert_eq!(runs.load(Ordering::SeqCst), 5, "at 0, 2, 4, 6 and 8 s");
    supervisor.stop().await;
    tokio::time::sleep(HOUR).await;
    assert_eq!(runs.load(Ordering::SeqCst), 5);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_left_work_is_followed_by_the_next_at_once() {
    let (runs, job) = scripted(|run| {
        Ok(if run < 3 {
            Progress::More
        } else {
            Progress::Done
        })
    });
    let mut supervisor = Supervisor::default();
    supervisor.start(job, HOUR);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(runs.load(Ordering::SeqCst), 4);
    supervisor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn errors_and_panics_end_neither_the_loop_nor_other_jobs() {
    let (broken, job) = scripted(|run| match run {
        0 => Err("the disk is full".into()),
        1 => panic!("a bug"),
        _ => Ok(Progress::Done),
    });
    let (fine, other) = scripted(|_| Ok(Progress::Done));
    let mut supervisor = Supervisor::default();
    let trigger = supervisor.start(job, HOUR);
    supervisor.start(other, Duration::from_secs(1));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(broken.load(Ordering::SeqCst), 1);
    assert_eq!(trigger.run().await, Some(Outcome::Panicked));
    assert_eq!(trigger.run().await, Some(Outcome::Done(Progress::Done)));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(fine.load(Ordering::SeqCst), 3);
    supervisor.stop().await;
    assert_eq!(trigger.run().await, None, "what is stopped runs no more");
}

#[tokio::test]
async fn a_stop_waits_for_the_run_under_way_and_begins_no_other() {
    let (begun, may_end) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let ended = Arc::new(AtomicU32::new(0));
    let mut supervisor = Supervisor::default();
    supervisor.start(
        Gated {
            begun: Arc::clone(&begun),
            may_end: Arc::clone(&may_end),
            ended: Arc::clone(&ended),
        },
        Duration::from_millis(1),
    );
    begun.acquire().await.unwrap().forget();
    let mut stop = Box::pin(supervisor.stop());
    for _ in 0..100 {
        assert!(poll!(&mut stop).is_pending(), "the run is under way");
        tokio::task::yield_now().await;
    }
    assert_eq!(ended.load(Ordering::SeqCst), 0);
    may_end.add_permits(10);
    stop.await;
    assert_eq!(ended.load(Ordering::SeqCst), 1);
    assert_eq!(begun.available_permits(), 0, "no other run began");
}
