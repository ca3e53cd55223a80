//! An owner changes a profile.

use quire_domain::account::{ProfileVisibility, Scope};
use quire_domain::limits::{HANDLE_RESERVED, HANDLES_KEPT};
use quire_domain::text::{Bio, DisplayName, Handle};
use quire_store::profiles::{self, Profile};
use quire_store::{Writing, transact};
use serde_json::json;

use crate::search::index_person;
use crate::{Actor, App, Refused, Result};

/// What to change of a profile; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// The handle.
    pub handle: Option<Handle>,
    /// The name.
    pub display_name: Option<DisplayName>,
    /// What the owner says, Markdown.
    pub bio: Option<Bio>,
    /// Who may see the details.
    pub visibility: Option<ProfileVisibility>,
    /// Whether it stands in the directory and in search.
    pub listed: Option<bool>,
}

impl App {
    /// Changes the actor's profile, when it still has the version given. The old handle leads to
    /// the new one and is nobody else's for 90 days.
    pub async fn change_profile(
        &self,
        actor: &Actor,
        version: i64,
        change: &ProfileChange,
    ) -> Result<Profile> {
        let (id, now) = (actor.signed_in(Scope::Write)?.id, self.now());
        let changed: Result<Profile> = transact!(self.store(), unit => {
            let profile = profiles::by_id(unit, id).await?.ok_or(Refused::NotFound)?;
            let stale = Refused::Stale {
                current: profile.version,
            };
            if profile.version != version {
                return Err(stale);
            }
            let handle = change.handle.as_ref().unwrap_or(&profile.handle);
            let renamed = handle.key() != profile.handle.key();
            if renamed {
                self.free_handle(unit, &profile, handle).await?;
            }
            let updated = profiles::update(
                unit,
                id,
                version,
                handle,
                &handle.key(),
                change.display_name.as_ref().unwrap_or(&profile.display_name),
                change.bio.as_ref().unwrap_or(&profile.bio),
                change.visibility.unwrap_or(profile.visibility),
                change.listed.unwrap_or(profile.listed),
            )
            .await?;
            if updated == 0 {
                return Err(stale);
            }
            index_person(unit, id).await?;
            self.tell(unit, "profile.changed", id.as_uuid(), &json!({}), now).await?;
            let detail = json!({ "renamed": renamed });
            self.audit(unit, Some(id), "profile.change", id.as_uuid(), &detail)
                .await?;
            profiles::by_id(unit, id).await?.ok_or(Refused::NotFound)
        });
        changed.map_err(|refused| refused.or_taken("/handle"))
    }

    /// Makes way for a new handle and keeps the old one.
    async fn free_handle(
        &self,
        unit: &mut Writing,
        profile: &Profile,
        handle: &Handle,
    ) -> Result<()> {
        let (id, now, key) = (profile.account_id, self.now(), handle.key());
        if profiles::handle_taken(unit, &key, id, now).await? {
            return Err(Refused::Taken { field: "/handle" });
        }
        profiles::forget_handle(unit, &key).await?;
        if profiles::handles_kept(unit, id, now).await? >= HANDLES_KEPT {
            return Err(Refused::field(
                "/handle",
                "too-often",
                "you changed your handle several times lately: take an old one back, or wait",
            ));
        }
        let (old, until) = (profile.handle.key(), now + HANDLE_RESERVED);
        profiles::remember_handle(unit, &old, id, until).await?;
        Ok(())
    }
}
