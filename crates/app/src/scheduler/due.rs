//! What is due, in the order of its moments, read piece by piece.

use std::collections::BTreeSet;

use quire_domain::Timestamp;
use quire_domain::id::{ChapterId, StoryId};
use quire_store::publication::{self, Due};
use uuid::Uuid;

use crate::{App, Result};

/// How many chapters and how many slots are read at once.
const PIECE: i64 = 100;
const BEFORE_ALL: Timestamp = Timestamp::from_micros(i64::MIN);

/// The order of publication: by moment; at one moment and in one story the slot before the chapters.
type Place = (Timestamp, StoryId, Option<ChapterId>);

/// Everything due at an instant, each thing once. What the list has given is behind it: a chapter
/// that could not be published is not met again.
pub(super) struct DueList {
    ready: BTreeSet<Place>,
    chapters_after: (Timestamp, ChapterId),
    slots_after: (Timestamp, StoryId),
    /// Up to here both kinds have been read; `None` when both were read to their ends.
    horizon: Option<Timestamp>,
}

impl Default for DueList {
    fn default() -> Self {
        Self {
            ready: BTreeSet::new(),
            chapters_after: (BEFORE_ALL, Uuid::nil().into()),
            slots_after: (BEFORE_ALL, Uuid::nil().into()),
            horizon: Some(BEFORE_ALL),
        }
    }
}

impl DueList {
    /// The next thing due, or none.
    pub(super) async fn next(&mut self, app: &App, now: Timestamp) -> Result<Option<Due>> {
        while self.ready.is_empty() && self.horizon.is_some() {
            self.read(app, now).await?;
        }
        Ok(self
            .ready
            .pop_first()
            .map(|(at, story_id, chapter_id)| Due {
                at,
                story_id,
                chapter_id,
            }))
    }

    /// A plan's slot is through and its next one is due as well. Beyond the horizon it will be read
    /// in its turn.
    pub(super) fn add_slot(&mut self, story: StoryId, at: Timestamp) {
        if self.horizon.is_none_or(|horizon| at <= horizon) {
            self.ready.insert((at, story, None));
        }
    }

    async fn read(&mut self, app: &App, now: Timestamp) -> Result<()> {
        let mut unit = app.store().read().await?;
        let (at, id) = self.chapters_after;
        let chapters = publication::due_chapters(&mut unit, now, at, id, PIECE).await?;
        let (at, story) = self.slots_after;
        let slots = publication::due_slots(&mut unit, now, at, story, PIECE).await?;
        self.horizon = [end_of(&chapters), end_of(&slots)]
            .into_iter()
            .flatten()
            .min();
        let within = |due: &&Due| self.horizon.is_none_or(|horizon| due.at <= horizon);
        for due in chapters.iter().chain(&slots).filter(within) {
            self.ready.insert((due.at, due.story_id, due.chapter_id));
            match due.chapter_id {
                Some(chapter) => self.chapters_after = (due.at, chapter),
                None => self.slots_after = (due.at, due.story_id),
            }
        }
        Ok(())
    }
}

/// The moment of the last one when more may follow.
fn end_of(piece: &[Due]) -> Option<Timestamp> {
    let full = i64::try_from(piece.len()).is_ok_and(|length| length >= PIECE);
    piece.last().filter(|_| full).map(|due| due.at)
}
