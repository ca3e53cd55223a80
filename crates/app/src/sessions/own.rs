//! The owner looks through the logins of an account and ends them.

use std::time::Duration;

use quire_domain::id::SessionId;
use quire_store::sessions::{self, Session};
use quire_store::transact;
use serde_json::json;
use uuid::Uuid;

use crate::{Actor, App, Page, PageRequest, Refused, Result};

/// A login of the actor.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// The login.
    pub session: Session,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// How long the row of a login that expired is kept.
const KEPT_AFTER_EXPIRY: Duration = Duration::from_hours(30 * 24);

impl App {
    /// The actor's logins, the newest first.
    pub async fn own_sessions(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<OwnSession>> {
        let owner = actor.in_person()?;
        let account = owner.member.id;
        let list = self.list("sessions.own", &account).await?;
        let newest = || SessionId::from(Uuid::max());
        let before = list.after(request)?.unwrap_or_else(newest);
        let (now, mut unit) = (self.now(), self.store().read().await?);
        let rows = sessions::of_account(&mut unit, account, now, before, request.fetch()).await?;
        let page = list.page(request, rows, |session| session.id);
        Ok(page.map(|session| OwnSession {
            current: session.id == owner.session,
            session,
        }))
    }

    /// Ends the login that asks.
    pub async fn log_out(&self, actor: &Actor) -> Result<()> {
        let session = actor.in_person()?.session;
        self.revoke_session(actor, session).await
    }

    /// Ends one of the actor's logins.
    pub async fn revoke_session(&self, actor: &Actor, id: SessionId) -> Result<()> {
        let (owner, now) = (actor.in_person()?.member.id, self.now());
        transact!(self.store(), unit => {
            if sessions::revoke(unit, id, owner, now).await? == 0 {
                return Err(Refused::NotFound);
            }
            self.audit(unit, Some(owner), "session.revoke", id.as_uuid(), &json!({}))
                .await
        })
    }

    /// Ends every login of the actor but the one that asks; returns how many.
    pub async fn revoke_other_sessions(&self, actor: &Actor) -> Result<u64> {
        let (owner, now) = (actor.in_person()?, self.now());
        transact!(self.store(), unit => {
            let account = owner.member.id;
            let ended = sessions::revoke_others(unit, account, owner.session, now).await?;
            let detail = json!({ "sessions_ended": ended });
            self.audit(unit, Some(account), "session.revoke_others", account.as_uuid(), &detail)
                .await?;
            Result::Ok(ended)
        })
    }

    /// Removes the rows of logins that expired 30 days ago, at most `limit`; returns how many.
    /// For the nightly job.
    pub async fn forget_expired_sessions(&self, limit: i64) -> Result<u64> {
        let before = self.now() - KEPT_AFTER_EXPIRY;
        transact!(self.store(), unit => { Result::Ok(sessions::forget_expired(unit, before, limit).await?) })
    }
}
