//! The outbox after its events were told.

use std::time::Duration;

use quire_store::{ledger, transact};

use crate::{App, Result};

/// How long an event that was told is kept, for whoever looks into what happened.
const KEPT: Duration = Duration::from_hours(30 * 24);

impl App {
    /// Removes events that were told 30 days ago, at most `limit`; returns how many.
    pub async fn forget_told_events(&self, limit: i64) -> Result<u64> {
        let before = self.now() - KEPT;
        transact!(self.store(), unit => {
            Result::Ok(ledger::forget_told(unit, before, limit).await?)
        })
    }
}
