//! A slot of a release plan has come.

use quire_domain::Timestamp;
use quire_domain::id::StoryId;
use quire_store::{Writing, chapters, publication, release_plans, stories};
use serde_json::json;

use super::Outcome;
use crate::publication::standing;
use crate::release_plans::read_plan;
use crate::{App, Refused, Result};

impl App {
    /// Publishes what is queued for a slot and moves the plan on to its next one. An empty queue, or
    /// a story in the trash, lets the slot pass; all slots missed in that state pass together.
    pub(super) async fn release_slot(
        &self,
        unit: &mut Writing,
        story: StoryId,
        slot: Timestamp,
        now: Timestamp,
    ) -> Result<Outcome> {
        if publication::claim_story(unit, story).await?.is_none() {
            return Ok(Outcome::Left);
        }
        let Some(stored) = release_plans::of_story(unit, story).await? else {
            return Ok(Outcome::Past);
        };
        if !stored.active || stored.next_slot_at != Some(slot) || slot > now {
            return Ok(Outcome::Past);
        }
        let plan = read_plan(&stored)?;
        let story = stories::by_id(unit, story)
            .await?
            .ok_or(Refused::NotFound)?;
        let queue = if story.deleted_at.is_some() {
            Vec::new()
        } else {
            release_plans::queue(unit, story.id, stored.per_slot).await?
        };
        let next = plan.next_slot(if queue.is_empty() { now } else { slot });
        if release_plans::advance(unit, story.id, slot, next).await? == 0 {
            return Ok(Outcome::Past);
        }
        if queue.is_empty() {
            let passed = json!({ "slot": slot, "next": next });
            let story = story.id.as_uuid();
            self.tell(unit, "release_plan.slot_skipped", story, &passed, now)
                .await?;
            return Ok(Outcome::Skipped);
        }
        let mut published = Vec::with_capacity(queue.len());
        for waiting in queue {
            let chapter = chapters::by_id(unit, waiting.id)
                .await?
                .ok_or(Refused::NotFound)?;
            let to = standing(&chapter)?.publish(slot)?;
            self.show_due(unit, &story, &chapter, to, now).await?;
            published.push(chapter.id);
        }
        Ok(Outcome::Published(published, next))
    }
}
