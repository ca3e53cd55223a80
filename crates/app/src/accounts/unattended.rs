//! Accounts for commands: authors nobody signs in as, and members a command acts for.

use quire_domain::account::{AccountStatus, Role, Scope};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle};
use quire_store::accounts::{self, Account};
use quire_store::transact;
use serde_json::json;

use super::NewAccount;
use crate::{Actor, App, Member, Refused, Result};

impl App {
    /// Makes an account nobody can sign in to: it has no password, and an address that cannot exist
    /// (RFC 2606). For the authors of the demonstration; no face may call this.
    pub async fn create_unattended(&self, handle: &Handle, name: &DisplayName) -> Result<Actor> {
        let id: AccountId = self.make();
        let address = format!("{}@unattended.invalid", handle.key());
        let email = EmailAddress::parse(&address)
            .map_err(|invalid| Refused::invalid("/handle", &invalid))?;
        let made: Result<Account> = transact!(self.store(), unit => {
            let account = NewAccount {
                id,
                handle,
                email: &email,
                password_hash: "",
                display_name: Some(name),
                role: Role::Member,
                status: AccountStatus::Active,
                answer: None,
            };
            self.insert_account(unit, &account).await?;
            self.audit(unit, None, "account.create_unattended", id.as_uuid(), &json!({}))
                .await?;
            accounts::by_id(unit, id).await?.ok_or(Refused::NotFound)
        });
        Ok(acting(made?))
    }

    /// Somebody whom the operator acts for at the shell, with all their rights. No face may call
    /// this: who reaches the shell reaches the rows anyway.
    pub async fn act_for(&self, handle: &Handle) -> Result<Actor> {
        let mut unit = self.store().read().await?;
        let account = accounts::by_handle(&mut unit, &handle.key()).await?;
        account.map(acting).ok_or(Refused::NotFound)
    }
}

fn acting(account: Account) -> Actor {
    Actor::member_of(Member {
        id: account.id,
        handle: account.handle,
        role: account.role,
        status: account.status,
        age_confirmed: account.age_confirmed,
        scopes: Scope::ALL.to_vec(),
        session: None,
    })
}
