//! A stranger becomes a member, as the registration mode allows.

use quire_domain::account::{AccountStatus, RegistrationMode, Role};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle, Remark};
use quire_identity::code::InviteCode;
use quire_identity::password::Password;
use quire_identity::token::SecretDigest;
use quire_store::{accounts, invites, profiles, transact};
use serde_json::json;

use super::NewAccount;
use crate::{App, Refused, Result};

/// What a stranger gives to become a member.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The handle wanted.
    pub handle: Handle,
    /// The address.
    pub email: EmailAddress,
    /// The password.
    pub password: Password,
    /// The name to show; the handle when there is none.
    pub display_name: Option<DisplayName>,
    /// The answer to the site's question, where staff decide.
    pub answer: Option<Remark>,
    /// The invitation, as typed.
    pub invite: Option<String>,
}

/// Somebody has registered.
#[derive(Debug, Clone, Copy)]
pub struct Registered {
    /// The account.
    pub id: AccountId,
    /// `active`, or `pending` where staff have to agree first.
    pub status: AccountStatus,
}

impl App {
    /// Makes a member of a stranger. Nobody becomes more than a member this way, not even the first.
    ///
    /// What can be refused cheaply is refused before the password is hashed; the unit checks again.
    pub async fn register(&self, new: &Registration) -> Result<Registered> {
        let site = self.site_settings().await?;
        let status = match site.registration {
            RegistrationMode::Open | RegistrationMode::Invite => AccountStatus::Active,
            RegistrationMode::Approval => AccountStatus::Pending,
            RegistrationMode::Closed => {
                return Err(Refused::Forbidden("this site takes no new members now"));
            }
        };
        let invite = match site.registration {
            RegistrationMode::Invite => Some(typed_invite(new.invite.as_deref())?),
            _ => None,
        };
        let id: AccountId = self.make();
        self.refuse_early(id, new, invite.as_ref()).await?;
        let handle = &new.handle;
        self.accept_password(&new.password, Role::Member, handle, &new.email)
            .await?;
        let hash = self.passwords().hash(&new.password, self.chance()).await?;
        transact!(self.store(), unit => {
            if let Some(code) = &invite
                && invites::consume(unit, code.as_bytes(), self.now()).await? == 0
            {
                return Err(not_invited());
            }
            let account = NewAccount {
                id,
                handle,
                email: &new.email,
                password_hash: hash.as_str(),
                display_name: new.display_name.as_ref(),
                role: Role::Member,
                status,
                answer: new.answer.as_ref(),
            };
            self.insert_account(unit, &account).await?;
            let detail = json!({ "status": status, "mode": site.registration });
            self.tell(unit, "account.registered", id.as_uuid(), &json!({}), self.now())
                .await?;
            self.audit(unit, Some(id), "account.register", id.as_uuid(), &detail)
                .await?;
            Ok(Registered { id, status })
        })
    }

    async fn refuse_early(
        &self,
        id: AccountId,
        new: &Registration,
        invite: Option<&SecretDigest>,
    ) -> Result<()> {
        let (now, mut unit) = (self.now(), self.store().read().await?);
        if let Some(code) = invite
            && !invites::is_valid(&mut unit, code.as_bytes(), now).await?
        {
            return Err(not_invited());
        }
        if profiles::handle_taken(&mut unit, &new.handle.key(), id, now).await? {
            return Err(Refused::Taken { field: "/handle" });
        }
        if accounts::email_taken(&mut unit, &new.email.key()).await? {
            return Err(Refused::Taken { field: "/email" });
        }
        Ok(())
    }
}

fn typed_invite(typed: Option<&str>) -> Result<SecretDigest> {
    let typed = typed.ok_or_else(|| {
        Refused::field(
            "/invite",
            "required",
            "registration here needs an invitation",
        )
    })?;
    InviteCode::parse(typed).map_or_else(|_other| Err(not_invited()), |code| Ok(code.digest()))
}

fn not_invited() -> Refused {
    Refused::field(
        "/invite",
        "unknown",
        "this invitation is not valid, or not any more",
    )
}
