//! A chapter goes to the trash and comes back.

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::ChapterId;
use quire_domain::slug::Slug;
use quire_domain::story::CollaboratorRole;
use quire_store::chapters::{self, Chapter};
use quire_store::{Writing, stories, transact};
use serde_json::json;

use super::access::{held_chapter, held_chapter_in_trash};
use super::slug::{free_slug, slug_of};
use crate::search::{index_chapter, relist};
use crate::{Actor, App, Refused, Result};

impl App {
    /// Puts a chapter in the trash, from where it can be restored for 30 days. `version` is the one
    /// the caller has seen, when they hold to one.
    pub async fn delete_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
        version: Option<i64>,
    ) -> Result<()> {
        let now = self.now();
        transact!(self.store(), unit => {
            let held = held_chapter(unit, actor, id)
                .await?
                .may(CollaboratorRole::may_publish)?;
            let held = match version {
                Some(version) => held.at(version)?,
                None => held,
            };
            let (chapter, owner) = (held.chapter, held.story.owner_id);
            chapters::hold_order(unit, chapter.story_id).await?;
            if chapter.published_at.is_some() {
                // Who knows the address is told that the chapter is gone, not shown another one.
                let (story, slug) = (chapter.story_id, &chapter.slug);
                chapters::remember_slug(unit, story, slug, id, now).await?;
            }
            // The owner stands for all authors: see `chapter_facts`.
            chapters::delete(unit, id, owner, now).await?;
            self.after_trash(unit, actor, &chapter, ("chapter.deleted", "chapter.delete"), now)
                .await
        })
    }

    /// Takes a chapter out of the trash, to the place and in the state it had; one that waited for
    /// its moment is a draft again.
    pub async fn restore_chapter(&self, actor: &Actor, id: ChapterId) -> Result<Chapter> {
        let now = self.now();
        transact!(self.store(), unit => {
            let chapter = held_chapter_in_trash(unit, actor, id)
                .await?
                .may(CollaboratorRole::may_publish)?
                .chapter;
            if chapter.deleted_at.is_none() {
                return Err(Refused::Transition(
                    "the chapter is not in the trash".to_owned(),
                ));
            }
            chapters::hold_order(unit, chapter.story_id).await?;
            let slug = slug_again(unit, &chapter).await?;
            chapters::restore(unit, id, &slug, now).await?;
            self.after_trash(unit, actor, &chapter, ("chapter.restored", "chapter.restore"), now)
                .await?;
            Self::changed_chapter(unit, id).await
        })
    }

    async fn after_trash(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        chapter: &Chapter,
        (event, action): (&'static str, &'static str),
        now: Timestamp,
    ) -> Result<()> {
        let (id, story) = (chapter.id.as_uuid(), chapter.story_id);
        chapters::renumber(unit, story).await?;
        if chapter.state == ChapterState::Published {
            stories::recount(unit, story, None, false).await?;
            relist(unit, story).await?;
            index_chapter(unit, chapter.id).await?;
        }
        let payload = json!({ "story": story });
        self.tell(unit, event, id, &payload, now).await?;
        self.audit(unit, actor.account(), action, id, &json!({}))
            .await
    }
}

/// The slug a chapter had, unless another chapter of the story has it now.
async fn slug_again(unit: &mut Writing, chapter: &Chapter) -> Result<Slug> {
    let (story, id) = (chapter.story_id, chapter.id);
    chapters::forget_slug(unit, story, &chapter.slug, id).await?;
    if chapters::slug_taken(unit, story, &chapter.slug).await? {
        free_slug(unit, story, slug_of(&chapter.title, id), id).await
    } else {
        Ok(chapter.slug.clone())
    }
}
