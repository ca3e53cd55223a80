//! The rows of a new account, for every verb that makes one.

use quire_domain::account::{AccountStatus, Role};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle, Remark};
use quire_store::{Writing, accounts, profiles};

use crate::search::index_person;
use crate::{App, Refused, Result};

/// What the rows of an account hold.
pub(crate) struct NewAccount<'a> {
    pub(crate) id: AccountId,
    pub(crate) handle: &'a Handle,
    pub(crate) email: &'a EmailAddress,
    /// The PHC string; empty when nobody can sign in with a password.
    pub(crate) password_hash: &'a str,
    /// The handle stands for it when there is none.
    pub(crate) display_name: Option<&'a DisplayName>,
    pub(crate) role: Role,
    pub(crate) status: AccountStatus,
    pub(crate) answer: Option<&'a Remark>,
}

impl App {
    /// Makes the rows, or says which name is somebody else's.
    pub(crate) async fn insert_account(
        &self,
        unit: &mut Writing,
        new: &NewAccount<'_>,
    ) -> Result<()> {
        let (now, key) = (self.now(), new.handle.key());
        if profiles::handle_taken(unit, &key, new.id, now).await? {
            return Err(Refused::Taken { field: "/handle" });
        }
        let inserted = accounts::insert(
            unit,
            new.id,
            new.email,
            &new.email.key(),
            new.password_hash,
            new.role,
            new.status,
            new.answer.map_or("", Remark::as_str),
            now,
        )
        .await?;
        if inserted == 0 {
            return Err(Refused::Taken { field: "/email" });
        }
        let as_handle = DisplayName::from_stored(new.handle.to_string());
        let name = new.display_name.unwrap_or(&as_handle);
        // Whoever had the handle long ago is no longer found by it.
        profiles::forget_handle(unit, &key).await?;
        if accounts::insert_profile(unit, new.id, new.handle, &key, name).await? == 0 {
            return Err(Refused::Taken { field: "/handle" });
        }
        index_person(unit, new.id).await
    }
}
