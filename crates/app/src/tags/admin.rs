//! Administrators bring tags together and forbid some.

use quire_domain::id::{StoryId, TagId};
use quire_store::tags::{self, Tag};
use quire_store::{Unit, transact};
use serde_json::json;
use uuid::Uuid;

use super::implied::carry_anew;
use crate::{Actor, App, Refused, Result};

/// Stories whose rows are written anew in one unit.
const AT_ONCE: i64 = 100;

impl App {
    /// Makes a tag a synonym of a canonical one, or a tag of its own again. Lists by the canonical
    /// tag then hold the stories of both; until all of these have been gone through, which takes
    /// longer the more there are, the lists are not complete.
    pub async fn set_canonical_tag(
        &self,
        actor: &Actor,
        tag: TagId,
        canonical: Option<TagId>,
    ) -> Result<Tag> {
        let admin = actor.admin()?.id;
        let changed: Result<Tag> = transact!(self.store(), unit => {
            find(unit, tag).await?;
            if let Some(canonical) = canonical {
                check(unit, tag, canonical).await?;
            }
            tags::set_canonical(unit, tag, canonical).await?;
            let detail = json!({ "canonical": canonical });
            self.audit(unit, Some(admin), "tag.set_canonical", tag.as_uuid(), &detail)
                .await?;
            find(unit, tag).await
        });
        let changed = changed?;
        let mut after = StoryId::from(Uuid::nil());
        loop {
            let some = {
                let mut unit = self.store().read().await?;
                tags::stories_with(&mut unit, tag, after, AT_ONCE).await?
            };
            let Some(last) = some.last() else { break };
            after = *last;
            let carried: Result<()> = transact!(self.store(), unit => {
                for story in &some {
                    carry_anew(unit, *story).await?;
                }
                Ok::<_, Refused>(())
            });
            carried?;
        }
        Ok(changed)
    }

    /// Forbids a tag, or allows it again. Stories that carry a forbidden tag do not show it.
    pub async fn ban_tag(&self, actor: &Actor, tag: TagId, banned: bool) -> Result<Tag> {
        let admin = actor.admin()?.id;
        transact!(self.store(), unit => {
            find(unit, tag).await?;
            tags::set_banned(unit, tag, banned).await?;
            let detail = json!({ "banned": banned });
            self.audit(unit, Some(admin), "tag.ban", tag.as_uuid(), &detail)
                .await?;
            find(unit, tag).await
        })
    }
}

async fn find(unit: &mut impl Unit, tag: TagId) -> Result<Tag> {
    tags::by_id(unit, tag).await?.ok_or(Refused::NotFound)
}

/// A canonical tag is nobody's synonym, and a synonym has none of its own (invariant I9).
async fn check(unit: &mut impl Unit, tag: TagId, canonical: TagId) -> Result<()> {
    let refuse = |why: &str| Err(Refused::field("/canonical", "not-allowed", why));
    let Some(other) = tags::by_id(unit, canonical).await? else {
        return refuse("there is no such tag");
    };
    if other.id == tag {
        return refuse("a tag is no synonym of itself");
    }
    if other.banned {
        return refuse("the canonical tag is forbidden");
    }
    if other.canonical_id.is_some() {
        return refuse("the canonical tag is a synonym itself: name the tag it stands for");
    }
    if !tags::synonyms(unit, tag).await?.is_empty() {
        return refuse("the tag has synonyms of its own: give them another canonical tag first");
    }
    Ok(())
}
