//! The loops in which jobs run.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use quire_observe::jobs as measured;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use crate::job::{Job, Progress};

/// How one run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Done(Progress),
    /// With an error; the next run comes at its time.
    Failed,
    /// With a panic; the next run comes at its time.
    Panicked,
}

/// Runs jobs until it is stopped; dropped without [`Supervisor::stop`], it ends them where they are.
pub struct Supervisor {
    loops: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Default for Supervisor {
    fn default() -> Self {
        Self {
            loops: JoinSet::new(),
            stop: watch::Sender::new(false),
        }
    }
}

/// Asks one job for a run out of its turn.
#[derive(Clone)]
pub struct Trigger(mpsc::Sender<oneshot::Sender<Outcome>>);

impl Trigger {
    /// Runs the job now, or after the run under way, and waits for its end; none when it has
    /// been stopped.
    pub async fn run(&self) -> Option<Outcome> {
        let (answer, outcome) = oneshot::channel();
        self.0.send(answer).await.ok()?;
        outcome.await.ok()
    }
}

impl Supervisor {
    /// Starts a job: its first run at once, every other `pause` after the one before began, or
    /// after it ended when it took longer.
    pub fn start<J: Job>(&mut self, job: J, pause: Duration) -> Trigger {
        let (trigger, asked) = mpsc::channel(1);
        self.loops
            .spawn(turn(job, pause, self.stop.subscribe(), asked));
        Trigger(trigger)
    }

    /// Begins no further run and waits for those under way.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.loops.join_next().await.is_some() {}
    }
}

async fn turn<J: Job>(
    job: J,
    pause: Duration,
    mut stop: watch::Receiver<bool>,
    mut asked: mpsc::Receiver<oneshot::Sender<Outcome>>,
) {
    let mut clock = tokio::time::interval(pause.max(Duration::from_millis(1)));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failures = 0;
    loop {
        let answer = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            Some(answer) = asked.recv() => Some(answer),
            _ = clock.tick() => None,
        };
        let outcome = run(&job, &mut failures).await;
        if outcome == Outcome::Done(Progress::More) {
            clock.reset_immediately();
        }
        if let Some(answer) = answer {
            // Whoever asked may have gone meanwhile.
            let _gone = answer.send(outcome);
        }
    }
}

/// One run, measured. A job that keeps failing is told at its 1st, 2nd, 4th, 8th … failure.
async fn run<J: Job>(job: &J, failures: &mut u32) -> Outcome {
    let started = Instant::now();
    // A run shares nothing with the next one but what the store keeps, and that rolls back.
    let ended = AssertUnwindSafe(job.run()).catch_unwind().await;
    let job = J::NAME;
    let elapsed = started.elapsed();
    let outcome = match ended {
        Ok(Ok(progress)) => {
            if *failures > 0 {
                tracing::info!(job, failures, "job {job} works again");
            }
            *failures = 0;
            measured::finished(job, measured::Outcome::Done, elapsed);
            return Outcome::Done(progress);
        }
        Ok(Err(error)) => {
            *failures += 1;
            if failures.is_power_of_two() {
                tracing::error!(job, failures, %error, "job {job} failed and will be tried again");
            }
            Outcome::Failed
        }
        Err(_payload) => {
            *failures += 1;
            // What the panic said is told by the process's hook, which alone knows the place.
            tracing::error!(job, failures, "job {job} panicked and will be tried again");
            Outcome::Panicked
        }
    };
    measured::finished(job, measured::Outcome::Retry, elapsed);
    outcome
}
