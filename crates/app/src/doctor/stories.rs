//! What is derived of stories and their chapters.

use quire_domain::id::StoryId;
use quire_store::repair::{self, StoryFaults};
use quire_store::{chapters, search, stories, transact};
use uuid::Uuid;

use super::{Finding, STRETCH};
use crate::{App, Result};

impl App {
    pub(super) async fn examine_stories(&self, repair: bool) -> Result<Vec<Finding>> {
        let mut findings = [
            Finding::new("chapter words"),
            Finding::new("chapter numbers"),
            Finding::new("story counters"),
            Finding::new("story followers"),
            Finding::new("sort keys at tags"),
            Finding::new("search for texts"),
        ];
        let mut after: StoryId = Uuid::nil().into();
        loop {
            let mut unit = self.store().read_long().await?;
            let stretch = search::all_stories(&mut unit, after, STRETCH).await?;
            let Some(last) = stretch.last() else {
                return Ok(findings.into());
            };
            let wrong = repair::wrong_stories(&mut unit, after, *last).await?;
            drop(unit);
            for finding in &mut findings {
                finding.saw(stretch.len());
            }
            for story in wrong {
                if repair {
                    self.repair_story(&story).await?;
                }
                let faults = [
                    story.chapter_words,
                    story.numbers,
                    story.counters,
                    story.followers,
                    story.tag_keys,
                    story.search,
                ];
                for (finding, _) in findings.iter_mut().zip(faults).filter(|(_, fault)| *fault) {
                    finding.found(story.slug.as_str());
                    finding.repaired += u64::from(repair);
                }
            }
            after = *last;
        }
    }

    /// Everything of it anew, in the order in which one follows from the other.
    async fn repair_story(&self, story: &StoryFaults) -> Result<()> {
        let id = story.id;
        let counted: Result<()> = transact!(self.store(), unit => {
            repair::recount_chapter_words(unit, id).await?;
            chapters::renumber(unit, id).await?;
            stories::recount(unit, id, None, false).await?;
            repair::recount_story_followers(unit, id).await?;
            stories::spread_keys(unit, id).await?;
            Result::Ok(())
        });
        counted?;
        if story.search {
            self.rebuild_story(id).await?;
        }
        Ok(())
    }
}
