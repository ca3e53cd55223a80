//! What every changing verb leaves behind: an event for others, an entry in the audit trail.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, AuditId, OutboxId};
use quire_store::{Writing, ledger};
use serde_json::Value;
use uuid::Uuid;

use crate::{App, Result};

impl App {
    /// Notes an event for other parts of the program, in the unit that made it happen.
    pub(crate) async fn tell(
        &self,
        unit: &mut Writing,
        kind: &'static str,
        aggregate: Uuid,
        payload: &Value,
        at: Timestamp,
    ) -> Result<()> {
        let id: OutboxId = self.make();
        ledger::tell(unit, id, kind, aggregate, &payload.to_string(), at).await?;
        Ok(())
    }

    /// Notes who did what, in the unit that did it. `detail` holds nothing personal and no prose.
    pub(crate) async fn audit(
        &self,
        unit: &mut Writing,
        actor: Option<AccountId>,
        action: &'static str,
        object: Uuid,
        detail: &Value,
    ) -> Result<()> {
        let id: AuditId = self.make();
        ledger::audit(
            unit,
            id,
            self.now(),
            actor,
            action,
            Some(object),
            &detail.to_string(),
        )
        .await?;
        Ok(())
    }
}
