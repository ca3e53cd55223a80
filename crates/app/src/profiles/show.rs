//! A profile is shown to who may see it.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, ProfileVisibility, Scope};
use quire_domain::id::AccountId;
use quire_domain::text::{Bio, DisplayName, Handle};
use quire_store::profiles::{self, Profile};
use quire_store::{Unit, follows};

use crate::{Actor, App, Refused, Result};

/// A profile as somebody sees it.
#[derive(Debug, Clone)]
pub struct ShownProfile {
    /// The account.
    pub id: AccountId,
    /// Its handle.
    pub handle: Handle,
    /// Its name.
    pub display_name: DisplayName,
    /// The rest, for those its owner shows it to.
    pub details: Option<ProfileDetails>,
}

/// What the owner of a profile may hide.
#[derive(Debug, Clone)]
pub struct ProfileDetails {
    /// What the owner says, Markdown.
    pub bio: Bio,
    /// Since when the account is here.
    pub joined_at: Timestamp,
    /// Accounts that follow it.
    pub follower_count: i64,
    /// Stories in public lists; more than [`STORIES_COUNTED`] are not counted.
    pub story_count: i64,
}

/// What is found at a handle.
#[derive(Debug, Clone)]
pub enum ProfileAt {
    /// The profile.
    Here(Box<ShownProfile>),
    /// It has another handle now.
    Moved(Handle),
}

/// The most stories that are counted for a profile.
pub const STORIES_COUNTED: i64 = 10_000;

impl App {
    /// The profile at a handle, or where it went. Banned accounts, and those that wait to be let
    /// in, are not found.
    pub async fn profile(&self, actor: &Actor, handle: &Handle) -> Result<ProfileAt> {
        let (mut unit, key) = (self.store().read().await?, handle.key());
        let found = profiles::by_handle(&mut unit, &key).await?;
        if let Some(profile) = found.filter(is_shown) {
            let shown = show(&mut unit, actor, profile).await?;
            return Ok(ProfileAt::Here(Box::new(shown)));
        }
        let moved = profiles::by_old_handle(&mut unit, &key)
            .await?
            .filter(is_shown);
        let moved = moved.ok_or(Refused::NotFound)?;
        Ok(ProfileAt::Moved(moved.handle))
    }

    /// The actor's own profile, with its version.
    pub async fn own_profile(&self, actor: &Actor) -> Result<Profile> {
        let id = actor.signed_in(Scope::Read)?.id;
        let mut unit = self.store().read().await?;
        profiles::by_id(&mut unit, id)
            .await?
            .ok_or(Refused::NotFound)
    }
}

const fn is_shown(profile: &Profile) -> bool {
    matches!(
        profile.status,
        AccountStatus::Active | AccountStatus::Suspended
    )
}

async fn show(unit: &mut impl Unit, actor: &Actor, profile: Profile) -> Result<ShownProfile> {
    let id = profile.account_id;
    let details = if sees_details(unit, actor, &profile).await? {
        Some(ProfileDetails {
            story_count: profiles::listed_stories(unit, id, STORIES_COUNTED).await?,
            bio: profile.bio,
            joined_at: profile.created_at,
            follower_count: profile.follower_count,
        })
    } else {
        None
    };
    Ok(ShownProfile {
        id,
        handle: profile.handle,
        display_name: profile.display_name,
        details,
    })
}

async fn sees_details(unit: &mut impl Unit, actor: &Actor, profile: &Profile) -> Result<bool> {
    let owner = profile.account_id;
    if actor.account() == Some(owner) {
        return Ok(true);
    }
    match (profile.visibility, actor.account()) {
        (ProfileVisibility::Public, _) => Ok(true),
        (ProfileVisibility::Followers, Some(id)) => {
            Ok(follows::follows_user(unit, id, owner).await?)
        }
        (ProfileVisibility::Followers, None) | (ProfileVisibility::Private, _) => Ok(false),
    }
}
