//! The queue: which drafts go out next, and in which order.

use std::collections::{HashMap, HashSet};

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::limits::CHAPTERS_PER_STORY;
use quire_store::release_plans::{self, Waiting};
use quire_store::{Many, Writing, chapters, transact};
use serde_json::json;

use super::insider::insider;
use super::plan::planner;
use crate::{Actor, App, FieldError, Refused, Result};

/// The queue is never longer than a story.
const LONGEST: i64 = 5_000;
const _: () = assert!(CHAPTERS_PER_STORY == 5_000);

impl App {
    /// The queue of a story in its order.
    pub async fn release_queue(&self, actor: &Actor, story: StoryId) -> Result<Vec<Waiting>> {
        let mut unit = self.store().read().await?;
        insider(&mut unit, actor, story).await?;
        Ok(release_plans::queue(&mut unit, story, LONGEST).await?)
    }

    /// Sets the queue: these drafts, in this order; every other chapter leaves it. The queue's
    /// order is the story's order, so the chapters given trade their places in the story.
    pub async fn set_release_queue(
        &self,
        actor: &Actor,
        story: StoryId,
        queue: &[ChapterId],
    ) -> Result<Vec<Waiting>> {
        let now = self.now();
        transact!(self.store(), unit => {
            self.queue_chapters(unit, actor, story, queue, now).await
        })
    }

    async fn queue_chapters(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        story: StoryId,
        queue: &[ChapterId],
        now: Timestamp,
    ) -> Result<Vec<Waiting>> {
        let by = planner(unit, actor, story).await?;
        chapters::hold_order(unit, story).await?;
        let known = release_plans::candidates(unit, story, LONGEST).await?;
        let order = reordered(queue, &known)?;
        if !order.iter().eq(known.iter().map(|one| &one.id)) {
            chapters::place(unit, story, Many(&order)).await?;
            chapters::renumber(unit, story).await?;
        }
        release_plans::clear_queue(unit, story).await?;
        release_plans::enqueue(unit, story, Many(queue), now).await?;
        self.audit(
            unit,
            Some(by),
            "release_queue.set",
            story.as_uuid(),
            &json!({ "chapters": queue.len() }),
        )
        .await?;
        Ok(release_plans::queue(unit, story, LONGEST).await?)
    }
}

/// The order of a story's chapters in which those of the queue have traded places so that they
/// stand in the queue's order. Every chapter that cannot be queued is named.
fn reordered(queue: &[ChapterId], known: &[Waiting]) -> Result<Vec<ChapterId>> {
    let by_id: HashMap<ChapterId, &Waiting> = known.iter().map(|one| (one.id, one)).collect();
    let mut queued = HashSet::new();
    let mut errors = Vec::new();
    for (place, id) in queue.iter().enumerate() {
        let trouble = match by_id.get(id) {
            None => ("unknown", "the story has no such chapter"),
            Some(one) if one.state != ChapterState::Draft => {
                ("not-a-draft", "only drafts wait in the queue")
            }
            Some(one) if !one.written => ("empty", "nothing was written in this chapter yet"),
            Some(_) if !queued.insert(*id) => ("twice", "the chapter is in the list twice"),
            Some(_) => continue,
        };
        errors.push(FieldError {
            pointer: format!("/chapters/{place}"),
            code: trouble.0,
            message: trouble.1.to_owned(),
        });
    }
    if !errors.is_empty() {
        return Err(Refused::Invalid(errors));
    }
    let mut next = queue.iter().copied();
    Ok(known
        .iter()
        .map(|one| {
            let in_queue = queued.contains(&one.id).then(|| next.next()).flatten();
            in_queue.unwrap_or(one.id)
        })
        .collect())
}
