//! Who holds a secret.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, Scope};
use quire_identity::scope::Scopes;
use quire_identity::session;
use quire_identity::token::{ApiSecret, SessionSecret};
use quire_store::{accounts, sessions, tokens, transact};

use crate::{Actor, App, Member, Result};

/// What a request shows to say who sent it.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'a> {
    /// The secret of a session, from a cookie or a bearer header.
    Session(&'a SessionSecret),
    /// An API token.
    Token(&'a ApiSecret),
}

impl App {
    /// Who holds a secret; `None` when nobody does, or not any more: it was revoked, it expired, or
    /// its owner was banned. One statement; that it was used is written at most every five minutes
    /// for a session and once a day for a token.
    pub async fn authenticate(&self, credential: Credential<'_>) -> Result<Option<Actor>> {
        match credential {
            Credential::Session(secret) => self.session_holder(secret).await,
            Credential::Token(secret) => self.token_holder(secret).await,
        }
    }

    async fn session_holder(&self, secret: &SessionSecret) -> Result<Option<Actor>> {
        let (now, digest) = (self.now(), secret.digest());
        let holder = {
            let mut unit = self.store().read().await?;
            sessions::holder(&mut unit, digest.as_bytes()).await?
        };
        let Some(holder) = holder.filter(|h| h.expires_at > now && may_enter(h.status)) else {
            return Ok(None);
        };
        if session::needs_touch(holder.last_used_at, now) {
            noted("session", self.touch_session(&holder, now).await);
        }
        Ok(Some(Actor::member_of(Member {
            id: holder.account_id,
            handle: holder.handle,
            role: holder.role,
            status: holder.status,
            age_confirmed: holder.age_confirmed,
            scopes: Scope::ALL.to_vec(),
            session: Some(holder.session_id),
        })))
    }

    async fn token_holder(&self, secret: &ApiSecret) -> Result<Option<Actor>> {
        let (now, digest) = (self.now(), secret.digest());
        let holder = {
            let mut unit = self.store().read().await?;
            tokens::holder(&mut unit, digest.as_bytes()).await?
        };
        let Some(holder) = holder.filter(|h| h.expires_at > now && may_enter(h.status)) else {
            return Ok(None);
        };
        // A scope this version does not know gives no right.
        let scopes = holder.scopes.parse::<Scopes>();
        let scopes = scopes.map_or_else(|_unknown| Vec::new(), |known| known.iter().collect());
        if holder.last_used_day < now.day() {
            noted("token", self.touch_token(&holder, now).await);
        }
        Ok(Some(Actor::member_of(Member {
            id: holder.account_id,
            handle: holder.handle,
            role: holder.role,
            status: holder.status,
            age_confirmed: holder.age_confirmed,
            scopes,
            session: None,
        })))
    }

    async fn touch_session(&self, holder: &sessions::Holder, now: Timestamp) -> Result<()> {
        let (kind, remember) = (holder.kind, holder.remember);
        let expires = session::expires_at(kind, remember, holder.created_at, now);
        transact!(self.store(), unit => {
            sessions::touch(unit, holder.session_id, now, expires).await?;
            accounts::seen(unit, holder.account_id, now.day()).await?;
            Result::Ok(())
        })
    }

    async fn touch_token(&self, holder: &tokens::Holder, now: Timestamp) -> Result<()> {
        transact!(self.store(), unit => {
            tokens::touch(unit, holder.token_id, now.day()).await?;
            accounts::seen(unit, holder.account_id, now.day()).await?;
            Result::Ok(())
        })
    }
}

const fn may_enter(status: AccountStatus) -> bool {
    matches!(status, AccountStatus::Active | AccountStatus::Suspended)
}

/// A request is not refused because its use could not be written.
fn noted(what: &'static str, written: Result<()>) {
    if let Err(error) = written {
        tracing::warn!(%error, what, "the last use of a credential was not written");
    }
}
