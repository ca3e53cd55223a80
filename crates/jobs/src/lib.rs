//! Work without a caller: the publication scheduler and the upkeep.
//!
//! [`start`] is the list of everything that runs beside the requests. A [`Supervisor`] runs each
//! job in a loop of its own: a run that fails or panics is told and counted, and the next run comes
//! all the same; a stop waits for the runs that are under way and begins no other.
//!
//! Jobs call verbs of `app`; the verbs take the present from the program's clock, so only the
//! pauses between runs are real time.

mod job;
mod scheduler;
mod supervisor;
mod upkeep;

use std::time::Duration;

use quire_app::App;

pub use job::{Job, Progress, Result};
pub use scheduler::Scheduler;
pub use supervisor::{Outcome, Supervisor, Trigger};
pub use upkeep::{ExpiredSessions, ToldEvents, UnfinishedImports};

/// How closely the scheduler keeps the appointed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The pause between two looks for due chapters; the promise of 5 s needs less than 4 s.
    pub scheduler_interval: Duration,
    /// A chapter later than this is told as an alarm in the log.
    pub max_lateness: Duration,
}

/// What is thrown away after its time can wait a while longer.
const UPKEEP: Duration = Duration::from_mins(10);

/// Starts everything that runs beside the requests.
pub fn start(app: &App, settings: &Settings) -> Supervisor {
    let mut supervisor = Supervisor::default();
    let scheduler = Scheduler {
        app: app.clone(),
        max_lateness: settings.max_lateness,
    };
    supervisor.start(scheduler, settings.scheduler_interval);
    supervisor.start(ToldEvents(app.clone()), UPKEEP);
    supervisor.start(ExpiredSessions(app.clone()), UPKEEP);
    supervisor.start(UnfinishedImports(app.clone()), UPKEEP);
    supervisor
}
