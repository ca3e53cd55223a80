//! Chapters come out when they were promised.

use std::time::Duration;

use quire_app::App;
use quire_observe::publication;

use crate::job::{Job, Progress, Result};

/// Publishes what is due, and measures how late it came.
pub struct Scheduler {
    /// The program.
    pub app: App,
    /// A chapter later than this is told as an alarm.
    pub max_lateness: Duration,
}

impl Job for Scheduler {
    const NAME: &'static str = "publication";

    async fn run(&self) -> Result<Progress> {
        let report = self.app.tick(self.app.now()).await?;
        for published in &report.published {
            publication::published(published.late);
            if published.late > self.max_lateness {
                let (chapter, late) = (published.chapter, published.late.as_secs());
                tracing::warn!(
                    %chapter, late_seconds = late,
                    "chapter {chapter} was published {late} s after its time"
                );
            }
        }
        publication::overdue(self.app.publication_overdue().await?);
        Ok(if report.more {
            Progress::More
        } else {
            Progress::Done
        })
    }
}
