//! Passwords: accepted, confirmed, changed.

use quire_domain::account::Role;
use quire_domain::id::AccountId;
use quire_domain::text::{EmailAddress, Handle};
use quire_identity::password::{Password, PasswordContext, StoredHash, check_password};
use quire_store::accounts::{self, Credential};
use quire_store::{sessions, transact};
use serde_json::json;

use crate::{Actor, App, Refused, Result};

impl App {
    /// Changes the actor's password and ends all their other logins. API tokens stay: they were
    /// given their own rights and can be revoked one by one.
    pub async fn change_password(
        &self,
        actor: &Actor,
        current: &Password,
        new: &Password,
    ) -> Result<()> {
        let owner = actor.in_person()?;
        let (id, now) = (owner.member.id, self.now());
        let known = self
            .confirm_password(id, current, "/current_password")
            .await?;
        self.accept_password(new, known.role, &known.handle, &known.email)
            .await?;
        let hash = self.passwords().hash(new, self.chance()).await?;
        transact!(self.store(), unit => {
            let old = known.password_hash.as_str();
            if accounts::set_password(unit, id, old, hash.as_str()).await? == 0 {
                return Err(Refused::Conflict("the password was changed meanwhile".to_owned()));
            }
            let ended = sessions::revoke_others(unit, id, owner.session, now).await?;
            let detail = json!({ "sessions_ended": ended });
            self.audit(unit, Some(id), "account.password", id.as_uuid(), &detail)
                .await
        })
    }

    /// What the account's password is held against, once the owner has given it again.
    pub(super) async fn confirm_password(
        &self,
        id: AccountId,
        password: &Password,
        pointer: &'static str,
    ) -> Result<Credential> {
        let known = {
            let mut unit = self.store().read().await?;
            accounts::credential(&mut unit, id)
                .await?
                .ok_or(Refused::NotFound)?
        };
        if self.password_is(Some(&known), password).await? {
            Ok(known)
        } else {
            Err(Refused::field(
                pointer,
                "wrong",
                "this is not your password",
            ))
        }
    }

    /// Whether a password is the one of an account; the same work when there is no account or no
    /// password.
    pub(crate) async fn password_is(
        &self,
        known: Option<&Credential>,
        password: &Password,
    ) -> Result<bool> {
        if let Some(known) = known.filter(|known| !known.password_hash.is_empty()) {
            let stored = StoredHash::from_stored(known.password_hash.clone());
            Ok(self.passwords().verify(password, &stored).await?)
        } else {
            self.passwords().verify_nobody(password).await?;
            Ok(false)
        }
    }

    /// Accepts or refuses a password somebody wants to have.
    pub(crate) async fn accept_password(
        &self,
        password: &Password,
        role: Role,
        handle: &Handle,
        email: &EmailAddress,
    ) -> Result<()> {
        let site = self.site_settings().await?;
        let context = PasswordContext {
            handle: handle.as_str(),
            email: Some(email.as_str()),
            site_name: site.name.as_str(),
        };
        check_password(password, role, false, context)
            .map_err(|why| Refused::field("/password", why.code(), why.to_string()))
    }
}
