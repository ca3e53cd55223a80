//! Invitations: made, listed, taken back.

use std::time::Duration;

use quire_domain::id::InviteId;
use quire_domain::limits::{INVITE_LIFETIME, INVITE_LONGEST, INVITE_USES};
use quire_identity::code::InviteCode;
use quire_store::{invites, transact};
use serde_json::json;
use uuid::Uuid;

use crate::{Actor, App, Page, PageRequest, Refused, Result};

pub use quire_store::invites::Invite;

/// What an invitation shall be.
#[derive(Debug, Clone, Copy)]
pub struct NewInvite {
    /// How many may come with it.
    pub uses: u32,
    /// How long it lasts; 30 days when nothing is said.
    pub lifetime: Option<Duration>,
}

/// An invitation was made.
#[derive(Debug, Clone)]
pub struct MadeInvite {
    /// The invitation.
    pub invite: Invite,
    /// Its code, told once.
    pub code: InviteCode,
}

impl App {
    /// Makes an invitation.
    pub async fn create_invite(&self, actor: &Actor, new: NewInvite) -> Result<MadeInvite> {
        let admin = actor.admin()?.id;
        if new.uses == 0 || new.uses > INVITE_USES {
            let rule = format!("between 1 and {INVITE_USES} people");
            return Err(Refused::field("/uses", "out-of-range", rule));
        }
        let lifetime = new.lifetime.unwrap_or(INVITE_LIFETIME);
        if lifetime.is_zero() || lifetime > INVITE_LONGEST {
            let rule = "an invitation lasts at most 365 days";
            return Err(Refused::field("/expires_at", "out-of-range", rule));
        }
        let (now, id) = (self.now(), self.make::<InviteId>());
        let code = InviteCode::generate(self.chance());
        let (digest, uses, expires) = (code.digest(), i64::from(new.uses), now + lifetime);
        let invite: Result<Invite> = transact!(self.store(), unit => {
            invites::insert(unit, id, digest.as_bytes(), admin, uses, now, expires).await?;
            let detail = json!({ "uses": uses });
            self.audit(unit, Some(admin), "invite.create", id.as_uuid(), &detail)
                .await?;
            invites::by_id(unit, id).await?.ok_or(Refused::NotFound)
        });
        Ok(MadeInvite {
            invite: invite?,
            code,
        })
    }

    /// Invitations, the newest first.
    pub async fn invites(&self, actor: &Actor, request: &PageRequest) -> Result<Page<Invite>> {
        actor.admin()?;
        let list = self.list("invites", &()).await?;
        let newest = || InviteId::from(Uuid::max());
        let before = list.after(request)?.unwrap_or_else(newest);
        let mut unit = self.store().read().await?;
        let rows = invites::list(&mut unit, before, request.fetch()).await?;
        Ok(list.page(request, rows, |invite| invite.id))
    }

    /// Takes an invitation back; who came with it stays.
    pub async fn revoke_invite(&self, actor: &Actor, id: InviteId) -> Result<()> {
        let admin = actor.admin()?.id;
        transact!(self.store(), unit => {
            if invites::delete(unit, id).await? == 0 {
                return Err(Refused::NotFound);
            }
            self.audit(unit, Some(admin), "invite.revoke", id.as_uuid(), &json!({}))
                .await
        })
    }
}
