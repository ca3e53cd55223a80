//! Reports are kept, shown and forgotten.

use std::collections::BTreeMap;

use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::id::{AccountId, ChapterId, StoryId};
use quire_domain::limits::PROGRESS_BATCH;
use quire_domain::progress::{ChapterProgress, Fraction, Position, Progress};
use quire_domain::ranking::EngagementKind;
use quire_store::reading::{self, Place};
use quire_store::{Many, Unit, Writing, transact};

use super::report::{Report, placed};
use crate::engagements::engage;
use crate::{Actor, App, Refused, Result};

/// Where a reader is in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryProgress {
    /// The story.
    pub story: StoryId,
    /// Where to continue.
    pub current: Position,
    /// The furthest in reading order.
    pub furthest: Position,
}

impl App {
    /// Keeps one report and says where the reader now is.
    pub async fn report_progress(&self, actor: &Actor, report: Report) -> Result<StoryProgress> {
        let mut kept = self
            .report_batch(actor, std::slice::from_ref(&report))
            .await?;
        kept.pop().ok_or(Refused::NotFound)?
    }

    /// Keeps up to 200 reports. Each has a result of its own, in the order they were given: where
    /// the reader is in its story after all of them, or why it was not kept.
    pub async fn report_batch(
        &self,
        actor: &Actor,
        reports: &[Report],
    ) -> Result<Vec<Result<StoryProgress>>> {
        let account = actor.signed_in(Scope::Progress)?.id;
        if reports.len() > PROGRESS_BATCH {
            let message = format!("send at most {PROGRESS_BATCH} reports at once");
            return Err(Refused::field("/items", "too-many", message));
        }
        let now = self.now();
        let merged: Result<Merged> = transact!(self.store(), unit => {
            merge_all(unit, actor, account, reports, now).await
        });
        let (results, completed) = merged?;
        for story in completed {
            self.count_read(story, account, now).await;
        }
        Ok(results)
    }

    /// Counts that somebody completed a chapter. The reader's place has been kept before, in a unit
    /// of its own: a popular story whose number many change at once may cost it one count, never a
    /// place.
    async fn count_read(&self, story: StoryId, account: AccountId, now: Timestamp) {
        let counted: Result<()> = transact!(self.store(), unit => {
            engage(unit, story, account, EngagementKind::Read, now).await
        });
        if let Err(error) = counted {
            tracing::warn!(%story, %error, "a completed chapter of story {story} was not counted");
        }
    }

    /// Where the actor is in a story; `None` when they have not begun.
    pub async fn progress(&self, actor: &Actor, story: StoryId) -> Result<Option<StoryProgress>> {
        let account = actor.signed_in(Scope::Read)?.id;
        let mut unit = self.store().read().await?;
        let place = reading::place(&mut unit, account, story).await?;
        Ok(place
            .as_ref()
            .and_then(|place| shown(story, &of_place(place))))
    }

    /// Forgets where the actor is in a story and what they have read of it.
    pub async fn forget_progress(&self, actor: &Actor, story: StoryId) -> Result<()> {
        let account = actor.signed_in(Scope::Progress)?.id;
        transact!(self.store(), unit => {
            reading::forget(unit, account, story).await?;
            reading::forget_chapters(unit, account, story).await?;
            Ok::<_, Refused>(())
        })
    }
}

type Merged = (Vec<Result<StoryProgress>>, Vec<StoryId>);

/// Merges reports into what is known; gives their results and the stories of which a chapter was
/// completed that was not before.
async fn merge_all(
    unit: &mut Writing,
    actor: &Actor,
    account: AccountId,
    reports: &[Report],
    now: Timestamp,
) -> Result<Merged> {
    let placed = placed(unit, actor, reports).await?;
    let mut news: BTreeMap<StoryId, Progress> = BTreeMap::new();
    for (report, place) in reports.iter().zip(&placed) {
        if let Ok((story, order)) = place {
            let progress = Progress::of(report.position(*order, now), report.finished);
            let known = news.remove(story).unwrap_or_default();
            news.insert(*story, known.merge(progress));
        }
    }
    let mut completed = Vec::new();
    let mut merged = BTreeMap::new();
    for (story, new) in news {
        let known = known(unit, account, story, &new).await?;
        let before = known.completed().count();
        let progress = known.merge(new);
        if progress.completed().count() > before {
            completed.push(story);
        }
        write(unit, account, story, &progress).await?;
        merged.insert(story, progress);
    }
    let results = placed.into_iter().map(|place| {
        let (story, _) = place?;
        let progress = merged.get(&story).ok_or(Refused::NotFound)?;
        shown(story, progress).ok_or(Refused::NotFound)
    });
    Ok((results.collect(), completed))
}

fn shown(story: StoryId, progress: &Progress) -> Option<StoryProgress> {
    Some(StoryProgress {
        story,
        current: progress.current.clone()?,
        furthest: progress.furthest.clone()?,
    })
}

/// What the store knows of a reader in a story, of the chapters only those that `new` is about.
async fn known(
    unit: &mut impl Unit,
    account: AccountId,
    story: StoryId,
    new: &Progress,
) -> Result<Progress> {
    let mut known = match reading::place(unit, account, story).await? {
        Some(place) => of_place(&place),
        None => Progress::default(),
    };
    let chapters: Vec<ChapterId> = new.chapters.keys().copied().collect();
    for read in reading::chapters_read(unit, account, Many(&chapters)).await? {
        let progress = ChapterProgress {
            first_at: read.first_at,
            last_at: read.last_at,
            max_fraction: fraction(read.max_fraction),
            completed_at: read.completed_at,
        };
        known.chapters.insert(read.chapter_id, progress);
    }
    Ok(known)
}

/// The positions in a row, without chapters.
pub(super) fn of_place(place: &Place) -> Progress {
    Progress {
        current: Some(Position {
            chapter: place.chapter_id,
            order: place.order,
            block: place.block.clone(),
            fraction: fraction(place.fraction),
            client_time: place.client_time,
            device: place.device.clone(),
            sequence: place.seq,
        }),
        furthest: Some(Position {
            chapter: place.furthest_chapter_id,
            order: place.furthest_order,
            block: place.furthest_block.clone(),
            fraction: fraction(place.furthest_fraction),
            client_time: place.furthest_client_time,
            device: place.furthest_device.clone(),
            sequence: place.furthest_seq,
        }),
        chapters: BTreeMap::new(),
    }
}

/// A fraction the store has kept.
fn fraction(stored: f64) -> Fraction {
    Fraction::parse(stored).unwrap_or(Fraction::START)
}

async fn write(
    unit: &mut Writing,
    account: AccountId,
    story: StoryId,
    progress: &Progress,
) -> Result<()> {
    if let (Some(current), Some(furthest)) = (&progress.current, &progress.furthest) {
        reading::put(
            unit,
            account,
            story,
            current.chapter,
            &current.block,
            current.fraction.get(),
            current.client_time,
            &current.device,
            current.sequence,
            furthest.chapter,
            &furthest.block,
            furthest.fraction.get(),
            furthest.client_time,
            &furthest.device,
            furthest.sequence,
        )
        .await?;
    }
    for (chapter, read) in &progress.chapters {
        reading::put_chapter_read(
            unit,
            account,
            *chapter,
            story,
            read.first_at,
            read.last_at,
            read.max_fraction.get(),
            read.completed_at,
        )
        .await?;
    }
    Ok(())
}
