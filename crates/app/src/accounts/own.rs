//! An account as its owner has it.

use quire_domain::account::Scope;
use quire_store::accounts::{self, Account};
use quire_store::transact;
use serde_json::json;

use crate::{Actor, App, Refused, Result};

impl App {
    /// The actor's own account.
    pub async fn own_account(&self, actor: &Actor) -> Result<Account> {
        let id = actor.signed_in(Scope::Read)?.id;
        let mut unit = self.store().read().await?;
        accounts::by_id(&mut unit, id)
            .await?
            .ok_or(Refused::NotFound)
    }

    /// Remembers that the actor is an adult: texts for adults are shown from now on. Doing it twice
    /// changes nothing.
    pub async fn confirm_age(&self, actor: &Actor) -> Result<()> {
        let id = actor.in_person()?.member.id;
        transact!(self.store(), unit => {
            if accounts::confirm_age(unit, id).await? == 0 {
                return Ok(());
            }
            self.audit(unit, Some(id), "account.confirm_age", id.as_uuid(), &json!({}))
                .await
        })
    }
}
