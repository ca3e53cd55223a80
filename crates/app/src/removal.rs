//! A story leaves the store for good, some rows at a time.

use quire_domain::id::StoryId;
use quire_store::{Many, removals, transact};

use crate::search::forget_story;
use crate::{App, Refused, Result};

/// Chapters removed in one unit.
const CHAPTERS: i64 = 20;
/// Rows of readers removed in one unit.
const ROWS: i64 = 500;

impl App {
    /// Removes everything of a story. The caller has made sure that nobody finds it any more; if
    /// this stops half way it can be called again.
    pub(crate) async fn remove_story(&self, story: StoryId) -> Result<()> {
        while self.remove_some_traces(story).await? > 0 {}
        while self.remove_some_chapters(story).await? {}
        transact!(self.store(), unit => {
            removals::volumes(unit, story).await?;
            forget_story(unit, story).await?;
            removals::tags(unit, story).await?;
            removals::plan(unit, story).await?;
            removals::slugs(unit, story).await?;
            removals::collaborators(unit, story).await?;
            removals::unlink_imports(unit, story).await?;
            removals::story(unit, story).await?;
            Ok::<_, Refused>(())
        })
    }

    /// Removes what readers left; gives the number of rows.
    async fn remove_some_traces(&self, story: StoryId) -> Result<u64> {
        transact!(self.store(), unit => {
            let rows = removals::progress(unit, story, ROWS).await?
                + removals::followers(unit, story, ROWS).await?
                + removals::engagement(unit, story, ROWS).await?;
            Ok::<_, Refused>(rows)
        })
    }

    /// Removes some chapters with their texts; false when there were none.
    async fn remove_some_chapters(&self, story: StoryId) -> Result<bool> {
        transact!(self.store(), unit => {
            let chapters = removals::some_chapters(unit, story, CHAPTERS).await?;
            if chapters.is_empty() {
                return Ok::<_, Refused>(false);
            }
            removals::revisions(unit, Many(&chapters)).await?;
            removals::chapter_slugs(unit, Many(&chapters)).await?;
            removals::reads(unit, Many(&chapters)).await?;
            removals::chapters(unit, Many(&chapters)).await?;
            Ok(true)
        })
    }
}
