//! The scheduler: shows every chapter whose moment has come, and every slot of a release plan.
//!
//! A tick walks what is due in the order of its moments, each chapter and each slot in its own
//! unit, so that what cannot be published holds up nothing else. However late a tick comes, a
//! chapter carries the moment it was promised for.
//!
//! Any number of instances may tick on one database. A unit claims the story first; whoever finds
//! it claimed leaves the rest of that story to the other instance, so the chapters of a story come
//! out in their order, and the state and its event are written in one unit, so each comes out once.

mod due;
mod slot;

use std::collections::HashSet;
use std::time::Duration;

use quire_domain::Timestamp;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::publication::{Publication, PublicationAction};
use quire_store::chapters::{self, Chapter};
use quire_store::publication::{self, Due};
use quire_store::stories::{self, Story};
use quire_store::{Writing, transact};

use crate::publication::{Move, standing};
use crate::{App, Refused, Result};

use due::DueList;

/// What one tick looks at, at most; the next one goes on.
const MOST_ITEMS: usize = 2_000;
/// After so many failures of the store in a row a tick gives up: the store is away, not a row bad.
const MOST_OUTAGES: u32 = 3;

/// What one tick did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TickReport {
    /// The chapters published, in that order.
    pub published: Vec<PublishedDue>,
    /// Slots that passed because nothing was queued.
    pub skipped_slots: u32,
    /// What was left to another instance, or to the next tick after a conflict.
    pub left: u32,
    /// What could not be published; told in the log.
    pub failed: u32,
    /// Whether the tick ended before it came to the end of what is due.
    pub more: bool,
}

/// A chapter that the scheduler published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedDue {
    /// The chapter.
    pub chapter: ChapterId,
    /// How long after its moment readers got it.
    pub late: Duration,
}

/// What became of one thing that was due.
pub(crate) enum Outcome {
    /// Chapters were published; a plan's next slot may be due too.
    Published(Vec<ChapterId>, Option<Timestamp>),
    /// The queue was empty.
    Skipped,
    /// Another instance has the story.
    Left,
    /// It was not due any more.
    Past,
}

impl App {
    /// Publishes what is due at `now`. An error means that the store is away; what was published
    /// before stays published.
    pub async fn tick(&self, now: Timestamp) -> Result<TickReport> {
        let mut report = TickReport::default();
        let mut list = DueList::default();
        let mut left = HashSet::new();
        let mut outages = 0;
        for _ in 0..MOST_ITEMS {
            let Some(due) = list.next(self, now).await? else {
                return Ok(report);
            };
            if left.contains(&due.story_id) {
                continue;
            }
            match self.publish_due(&due, now).await {
                Ok(Outcome::Published(chapters, next)) => {
                    outages = 0;
                    let late = self.now().since(due.at);
                    let published = chapters.into_iter();
                    report
                        .published
                        .extend(published.map(|chapter| PublishedDue { chapter, late }));
                    if let Some(next) = next.filter(|next| *next <= now) {
                        list.add_slot(due.story_id, next);
                    }
                }
                Ok(Outcome::Skipped) => report.skipped_slots += 1,
                Ok(Outcome::Left) => {
                    report.left += 1;
                    left.insert(due.story_id);
                }
                Ok(Outcome::Past) => {}
                Err(Refused::Store(error)) if error.is_conflict() => {
                    report.left += 1;
                    left.insert(due.story_id);
                }
                Err(error) => {
                    report.failed += 1;
                    tell_failure(&due, &error);
                    outages = match &error {
                        Refused::Store(quire_store::Error::Unavailable(_)) => outages + 1,
                        _ => 0,
                    };
                    if outages >= MOST_OUTAGES {
                        return Err(error);
                    }
                }
            }
        }
        report.more = true;
        Ok(report)
    }

    /// How late the most overdue chapter or slot is; zero when nothing is due.
    pub async fn publication_overdue(&self) -> Result<Duration> {
        let now = self.now();
        let first = DueList::default().next(self, now).await?;
        Ok(first.map_or(Duration::ZERO, |due| now.since(due.at)))
    }

    async fn publish_due(&self, due: &Due, now: Timestamp) -> Result<Outcome> {
        transact!(self.store(), unit => {
            match due.chapter_id {
                Some(chapter) => self.publish_waiting(unit, due.story_id, chapter, now).await,
                None => self.release_slot(unit, due.story_id, due.at, now).await,
            }
        })
    }

    async fn publish_waiting(
        &self,
        unit: &mut Writing,
        story: StoryId,
        chapter: ChapterId,
        now: Timestamp,
    ) -> Result<Outcome> {
        if publication::claim_story(unit, story).await?.is_none() {
            return Ok(Outcome::Left);
        }
        let waiting = chapters::by_id(unit, chapter).await?;
        let Some(waiting) = waiting.filter(|chapter| chapter.deleted_at.is_none()) else {
            return Ok(Outcome::Past);
        };
        let stands = standing(&waiting)?;
        if !stands.due(now) {
            return Ok(Outcome::Past);
        }
        let story = stories::by_id(unit, story)
            .await?
            .ok_or(Refused::NotFound)?;
        let to = stands.publish_due(now)?;
        self.show_due(unit, &story, &waiting, to, now).await?;
        Ok(Outcome::Published(vec![chapter], None))
    }

    /// Shows a chapter because its moment has come, or that of its story's plan.
    async fn show_due(
        &self,
        unit: &mut Writing,
        story: &Story,
        chapter: &Chapter,
        to: Publication,
        now: Timestamp,
    ) -> Result<()> {
        let step = Move {
            action: PublicationAction::PublishDue,
            to,
            silent: chapter.silent,
            by: None,
        };
        self.settle(unit, story, chapter, &step, now).await
    }
}

/// The only place that tells why something due was not published.
fn tell_failure(due: &Due, error: &Refused) {
    let (story, at) = (due.story_id, due.at);
    if let Some(chapter) = due.chapter_id {
        tracing::error!(
            %story, %chapter, %error,
            "chapter {chapter}, due at {at}, could not be published"
        );
    } else {
        tracing::error!(
            %story, %error,
            "the slot of story {story} at {at} could not be released"
        );
    }
}
