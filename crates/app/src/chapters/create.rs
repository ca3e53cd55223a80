//! A chapter begins.

use quire_domain::chapter::{ChapterKind, RevisionKind};
use quire_domain::id::{AccountId, ChapterId, RevisionId, StoryId, VolumeId};
use quire_domain::limits::CHAPTERS_PER_STORY;
use quire_domain::story::{CollaboratorRole, Warning};
use quire_domain::text::{AuthorNote, ChapterTitle};
use quire_store::chapters::{self, Chapter};
use quire_store::stories::{self, Story};
use quire_store::{Writing, revisions, transact};
use serde_json::json;

use super::order::set_order;
use super::slug::{free_slug, slug_of};
use super::text::{Prepared, prepare};
use crate::stories::{StoryRef, held, join_words};
use crate::{Actor, App, Refused, Result};

/// What a chapter begins with.
#[derive(Debug, Clone)]
pub struct NewChapter {
    /// Its title.
    pub title: ChapterTitle,
    /// What it is in its story.
    pub kind: ChapterKind,
    /// The volume it stands in.
    pub volume: Option<VolumeId>,
    /// Its text, Markdown; kept byte for byte.
    pub markdown: String,
    /// What stands before it; that of the story when nothing is said.
    pub note_before: Option<AuthorNote>,
    /// What stands after it; that of the story when nothing is said.
    pub note_after: Option<AuthorNote>,
    /// The warnings it adds to those of its story.
    pub warnings: Vec<Warning>,
    /// Its place among the chapters of the story that are not in the trash, from 1; the last when
    /// nothing is said or there are fewer.
    pub place: Option<u32>,
}

impl NewChapter {
    /// A plain chapter.
    pub fn titled(title: ChapterTitle, markdown: impl Into<String>) -> Self {
        Self {
            title,
            kind: ChapterKind::Chapter,
            volume: None,
            markdown: markdown.into(),
            note_before: None,
            note_after: None,
            warnings: Vec::new(),
            place: None,
        }
    }
}

impl App {
    /// Begins a chapter: a draft with its first revision.
    pub async fn create_chapter(
        &self,
        actor: &Actor,
        story: StoryId,
        new: &NewChapter,
    ) -> Result<Chapter> {
        let text = prepare(None, new.markdown.clone()).await?;
        transact!(self.store(), unit => {
            let story = held(unit, actor, &StoryRef::Id(story))
                .await?
                .may(CollaboratorRole::may_edit)?;
            let author = actor.account().ok_or(Refused::Unauthenticated)?;
            self.insert_chapter(unit, author, &story, new, &text).await
        })
    }

    /// Adds a chapter to a story that the caller may write.
    pub(crate) async fn insert_chapter(
        &self,
        unit: &mut Writing,
        author: AccountId,
        story: &Story,
        new: &NewChapter,
        text: &Prepared,
    ) -> Result<Chapter> {
        chapters::hold_order(unit, story.id).await?;
        if let Some(volume) = new.volume {
            refuse_unless_volume_of(unit, story.id, volume).await?;
        }
        let tail = chapters::tail(unit, story.id).await?;
        if usize::try_from(tail.count).is_ok_and(|count| count >= CHAPTERS_PER_STORY) {
            return Err(Refused::Conflict(format!(
                "a story may have at most {CHAPTERS_PER_STORY} chapters"
            )));
        }
        let now = self.now();
        let (id, revision): (ChapterId, RevisionId) = (self.make(), self.make());
        let slug = free_slug(unit, story.id, slug_of(&new.title, id), id).await?;
        chapters::insert(
            unit,
            id,
            story.id,
            new.volume,
            tail.position.saturating_add(chapters::POSITION_STEP),
            new.kind
                .is_numbered()
                .then(|| tail.number.saturating_add(1)),
            new.kind,
            &new.title,
            &slug,
            new.note_before
                .as_ref()
                .unwrap_or(&story.default_note_before),
            new.note_after.as_ref().unwrap_or(&story.default_note_after),
            &join_words(&new.warnings),
            revision,
            text.words,
            now,
        )
        .await?;
        revisions::insert(
            unit,
            revision,
            id,
            RevisionKind::Save,
            text.words,
            text.characters,
            author,
            now,
            &text.source,
            &text.blocks,
        )
        .await?;
        if let Some(place) = new.place {
            insert_at(unit, story.id, id, place).await?;
        }
        self.audit(
            unit,
            Some(author),
            "chapter.create",
            id.as_uuid(),
            &json!({}),
        )
        .await?;
        Self::changed_chapter(unit, id).await
    }
}

/// Moves a new chapter from the end to its place.
async fn insert_at(unit: &mut Writing, story: StoryId, id: ChapterId, place: u32) -> Result<()> {
    let mut order = chapters::order(unit, story).await?;
    order.retain(|other| *other != id);
    let before = usize::try_from(place.saturating_sub(1)).unwrap_or(usize::MAX);
    if before < order.len() {
        order.insert(before, id);
        set_order(unit, story, &order).await?;
    }
    Ok(())
}

/// A volume of another story is no volume.
pub(super) async fn refuse_unless_volume_of(
    unit: &mut Writing,
    story: StoryId,
    volume: VolumeId,
) -> Result<()> {
    let volumes = stories::volumes(unit, story).await?;
    if volumes.iter().any(|known| known.id == volume) {
        Ok(())
    } else {
        Err(Refused::field(
            "/volume",
            "unknown",
            "the story has no such volume",
        ))
    }
}
