//! The chapters of a story, as far as somebody may see them.

use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::limits::CHAPTERS_PER_STORY;
use quire_domain::story::CollaboratorRole;
use quire_store::chapters::{self, ChapterLine};
use quire_store::stories::Volume;
use quire_store::tags::{self, Carried};
use quire_store::{Many, Unit};

use super::access::line_shown;
use crate::stories::{Readable, StoryRef, readable};
use crate::volumes::shown_volumes;
use crate::{Actor, App, Page, PageRequest, Refused, Result};

/// The place before the first chapter.
const START: (i64, uuid::Uuid) = (i64::MIN, uuid::Uuid::nil());

/// Everything a story's own page says of its chapters.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The story, and who asks.
    pub readable: Readable,
    /// Its chapters, in order.
    pub chapters: Vec<ChapterLine>,
    /// Its volumes, in order; for readers those with a chapter they can see.
    pub volumes: Vec<Volume>,
    /// When the next chapter comes out, of a story with a release plan.
    pub upcoming: Option<Timestamp>,
    /// Its tags, in the author's order.
    pub tags: Vec<Carried>,
}

/// A chapter of a list without what tells of its unpublished text.
fn as_readers_see(line: ChapterLine) -> ChapterLine {
    ChapterLine {
        word_count: line.live_word_count,
        pending: false,
        queued: false,
        ..line
    }
}

/// The chapters after a place: of the authors all, of readers those they may read.
async fn lines(
    unit: &mut impl Unit,
    readable: &Readable,
    (position, id): (i64, ChapterId),
    limit: i64,
) -> Result<Vec<ChapterLine>> {
    let story = &readable.story;
    if readable.viewer.sees_everything() {
        return Ok(chapters::page(unit, story.id, position, id, limit).await?);
    }
    let rows = chapters::published(unit, story.id, position, id, limit).await?;
    Ok(rows.into_iter().map(as_readers_see).collect())
}

fn shown(readable: &Readable, lines: Vec<ChapterLine>) -> Vec<ChapterLine> {
    let mut lines = lines;
    lines.retain(|line| line_shown(&readable.viewer, &readable.story, line));
    lines
}

impl App {
    /// One page of a story's chapters, in order.
    pub async fn chapters_of(
        &self,
        actor: &Actor,
        story: &StoryRef,
        page: &PageRequest,
    ) -> Result<Page<ChapterLine>> {
        let mut unit = self.store().read().await?;
        let readable = readable(&mut unit, actor, story).await?;
        let list = self
            .list(
                "chapters",
                &(readable.story.id, readable.viewer.sees_everything()),
            )
            .await?;
        let after = list.after(page)?;
        let after = after.unwrap_or((START.0, ChapterId::from(START.1)));
        let rows = lines(&mut unit, &readable, after, page.fetch()).await?;
        let page = list.page(page, rows, |line| (line.position, line.id));
        Ok(Page {
            items: shown(&readable, page.items),
            next: page.next,
        })
    }

    /// A story with all of its chapters and volumes.
    pub async fn contents(&self, actor: &Actor, story: &StoryRef) -> Result<Contents> {
        let mut unit = self.store().read().await?;
        let readable = readable(&mut unit, actor, story).await?;
        let limit = i64::try_from(CHAPTERS_PER_STORY).unwrap_or(i64::MAX);
        let start = (START.0, ChapterId::from(START.1));
        let rows = lines(&mut unit, &readable, start, limit).await?;
        Ok(Contents {
            chapters: shown(&readable, rows),
            volumes: shown_volumes(&mut unit, &readable).await?,
            upcoming: chapters::upcoming(&mut unit, readable.story.id).await?,
            tags: tags::of_stories(&mut unit, Many(&[readable.story.id])).await?,
            readable,
        })
    }

    /// The chapters of a story in the trash, in the order they had, for those who may restore them.
    pub async fn chapter_trash(
        &self,
        actor: &Actor,
        story: StoryId,
        page: &PageRequest,
    ) -> Result<Page<ChapterLine>> {
        actor.signed_in(Scope::Read)?;
        let list = self.list("chapter_trash", &story).await?;
        let (position, id) = list
            .after(page)?
            .unwrap_or((START.0, ChapterId::from(START.1)));
        let mut unit = self.store().read().await?;
        let readable = readable(&mut unit, actor, &StoryRef::Id(story)).await?;
        let role = readable.viewer.collaborator;
        if !role.is_some_and(CollaboratorRole::may_publish) {
            return Err(Refused::Forbidden(
                "only those who may restore chapters see the trash",
            ));
        }
        let rows = chapters::trash(&mut unit, story, position, id, page.fetch()).await?;
        Ok(list.page(page, rows, |line| (line.position, line.id)))
    }
}
