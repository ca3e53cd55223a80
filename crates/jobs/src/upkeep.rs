//! What has had its time is thrown away, a little at a time.

use quire_app::App;

use crate::job::{Job, Progress, Result};

/// Rows removed in one run.
const SHARE: i64 = 500;

/// More remains when a whole share was found.
fn progress(removed: u64) -> Progress {
    if i64::try_from(removed).is_ok_and(|removed| removed < SHARE) {
        Progress::Done
    } else {
        Progress::More
    }
}

/// Removes events long after they were told.
pub struct ToldEvents(pub App);

impl Job for ToldEvents {
    const NAME: &'static str = "told_events";

    async fn run(&self) -> Result<Progress> {
        Ok(progress(self.0.forget_told_events(SHARE).await?))
    }
}

/// Removes what imports left that stopped half way.
pub struct UnfinishedImports(pub App);

impl Job for UnfinishedImports {
    const NAME: &'static str = "unfinished_imports";

    async fn run(&self) -> Result<Progress> {
        self.0.clear_unfinished_imports().await?;
        Ok(Progress::Done)
    }
}

/// Removes logins that have expired.
pub struct ExpiredSessions(pub App);

impl Job for ExpiredSessions {
    const NAME: &'static str = "expired_sessions";

    async fn run(&self) -> Result<Progress> {
        Ok(progress(self.0.forget_expired_sessions(SHARE).await?))
    }
}
