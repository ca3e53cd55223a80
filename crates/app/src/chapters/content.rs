//! The text of a chapter, for those who may read it.

use std::sync::Arc;

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, RevisionId};
use quire_domain::story::CollaboratorRole;
pub use quire_prose::{Block, BlockKind, RENDER_VERSION};
use quire_store::chapters::{self, ChapterLine};
use quire_store::{Reading, Unit};

use super::access::{ReadableChapter, line_shown, readable_chapter};
use super::text::text_of;
use crate::{Actor, App, Refused, Result};

/// Which of a chapter's texts is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// The one readers get.
    Live,
    /// The newest one, for those who write the story or read its drafts.
    Head,
    /// A kept one, for those who write the chapter.
    Revision(RevisionId),
}

/// A chapter with its text as blocks.
#[derive(Debug, Clone)]
pub struct ChapterText {
    /// The chapter.
    pub readable: ReadableChapter,
    /// Which revision the text is.
    pub revision: RevisionId,
    /// The text.
    pub blocks: Arc<[Block]>,
}

/// A chapter with its text as its author wrote it.
#[derive(Debug, Clone)]
pub struct ChapterSource {
    /// The chapter.
    pub readable: ReadableChapter,
    /// Which revision the text is.
    pub revision: RevisionId,
    /// The Markdown, byte for byte.
    pub markdown: String,
}

/// A chapter as a page shows it.
#[derive(Debug, Clone)]
pub struct ChapterPage {
    /// The chapter.
    pub readable: ReadableChapter,
    /// Its text; `None` when the reader has to confirm their age first.
    pub blocks: Option<Arc<[Block]>>,
    /// The published chapter before it.
    pub previous: Option<ChapterLine>,
    /// The published chapter after it.
    pub next: Option<ChapterLine>,
    /// Behind the last chapter: when the next one comes out, where readers can count on it.
    pub upcoming: Option<Timestamp>,
}

/// The revision that is meant, when the actor may have it. Readers have the live one, whatever
/// they ask for by name; of the others they learn nothing.
fn choose(readable: &ReadableChapter, edition: Option<Edition>) -> Result<RevisionId> {
    let chapter = &readable.chapter;
    let (live, head) = (chapter.live_revision_id, chapter.head_revision_id);
    let role = readable.viewer.collaborator;
    let revision = match edition {
        None if chapter.state == ChapterState::Published || !readable.viewer.sees_everything() => {
            live
        }
        None | Some(Edition::Head) if readable.viewer.sees_everything() => head,
        Some(Edition::Live) => live,
        Some(Edition::Revision(id)) if role.is_some_and(CollaboratorRole::may_edit) => Some(id),
        Some(Edition::Revision(id)) => [live, head]
            .into_iter()
            .flatten()
            .find(|known| *known == id),
        None | Some(Edition::Head) => None,
    };
    revision.ok_or(Refused::NotFound)
}

fn refuse_unless_text_shown(readable: &ReadableChapter) -> Result<()> {
    if readable.access.shows_text() {
        Ok(())
    } else {
        Err(Refused::Forbidden(
            "confirm that you are an adult to read this",
        ))
    }
}

/// A revision that was asked for by its id belongs to the chapter, or there is none.
async fn refuse_unless_of(
    unit: &mut impl Unit,
    chapter: ChapterId,
    edition: Option<Edition>,
) -> Result<()> {
    if let Some(Edition::Revision(id)) = edition {
        quire_store::revisions::line(unit, chapter, id)
            .await?
            .ok_or(Refused::NotFound)?;
    }
    Ok(())
}

impl App {
    /// A chapter's text as HTML blocks. When no edition is named, the live one of a published
    /// chapter, otherwise the newest.
    pub async fn chapter_text(
        &self,
        actor: &Actor,
        id: ChapterId,
        edition: Option<Edition>,
    ) -> Result<ChapterText> {
        let (readable, revision) = {
            let mut unit = self.store().read().await?;
            let readable = readable_chapter(&mut unit, actor, id).await?;
            refuse_unless_text_shown(&readable)?;
            let revision = choose(&readable, edition)?;
            refuse_unless_of(&mut unit, id, edition).await?;
            (readable, revision)
        };
        Ok(ChapterText {
            blocks: self.blocks_of(revision).await?,
            readable,
            revision,
        })
    }

    /// A chapter's Markdown: for those who write the story or read its drafts, and for its readers
    /// when the story may be downloaded.
    pub async fn chapter_source(
        &self,
        actor: &Actor,
        id: ChapterId,
        edition: Option<Edition>,
    ) -> Result<ChapterSource> {
        let mut unit = self.store().read().await?;
        let readable = readable_chapter(&mut unit, actor, id).await?;
        refuse_unless_text_shown(&readable)?;
        if !readable.viewer.sees_everything() && !readable.story.download {
            return Err(Refused::Forbidden("this story may not be downloaded"));
        }
        let revision = choose(&readable, edition)?;
        refuse_unless_of(&mut unit, id, edition).await?;
        let markdown = text_of(&mut unit, revision).await?.source;
        Ok(ChapterSource {
            readable,
            revision,
            markdown,
        })
    }

    /// A chapter as a page shows it, with its neighbours. `edition` as in [`App::chapter_text`].
    pub async fn chapter_page(
        &self,
        actor: &Actor,
        id: ChapterId,
        edition: Option<Edition>,
    ) -> Result<ChapterPage> {
        let mut unit = self.store().read().await?;
        let readable = readable_chapter(&mut unit, actor, id).await?;
        self.page_of(unit, readable, edition).await
    }

    /// The page of a chapter that was found at its address.
    pub async fn page_of_found(&self, readable: ReadableChapter) -> Result<ChapterPage> {
        self.page_of(self.store().read().await?, readable, None)
            .await
    }

    async fn page_of(
        &self,
        mut unit: Reading,
        readable: ReadableChapter,
        edition: Option<Edition>,
    ) -> Result<ChapterPage> {
        let (previous, next) = neighbours(&mut unit, &readable).await?;
        let upcoming = match next {
            Some(_) => None,
            None => chapters::upcoming(&mut unit, readable.story.id).await?,
        };
        let revision = if readable.access.shows_text() {
            refuse_unless_of(&mut unit, readable.chapter.id, edition).await?;
            Some(choose(&readable, edition)?)
        } else {
            None
        };
        drop(unit);
        Ok(ChapterPage {
            upcoming,
            blocks: match revision {
                Some(revision) => Some(self.blocks_of(revision).await?),
                None => None,
            },
            readable,
            previous,
            next,
        })
    }

    /// The published chapters before and after one that the actor has.
    pub async fn neighbours(
        &self,
        readable: &ReadableChapter,
    ) -> Result<(Option<ChapterLine>, Option<ChapterLine>)> {
        neighbours(&mut self.store().read().await?, readable).await
    }
}

async fn neighbours(
    unit: &mut impl Unit,
    readable: &ReadableChapter,
) -> Result<(Option<ChapterLine>, Option<ChapterLine>)> {
    let chapter = &readable.chapter;
    let (story, position, id) = (chapter.story_id, chapter.position, chapter.id);
    let previous = chapters::previous_published(unit, story, position, id).await?;
    let next = chapters::next_published(unit, story, position, id).await?;
    let shown = |line: &ChapterLine| line_shown(&readable.viewer, &readable.story, line);
    Ok((previous.filter(shown), next.filter(shown)))
}
