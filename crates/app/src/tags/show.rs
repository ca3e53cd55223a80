//! Tags are shown.

use quire_domain::id::TagId;
use quire_domain::slug::Slug;
use quire_domain::tag::TagKind;
use quire_store::Many;
use quire_store::tags::{self, Carried, Tag};
use uuid::Uuid;

use crate::stories::{StoryRef, readable};
use crate::{Actor, App, Page, PageRequest, Refused, Result};

/// A tag with those it belongs together with.
#[derive(Debug, Clone)]
pub struct TagPage {
    /// The tag.
    pub tag: Tag,
    /// The tag it is a synonym of; its list is the one to look at.
    pub canonical: Option<Tag>,
    /// Its synonyms.
    pub synonyms: Vec<Tag>,
}

impl App {
    /// The tag at an address. Forbidden ones are not found.
    pub async fn tag(&self, slug: &Slug) -> Result<TagPage> {
        let mut unit = self.store().read().await?;
        let tag = tags::by_slug(&mut unit, slug)
            .await?
            .filter(|tag| !tag.banned)
            .ok_or(Refused::NotFound)?;
        let canonical = match tag.canonical_id {
            Some(id) => tags::by_id(&mut unit, id).await?,
            None => None,
        };
        let mut synonyms = tags::synonyms(&mut unit, tag.id).await?;
        synonyms.retain(|synonym| !synonym.banned);
        Ok(TagPage {
            tag,
            canonical,
            synonyms,
        })
    }

    /// The tags in use, the most used first, of one kind or of all.
    pub async fn tags(&self, kind: Option<TagKind>, request: &PageRequest) -> Result<Page<Tag>> {
        let list = self.list("tags", &kind).await?;
        let top = (i64::MAX, TagId::from(Uuid::max()));
        let (usage, id) = list.after(request)?.unwrap_or(top);
        let mut unit = self.store().read().await?;
        let rows = match kind {
            None => tags::by_usage(&mut unit, usage, id, request.fetch()).await?,
            Some(kind) => {
                tags::by_usage_of_kind(&mut unit, kind, usage, id, request.fetch()).await?
            }
        };
        Ok(list.page(request, rows, |tag| (tag.usage_count, tag.id)))
    }

    /// The tags of a story the actor may have, in the author's order.
    pub async fn tags_of(&self, actor: &Actor, story: &StoryRef) -> Result<Vec<Carried>> {
        let mut unit = self.store().read().await?;
        let story = readable(&mut unit, actor, story).await?.story.id;
        Ok(tags::of_stories(&mut unit, Many(&[story])).await?)
    }
}
