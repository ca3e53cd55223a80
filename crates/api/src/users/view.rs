//! A profile as the API shows it.

use quire_app::profiles::{Profile, ShownProfile};
use serde::Serialize;
use utoipa::ToSchema;

/// A member, as the caller may see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserView {
    /// The account.
    pub id: String,
    /// Its handle.
    pub handle: String,
    /// Its name.
    pub display_name: String,
    /// The rest; `null` when its owner does not show it to the caller.
    pub details: Option<UserDetails>,
}

/// What the owner of a profile may hide.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserDetails {
    /// What the owner says, Markdown.
    pub bio: String,
    /// Since when the account is here.
    pub joined_at: String,
    /// Accounts that follow it.
    pub follower_count: i64,
    /// Stories in public lists.
    pub story_count: i64,
}

impl From<ShownProfile> for UserView {
    fn from(shown: ShownProfile) -> Self {
        Self {
            id: shown.id.to_string(),
            handle: shown.handle.to_string(),
            display_name: shown.display_name.to_string(),
            details: shown.details.map(|details| UserDetails {
                bio: details.bio.to_string(),
                joined_at: details.joined_at.to_string(),
                follower_count: details.follower_count,
                story_count: details.story_count,
            }),
        }
    }
}

/// A profile as its owner changes it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnProfileView {
    /// The account.
    pub id: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
    /// What the owner says, Markdown.
    pub bio: String,
    /// Who may see the details.
    pub visibility: &'static str,
    /// Whether it stands in the directory and in search.
    pub listed: bool,
    /// Counts changes; the `ETag` is `"v{version}"`.
    pub version: i64,
}

impl From<&Profile> for OwnProfileView {
    fn from(profile: &Profile) -> Self {
        Self {
            id: profile.account_id.to_string(),
            handle: profile.handle.to_string(),
            display_name: profile.display_name.to_string(),
            bio: profile.bio.to_string(),
            visibility: profile.visibility.as_str(),
            listed: profile.listed,
            version: profile.version,
        }
    }
}
