//! Which chapter is meant, and whether the actor may have it.

use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::chapter::ChapterState;
use quire_domain::id::{AccountId, ChapterId};
use quire_domain::story::{CollaboratorRole, ModerationState};
use quire_domain::text::AuthorNote;
use quire_domain::visibility::{Access, ChapterFacts, Deletion, Viewer, can_read, is_listed};
use quire_store::chapters::{self, Chapter, ChapterLine};
use quire_store::stories::{self, Story};
use quire_store::{Unit, Writing};

use crate::stories::{facts, refuse_unless_shown, viewer};
use crate::{Actor, App, Refused, Result};

/// A chapter that the actor may have, and how much of it.
#[derive(Debug, Clone)]
pub struct ReadableChapter {
    /// The chapter. Readers do not see in it what only concerns its authors.
    pub chapter: Chapter,
    /// Its story.
    pub story: Story,
    /// Who asks, in relation to the story.
    pub viewer: Viewer,
    /// How much of it.
    pub access: Access,
}

impl ReadableChapter {
    /// Whether the chapter stands in public lists, so that search engines may name it.
    pub fn is_listed(&self) -> bool {
        self.chapter.state == ChapterState::Published
            && self.chapter.mod_state == ModerationState::Ok
            && is_listed(facts(&self.story))
    }
}

pub(crate) fn chapter_facts(story: &Story, chapter: &Chapter) -> ChapterFacts {
    ChapterFacts {
        state: chapter.state,
        moderation: chapter.mod_state,
        deletion: deletion(story, chapter.deleted_at, chapter.deleted_by),
    }
}

/// Whether a chapter of a list may be shown to a viewer.
pub(super) fn line_shown(viewer: &Viewer, story: &Story, line: &ChapterLine) -> bool {
    let chapter = ChapterFacts {
        state: line.state,
        moderation: line.mod_state,
        deletion: deletion(story, line.deleted_at, line.deleted_by),
    };
    can_read(viewer, facts(story), Some(chapter)).shows_metadata()
}

fn deletion(story: &Story, at: Option<Timestamp>, by: Option<AccountId>) -> Deletion {
    match at {
        None => Deletion::None,
        Some(_) if by == Some(story.owner_id) => Deletion::ByAuthor,
        Some(_) => Deletion::ByOther,
    }
}

/// The chapter when the actor may have at least its title; the fitting refusal otherwise.
pub(crate) async fn readable_chapter(
    unit: &mut impl Unit,
    actor: &Actor,
    id: ChapterId,
) -> Result<ReadableChapter> {
    let chapter = chapters::by_id(unit, id).await?.ok_or(Refused::NotFound)?;
    let story = stories::by_id(unit, chapter.story_id)
        .await?
        .ok_or(Refused::NotFound)?;
    let viewer = viewer(unit, actor, &story).await?;
    shown_to(viewer, story, chapter)
}

/// What a viewer has of a chapter that was found.
pub(crate) fn shown_to(viewer: Viewer, story: Story, chapter: Chapter) -> Result<ReadableChapter> {
    let access = can_read(
        &viewer,
        facts(&story),
        Some(chapter_facts(&story, &chapter)),
    );
    refuse_unless_shown(access)?;
    let mut chapter = chapter;
    if !viewer.sees_everything() {
        chapter = as_readers_see(chapter);
    }
    if !access.shows_text() {
        chapter = without_notes(chapter);
    }
    Ok(ReadableChapter {
        chapter,
        story,
        viewer,
        access,
    })
}

/// A chapter without what tells of its unpublished text.
fn as_readers_see(chapter: Chapter) -> Chapter {
    Chapter {
        head_revision_id: None,
        word_count: chapter.live_word_count,
        publish_at: None,
        queued: false,
        ..chapter
    }
}

/// The notes around a text are part of what an adult has to confirm to be one for.
fn without_notes(chapter: Chapter) -> Chapter {
    Chapter {
        note_before: AuthorNote::from_stored(String::new()),
        note_after: AuthorNote::from_stored(String::new()),
        ..chapter
    }
}

/// A chapter with its story and the actor's role: the proof a writing verb works with.
pub(crate) struct HeldChapter {
    pub(crate) chapter: Chapter,
    pub(crate) story: Story,
    pub(crate) role: CollaboratorRole,
}

impl HeldChapter {
    /// Holds the actor to a right of the role.
    pub(crate) fn may(self, right: fn(CollaboratorRole) -> bool) -> Result<Self> {
        if right(self.role) {
            Ok(self)
        } else {
            Err(Refused::Forbidden(
                "your role in this story does not allow this",
            ))
        }
    }

    /// Holds the caller to the version they have seen.
    pub(crate) fn at(self, version: i64) -> Result<Self> {
        if self.chapter.version == version {
            Ok(self)
        } else {
            Err(Refused::Stale {
                current: self.chapter.version,
            })
        }
    }
}

/// The chapter with the actor's role. Whoever has no role and may not read it learns nothing of it.
/// Chapters in the trash, and of stories in the trash, are not held; [`held_chapter_in_trash`] is
/// for the former.
pub(crate) async fn held_chapter(
    unit: &mut impl Unit,
    actor: &Actor,
    id: ChapterId,
) -> Result<HeldChapter> {
    let held = held_chapter_in_trash(unit, actor, id).await?;
    if held.chapter.deleted_at.is_some() {
        return Err(Refused::Gone);
    }
    Ok(held)
}

/// [`held_chapter`], also for chapters in the trash.
pub(crate) async fn held_chapter_in_trash(
    unit: &mut impl Unit,
    actor: &Actor,
    id: ChapterId,
) -> Result<HeldChapter> {
    actor.signed_in(Scope::Write)?;
    let ReadableChapter {
        chapter,
        story,
        viewer,
        ..
    } = readable_chapter(unit, actor, id).await?;
    let role = viewer
        .collaborator
        .ok_or(Refused::Forbidden("only its authors may change a chapter"))?;
    if story.deleted_at.is_some() {
        return Err(Refused::Gone);
    }
    Ok(HeldChapter {
        chapter,
        story,
        role,
    })
}

impl App {
    /// The chapter somebody asks for by its id.
    pub async fn chapter(&self, actor: &Actor, id: ChapterId) -> Result<ReadableChapter> {
        let mut unit = self.store().read().await?;
        readable_chapter(&mut unit, actor, id).await
    }

    /// A chapter as it stands after a verb has changed it.
    pub(crate) async fn changed_chapter(unit: &mut Writing, id: ChapterId) -> Result<Chapter> {
        chapters::by_id(unit, id).await?.ok_or(Refused::NotFound)
    }
}
