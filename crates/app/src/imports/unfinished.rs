//! What a crash left of imports is removed.

use std::time::Duration;

use quire_domain::id::{ImportId, StoryId};
use quire_store::{imports, transact};

use crate::{App, Refused, Result};

/// A run that gave no sign of life for so long is dead: its units take milliseconds.
const SILENCE: Duration = Duration::from_mins(10);
/// Runs looked up at once.
const BATCH: i64 = 20;

impl App {
    /// Removes what imports left that stopped half way, or that were half taken back; gives their
    /// number. Called at the start, and by the housekeeping.
    pub async fn clear_unfinished_imports(&self) -> Result<u64> {
        let mut cleared = 0;
        loop {
            let dead = {
                let mut unit = self.store().read().await?;
                imports::unfinished(&mut unit, self.now() - SILENCE, BATCH).await?
            };
            if dead.is_empty() {
                return Ok(cleared);
            }
            for run in dead {
                if run.undone_at.is_some() {
                    self.finish_undo(run.id, run.story_id).await?;
                } else {
                    self.discard_import(run.id, run.story_id).await?;
                }
                tracing::info!(import = %run.id, "what import {} left half done was removed", run.id);
                cleared += 1;
            }
        }
    }

    /// Removes a run that came to nothing, and what it wrote.
    pub(super) async fn discard_import(&self, id: ImportId, story: Option<StoryId>) -> Result<()> {
        if let Some(story) = story {
            self.remove_story(story).await?;
        }
        transact!(self.store(), unit => {
            imports::forget(unit, id).await?;
            Ok::<_, Refused>(())
        })
    }

    /// Removes what a run made; the run itself is remembered as taken back.
    pub(super) async fn finish_undo(&self, id: ImportId, story: Option<StoryId>) -> Result<()> {
        if let Some(story) = story {
            self.remove_story(story).await?;
        }
        transact!(self.store(), unit => {
            imports::finish_undo(unit, id).await?;
            Ok::<_, Refused>(())
        })
    }
}
