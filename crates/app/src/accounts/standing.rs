//! Staff suspend, ban and reinstate accounts.

use quire_domain::account::{AccountStatus, Role};
use quire_domain::id::{AccountId, SessionId};
use quire_store::{accounts, sessions, tags, tokens, transact};
use serde_json::json;
use uuid::Uuid;

use crate::search::index_person;
use crate::{Actor, App, Refused, Result};

impl App {
    /// Suspends an account: its owner may read and export, not write; works stay.
    pub async fn suspend_account(&self, actor: &Actor, id: AccountId) -> Result<()> {
        let to = AccountStatus::Suspended;
        self.set_standing(actor, id, to, "account.suspended").await
    }

    /// Bans an account: its logins and tokens end, and nobody else finds its stories.
    pub async fn ban_account(&self, actor: &Actor, id: AccountId) -> Result<()> {
        let to = AccountStatus::Banned;
        self.set_standing(actor, id, to, "account.banned").await
    }

    /// Takes a suspension or a ban back. Logins and tokens that a ban ended stay ended.
    pub async fn reinstate_account(&self, actor: &Actor, id: AccountId) -> Result<()> {
        let to = AccountStatus::Active;
        self.set_standing(actor, id, to, "account.reinstated").await
    }

    async fn set_standing(
        &self,
        actor: &Actor,
        id: AccountId,
        to: AccountStatus,
        event: &'static str,
    ) -> Result<()> {
        let (admin, now) = (actor.admin()?.id, self.now());
        transact!(self.store(), unit => {
            let account = accounts::by_id(unit, id).await?.ok_or(Refused::NotFound)?;
            let from = account.status;
            if from == to {
                return Ok(());
            }
            if account.role == Role::Admin {
                // So nobody locks the last one out, and nobody locks themselves out.
                return Err(Refused::Forbidden("administrators cannot be suspended or banned"));
            }
            if from == AccountStatus::Pending {
                return Err(Refused::Transition("the account waits to be let in".to_owned()));
            }
            if from == AccountStatus::Banned && to == AccountStatus::Suspended {
                return Err(Refused::Transition("the account is banned".to_owned()));
            }
            accounts::set_status(unit, id, from, to).await?;
            if to == AccountStatus::Banned {
                sessions::revoke_others(unit, id, SessionId::from(Uuid::nil()), now).await?;
                tokens::revoke_all(unit, id, now).await?;
            }
            let banned = to == AccountStatus::Banned;
            if accounts::set_owner_banned(unit, id, banned).await? > 0 {
                tags::count_listed_of(unit, id).await?;
                accounts::spread_listed(unit, id).await?;
            }
            index_person(unit, id).await?;
            self.tell(unit, event, id.as_uuid(), &json!({}), now).await?;
            let detail = json!({ "from": from, "to": to });
            self.audit(unit, Some(admin), event, id.as_uuid(), &detail).await
        })
    }
}
