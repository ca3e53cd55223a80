//! The first administrator of a site, and those made at the shell. No password is ever a default.

use std::sync::atomic::Ordering;

use quire_domain::account::{AccountStatus, RegistrationMode, Role};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle, SiteName};
use quire_identity::code::SetupCode;
use quire_identity::password::{Password, StoredHash};
use quire_store::{Writing, accounts, setup, transact};
use serde_json::json;

use crate::accounts::NewAccount;
use crate::settings::SettingsChange;
use crate::{App, Refused, Result};

/// What an administrator begins with.
#[derive(Debug, Clone)]
pub struct NewAdmin {
    /// The handle.
    pub handle: Handle,
    /// The address.
    pub email: EmailAddress,
    /// The password: at least 15 characters.
    pub password: Password,
    /// The name to show; the handle when there is none.
    pub display_name: Option<DisplayName>,
}

/// What the setup page asks.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The first administrator.
    pub admin: NewAdmin,
    /// What the site is called.
    pub site_name: SiteName,
    /// Who may register.
    pub registration: RegistrationMode,
}

impl App {
    /// Whether nobody runs the site yet. Once somebody does, this is answered from memory.
    pub async fn setup_needed(&self) -> Result<bool> {
        if self.site().has_admin.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let mut unit = self.store().read().await?;
        let found = accounts::any_admin(&mut unit).await?;
        if found {
            self.site().admin_exists();
        }
        Ok(!found)
    }

    /// A new code for the setup page, in the place of any before it. For the operator's terminal.
    pub async fn issue_setup_code(&self) -> Result<SetupCode> {
        let code = SetupCode::generate(self.chance());
        let (digest, expires) = (code.digest(), self.now() + SetupCode::LIFETIME);
        let issued: Result<()> = transact!(self.store(), unit => {
            refuse_with_admin(unit).await?;
            setup::put(unit, digest.as_bytes(), SetupCode::ATTEMPTS, expires).await?;
            Result::Ok(())
        });
        issued.map(|()| code)
    }

    /// Makes the first administrator for who holds the setup code, as typed, and sets up the site.
    /// Works once. A wrong code costs one of its attempts; wrong fields cost none.
    pub async fn set_up(&self, code: &str, site: &Setup) -> Result<AccountId> {
        if !self.setup_needed().await? {
            return Err(already_set_up());
        }
        let code = SetupCode::parse(code)
            .map_err(|_form| wrong_code())?
            .digest();
        self.try_code(code.as_bytes()).await?;
        let hash = self.admin_hash(&site.admin).await?;
        let made: Result<AccountId> = transact!(self.store(), unit => {
            refuse_with_admin(unit).await?;
            if setup::consume(unit, code.as_bytes(), self.now()).await? == 0 {
                return Err(wrong_code());
            }
            let change = SettingsChange {
                name: Some(site.site_name.clone()),
                registration: Some(site.registration),
            };
            self.put_settings(unit, &change).await?;
            self.insert_admin(unit, &site.admin, &hash, "setup").await
        });
        if made.is_ok() {
            self.site().admin_exists();
            self.settings_changed();
        }
        made
    }

    /// Makes an administrator, for commands and the environment. No face may call this.
    pub async fn create_admin(&self, new: &NewAdmin) -> Result<AccountId> {
        let hash = self.admin_hash(new).await?;
        let made: Result<AccountId> = transact!(self.store(), unit => {
            setup::clear(unit).await?;
            self.insert_admin(unit, new, &hash, "shell").await
        });
        if made.is_ok() {
            self.site().admin_exists();
        }
        made
    }

    /// Takes the attempt before it looks, so that many guesses at once cannot be more than allowed.
    async fn try_code(&self, digest: &[u8; 32]) -> Result<()> {
        let now = self.now();
        let right: Result<bool> = transact!(self.store(), unit => {
            let right = setup::attempt(unit, now).await?.is_some_and(|known| known == digest);
            if right {
                setup::forgive(unit).await?;
            }
            Result::Ok(right)
        });
        if right? { Ok(()) } else { Err(wrong_code()) }
    }

    async fn admin_hash(&self, new: &NewAdmin) -> Result<StoredHash> {
        self.accept_password(&new.password, Role::Admin, &new.handle, &new.email)
            .await?;
        Ok(self.passwords().hash(&new.password, self.chance()).await?)
    }

    async fn insert_admin(
        &self,
        unit: &mut Writing,
        new: &NewAdmin,
        hash: &StoredHash,
        by: &'static str,
    ) -> Result<AccountId> {
        let id: AccountId = self.make();
        let account = NewAccount {
            id,
            handle: &new.handle,
            email: &new.email,
            password_hash: hash.as_str(),
            display_name: new.display_name.as_ref(),
            role: Role::Admin,
            status: AccountStatus::Active,
            answer: None,
        };
        self.insert_account(unit, &account).await?;
        self.audit(
            unit,
            Some(id),
            "admin.create",
            id.as_uuid(),
            &json!({ "by": by }),
        )
        .await?;
        Ok(id)
    }
}

async fn refuse_with_admin(unit: &mut Writing) -> Result<()> {
    if accounts::any_admin(unit).await? {
        return Err(already_set_up());
    }
    Ok(())
}

fn already_set_up() -> Refused {
    Refused::Transition("the site has an administrator already".to_owned())
}

fn wrong_code() -> Refused {
    let advice =
        "this setup code is not valid, or not any more; `quire admin setup-link` makes one";
    Refused::field("/code", "wrong", advice)
}
