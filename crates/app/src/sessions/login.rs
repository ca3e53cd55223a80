//! Somebody signs in.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, SessionKind};
use quire_domain::id::SessionId;
use quire_domain::text::{EmailAddress, Handle};
use quire_identity::password::{Password, StoredHash};
use quire_identity::session::expires_at;
use quire_identity::token::SessionSecret;
use quire_store::accounts::{self, Account, Credential};
use quire_store::{sessions, transact};
use serde_json::json;

use crate::{App, Refused, Result};

/// What somebody gives to sign in.
#[derive(Debug, Clone)]
pub struct Login {
    /// The address or the handle, as typed.
    pub name: String,
    /// The password.
    pub password: Password,
    /// What they sign in from.
    pub kind: SessionKind,
    /// Whether the login shall last.
    pub remember: bool,
    /// The family of the browser or program (`Firefox`), for the owner's list; never the whole
    /// header.
    pub user_agent: String,
    /// The network, shortened (/24, /48), for the owner's list.
    pub network: String,
}

/// Somebody is signed in.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// The secret of the login, told once.
    pub secret: SessionSecret,
    /// The login.
    pub session: SessionId,
    /// From when on it is no longer valid, unless it is used before.
    pub expires_at: Timestamp,
    /// Who it is.
    pub account: Account,
}

/// Characters kept of what a login was made from.
const ORIGIN_CHARS: usize = 100;

impl App {
    /// Signs somebody in. A wrong name and a wrong password are one refusal and the same work; that
    /// an account waits or is banned is told to who knows its password.
    pub async fn log_in(&self, login: &Login) -> Result<LoggedIn> {
        let known = self.credential_named(&login.name).await?;
        let right = self.password_is(known.as_ref(), &login.password).await?;
        let known = known.filter(|_| right).ok_or(Refused::WrongCredentials)?;
        match known.status {
            AccountStatus::Active | AccountStatus::Suspended => {}
            AccountStatus::Pending => {
                return Err(Refused::Forbidden(
                    "your registration waits for the agreement of an administrator",
                ));
            }
            AccountStatus::Banned => return Err(Refused::Forbidden("this account is banned")),
        }
        let stronger = self.stronger_hash(&known, &login.password).await?;
        let (now, secret, id) = (
            self.now(),
            SessionSecret::generate(self.chance()),
            self.make::<SessionId>(),
        );
        let expires = expires_at(login.kind, login.remember, now, now);
        let (digest, old) = (secret.digest(), known.password_hash.as_str());
        let account: Result<Account> = transact!(self.store(), unit => {
            let inserted = sessions::insert(
                unit,
                id,
                known.id,
                digest.as_bytes(),
                login.kind,
                login.remember,
                &short(&login.user_agent),
                &short(&login.network),
                now,
                expires,
                old,
            )
            .await?;
            if inserted == 0 {
                return Err(Refused::WrongCredentials);
            }
            if let Some(hash) = &stronger {
                accounts::set_password(unit, known.id, old, hash.as_str()).await?;
            }
            accounts::seen(unit, known.id, now.day()).await?;
            let detail = json!({ "kind": login.kind, "rehashed": stronger.is_some() });
            self.audit(unit, Some(known.id), "session.create", id.as_uuid(), &detail)
                .await?;
            accounts::by_id(unit, known.id).await?.ok_or(Refused::NotFound)
        });
        Ok(LoggedIn {
            secret,
            session: id,
            expires_at: expires,
            account: account?,
        })
    }

    async fn credential_named(&self, name: &str) -> Result<Option<Credential>> {
        let mut unit = self.store().read().await?;
        Ok(if name.contains('@') {
            match EmailAddress::parse(name) {
                Ok(email) => accounts::credential_by_email(&mut unit, &email.key()).await?,
                Err(_) => None,
            }
        } else {
            match Handle::parse(name) {
                Ok(handle) => accounts::credential_by_handle(&mut unit, &handle.key()).await?,
                Err(_) => None,
            }
        })
    }

    /// The hash to put in the place of one made with other work than today's.
    async fn stronger_hash(
        &self,
        known: &Credential,
        password: &Password,
    ) -> Result<Option<StoredHash>> {
        let stored = StoredHash::from_stored(known.password_hash.clone());
        if !self.passwords().needs_rehash(&stored) {
            return Ok(None);
        }
        Ok(Some(self.passwords().hash(password, self.chance()).await?))
    }
}

fn short(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(ORIGIN_CHARS)
        .collect()
}
