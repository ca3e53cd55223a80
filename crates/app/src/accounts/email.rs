//! An account gets another address.

use quire_domain::text::EmailAddress;
use quire_identity::password::Password;
use quire_store::{accounts, transact};
use serde_json::json;

use crate::{Actor, App, Refused, Result};

impl App {
    /// Changes the actor's address; the password is asked again, since who holds the address holds
    /// the account. No mail is sent yet: the new address counts at once and is not verified, and
    /// the old one is not told.
    pub async fn change_email(
        &self,
        actor: &Actor,
        password: &Password,
        email: &EmailAddress,
    ) -> Result<()> {
        let id = actor.in_person()?.member.id;
        self.confirm_password(id, password, "/current_password")
            .await?;
        let changed: Result<()> = transact!(self.store(), unit => {
            if accounts::set_email(unit, id, email, &email.key()).await? == 0 {
                return Err(Refused::Taken { field: "/email" });
            }
            self.audit(unit, Some(id), "account.email", id.as_uuid(), &json!({}))
                .await
        });
        changed.map_err(|refused| refused.or_taken("/email"))
    }
}
