//! The last unit of an import: the story gets its owner, and with that it is there.

use quire_domain::Timestamp;
use quire_domain::release_plan::ReleasePlan;
use quire_domain::story::{CollaboratorRole, StoryState};
use quire_store::{Writing, collaborators, stories};

use super::begin::Fresh;
use super::placement::Placement;
use crate::release_plans::keep;
use crate::search::relist;
use crate::{App, Result};

impl App {
    /// Gives a written story to its author. It is published when any of its chapters is, will be,
    /// or waits for the plan.
    pub(crate) async fn reveal(
        &self,
        unit: &mut Writing,
        fresh: &Fresh,
        plan: Option<&ReleasePlan>,
    ) -> Result<()> {
        let story = fresh.story;
        if let Some(plan) = plan {
            keep(unit, story, plan, plan.next_slot(fresh.at)).await?;
        }
        let coming = |chapter: &super::begin::FreshChapter| chapter.placement != Placement::Draft;
        if fresh.chapters.iter().any(coming) {
            stories::set_state(unit, story, StoryState::Published, fresh.at).await?;
            let out: Vec<Timestamp> = fresh
                .chapters
                .iter()
                .filter_map(|chapter| chapter.placement.published_at())
                .collect();
            for moment in [out.iter().min(), out.iter().max()].into_iter().flatten() {
                stories::recount(unit, story, Some(*moment), true).await?;
            }
        }
        collaborators::put(
            unit,
            story,
            fresh.author,
            CollaboratorRole::Owner,
            fresh.author,
            fresh.at,
            Some(fresh.at),
        )
        .await?;
        relist(unit, story).await
    }
}
