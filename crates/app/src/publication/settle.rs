//! A chapter moves on: everything that changes with it, in one unit.

use quire_domain::Timestamp;
use quire_domain::id::AccountId;
use quire_domain::limits::BUMP_EVERY;
use quire_domain::publication::{Publication, PublicationAction};
use quire_domain::story::StoryState;
use quire_store::chapters::Chapter;
use quire_store::stories::{self, Story};
use quire_store::{Writing, publication};
use serde_json::json;

use crate::search::{index_chapter, relist};
use crate::{App, Refused, Result};

/// One step of a chapter through the machine, taken but not yet written.
pub(crate) struct Move {
    /// What was done.
    pub(crate) action: PublicationAction,
    /// Where the chapter stands after it.
    pub(crate) to: Publication,
    /// Whether it is told to nobody.
    pub(crate) silent: bool,
    /// Who did it; nobody when its moment had come.
    pub(crate) by: Option<AccountId>,
}

/// Where a chapter stands.
pub(crate) fn standing(chapter: &Chapter) -> Result<Publication> {
    Ok(Publication::from_stored(
        chapter.state,
        chapter.publish_at,
        chapter.published_at,
    )?)
}

impl App {
    /// Writes one step of a chapter and what follows from it.
    pub(crate) async fn settle(
        &self,
        unit: &mut Writing,
        story: &Story,
        chapter: &Chapter,
        step: &Move,
        now: Timestamp,
    ) -> Result<()> {
        if chapter.head_revision_id.is_none() {
            return Err(Refused::Transition(
                "nothing was written in this chapter yet".to_owned(),
            ));
        }
        // Of two units that move chapters of one story, one comes after the other.
        stories::touch(unit, story.id, now).await?;
        let moved = publication::settle(
            unit,
            chapter.id,
            chapter.state,
            step.to.state(),
            step.to.publish_at(),
            step.to.published_at(),
            step.silent,
            now,
        )
        .await?;
        if moved == 0 {
            return Err(Refused::Store(quire_store::Error::Conflict(format!(
                "chapter {} moved meanwhile",
                chapter.id
            ))));
        }
        match step.action {
            PublicationAction::Publish | PublicationAction::PublishDue => {
                let published_at = step.to.published_at().unwrap_or(now);
                publication::keep_head(unit, chapter.id).await?;
                let bump = moves_up(unit, story, step.silent, published_at).await?;
                stories::recount(unit, story.id, Some(published_at), bump).await?;
                relist(unit, story.id).await?;
                index_chapter(unit, chapter.id).await?;
                let news = json!({
                    "story": story.id,
                    "published_at": published_at,
                    "silent": step.silent,
                });
                self.tell_of(unit, "chapter.published", chapter, &news, now)
                    .await?;
            }
            PublicationAction::Republish => {
                publication::keep_head(unit, chapter.id).await?;
                // No news for followers, but it may be the first chapter readers of the story see.
                stories::recount(unit, story.id, Some(now), false).await?;
                relist(unit, story.id).await?;
                index_chapter(unit, chapter.id).await?;
                self.tell_of(
                    unit,
                    "chapter.republished",
                    chapter,
                    &json!({ "story": story.id }),
                    now,
                )
                .await?;
            }
            PublicationAction::Withdraw => {
                stories::recount(unit, story.id, None, false).await?;
                relist(unit, story.id).await?;
                index_chapter(unit, chapter.id).await?;
                self.tell_of(
                    unit,
                    "chapter.withdrawn",
                    chapter,
                    &json!({ "story": story.id }),
                    now,
                )
                .await?;
            }
            // Readers see no difference.
            PublicationAction::Schedule | PublicationAction::Unschedule => {}
        }
        self.audit(
            unit,
            step.by,
            action_name(step.action),
            chapter.id.as_uuid(),
            &json!({ "publish_at": step.to.publish_at(), "published_at": step.to.published_at() }),
        )
        .await
    }

    async fn tell_of(
        &self,
        unit: &mut Writing,
        kind: &'static str,
        chapter: &Chapter,
        news: &serde_json::Value,
        now: Timestamp,
    ) -> Result<()> {
        self.tell(unit, kind, chapter.id.as_uuid(), news, now).await
    }
}

/// Whether a publication moves its story up in "recently updated". A draft story waits for its own
/// publication, which moves it up.
async fn moves_up(
    unit: &mut Writing,
    story: &Story,
    silent: bool,
    published_at: Timestamp,
) -> Result<bool> {
    if silent || story.state != StoryState::Published {
        return Ok(false);
    }
    let last = stories::bumped_at(unit, story.id).await?;
    Ok(published_at.since(last) >= BUMP_EVERY)
}

const fn action_name(action: PublicationAction) -> &'static str {
    match action {
        PublicationAction::Publish => "chapter.publish",
        PublicationAction::Schedule => "chapter.schedule",
        PublicationAction::Unschedule => "chapter.unschedule",
        PublicationAction::Withdraw => "chapter.withdraw",
        PublicationAction::Republish => "chapter.republish",
        PublicationAction::PublishDue => "chapter.publish_due",
    }
}
