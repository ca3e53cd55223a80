//! An account as its owner sees it.

use quire_app::accounts::Account;
use quire_app::profiles::Profile;
use serde::Serialize;
use utoipa::ToSchema;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// Its id.
    pub id: String,
    /// Its handle.
    pub handle: String,
    /// Its name.
    pub display_name: String,
    /// Its e-mail address.
    pub email: String,
    /// What it may do beyond its own works.
    pub role: &'static str,
    /// Where it stands.
    pub status: &'static str,
    /// Whether its owner has confirmed to be an adult.
    pub age_confirmed: bool,
    /// When it was made.
    pub created_at: String,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.to_string(),
            handle: account.handle.to_string(),
            display_name: account.display_name.to_string(),
            email: account.email.to_string(),
            role: account.role.as_str(),
            status: account.status.as_str(),
            age_confirmed: account.age_confirmed,
            created_at: account.created_at.to_string(),
        }
    }
}

/// The caller's own account and profile.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeView {
    /// The account's id.
    pub id: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
    /// What the owner says, Markdown.
    pub bio: String,
    /// Who may see the details of the profile.
    pub visibility: &'static str,
    /// Whether it stands in the directory and in search.
    pub listed: bool,
    /// Accounts that follow it.
    pub follower_count: i64,
    /// The e-mail address.
    pub email: String,
    /// What the account may do beyond its own works.
    pub role: &'static str,
    /// Where it stands.
    pub status: &'static str,
    /// Whether its owner has confirmed to be an adult.
    pub age_confirmed: bool,
    /// When it was made.
    pub created_at: String,
    /// Counts changes of the profile; the `ETag` is `"v{version}"`.
    pub version: i64,
}

impl MeView {
    pub fn of(account: &Account, profile: &Profile) -> Self {
        Self {
            id: account.id.to_string(),
            handle: profile.handle.to_string(),
            display_name: profile.display_name.to_string(),
            bio: profile.bio.to_string(),
            visibility: profile.visibility.as_str(),
            listed: profile.listed,
            follower_count: profile.follower_count,
            email: account.email.to_string(),
            role: account.role.as_str(),
            status: account.status.as_str(),
            age_confirmed: account.age_confirmed,
            created_at: account.created_at.to_string(),
            version: profile.version,
        }
    }
}
