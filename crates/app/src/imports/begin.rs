//! The rows of an imported story, written while nobody can see it.
//!
//! The story is a draft without any collaborator: every reading path asks for one of the two.

use std::ops::Range;

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, ChapterId, RevisionId, StoryId, VolumeId};
use quire_domain::slug::Slug;
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_store::chapters::POSITION_STEP;
use quire_store::{Writing, imports, stories};

use super::addresses::Addresses;
use super::manuscript::Ready;
use super::placement::Placement;
use crate::search::index_chapter;
use crate::stories::free_slug;
use crate::{App, Refused, Result};

/// What a book does not say about the story it becomes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) audience: Audience,
    pub(crate) rating: Rating,
    pub(crate) warnings_answer: WarningsAnswer,
    pub(crate) ai_use: AiUse,
    pub(crate) original: bool,
}

/// A story that is being written and that nobody sees.
pub(crate) struct Fresh {
    pub(crate) story: StoryId,
    pub(crate) author: AccountId,
    pub(crate) volumes: Vec<VolumeId>,
    pub(crate) chapters: Vec<FreshChapter>,
    /// When its rows were made.
    pub(crate) at: Timestamp,
}

/// What a chapter has before its row is written.
pub(crate) struct FreshChapter {
    pub(crate) id: ChapterId,
    pub(crate) revision: RevisionId,
    pub(crate) placement: Placement,
    slug: Slug,
    position: i64,
    number: Option<i64>,
}

impl App {
    /// Gives a book ids, addresses and numbers; writes nothing.
    pub(crate) fn fresh(&self, author: AccountId, book: &Ready, placements: &[Placement]) -> Fresh {
        let (mut addresses, mut position, mut last) = (Addresses::default(), 0_i64, 0_i64);
        let placed = placements
            .iter()
            .copied()
            .chain(std::iter::repeat(Placement::Draft));
        let chapters = book
            .chapters
            .iter()
            .zip(placed)
            .map(|(chapter, placement)| {
                let id = self.make();
                position = position.saturating_add(POSITION_STEP);
                let number = chapter.kind.is_numbered().then(|| {
                    last = last.saturating_add(1);
                    last
                });
                FreshChapter {
                    id,
                    revision: self.make(),
                    placement,
                    slug: addresses.give(chapter.slug.as_deref(), &chapter.title, id),
                    position,
                    number,
                }
            })
            .collect();
        Fresh {
            story: self.make(),
            author,
            volumes: book.volumes.iter().map(|_| self.make()).collect(),
            chapters,
            at: self.now(),
        }
    }

    /// Writes the story and its volumes.
    pub(crate) async fn begin_story(
        &self,
        unit: &mut Writing,
        fresh: &Fresh,
        book: &Ready,
        look: Look,
    ) -> Result<()> {
        let slug = free_slug(unit, &book.title, fresh.story).await?;
        let inserted = stories::insert(
            unit,
            fresh.story,
            &slug,
            &book.title,
            &book.blurb,
            &book.language,
            fresh.author,
            look.audience,
            look.rating,
            look.warnings_answer,
            "",
            look.ai_use,
            look.original,
            &book.license,
            fresh.at,
        )
        .await?;
        if inserted == 0 {
            return Err(Refused::Store(quire_store::Error::Conflict(
                "another story took the slug".to_owned(),
            )));
        }
        for ((id, title), position) in fresh.volumes.iter().zip(&book.volumes).zip(1_i64..) {
            stories::insert_volume(unit, *id, fresh.story, position, title).await?;
        }
        Ok(())
    }

    /// Writes some of the chapters with their texts.
    pub(crate) async fn write_chapters(
        &self,
        unit: &mut Writing,
        fresh: &Fresh,
        book: &Ready,
        range: Range<usize>,
    ) -> Result<()> {
        let rows = fresh.chapters.iter().zip(&book.chapters);
        for (row, chapter) in rows.skip(range.start).take(range.len()) {
            let volume = chapter.volume.and_then(|index| fresh.volumes.get(index));
            let published = row.placement.published_at();
            imports::insert_chapter(
                unit,
                row.id,
                fresh.story,
                volume.copied(),
                row.position,
                row.number,
                chapter.kind,
                &chapter.title,
                &row.slug,
                &chapter.note_before,
                &chapter.note_after,
                row.revision,
                published.map(|_| row.revision),
                row.placement.state(),
                row.placement.publish_at(),
                published,
                row.placement == Placement::Queued,
                published.is_some(),
                chapter.text.words,
                published.map_or(0, |_| chapter.text.words),
                fresh.at,
            )
            .await?;
            imports::insert_revision(
                unit,
                row.revision,
                row.id,
                row.placement.revision_kind(),
                chapter.text.words,
                chapter.text.characters,
                fresh.author,
                fresh.at,
                &chapter.text.source,
                &chapter.text.blocks,
            )
            .await?;
            if published.is_some() {
                index_chapter(unit, row.id).await?;
            }
        }
        Ok(())
    }
}
