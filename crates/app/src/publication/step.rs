//! The author moves a chapter: publish, schedule, unschedule, withdraw, republish.

use quire_domain::Timestamp;
use quire_domain::id::ChapterId;
use quire_domain::limits::SCHEDULE_AHEAD;
use quire_domain::publication::{Publication, PublicationAction};
use quire_domain::story::{CollaboratorRole, StoryState};
use quire_store::chapters::Chapter;
use quire_store::stories::{self, Story};
use quire_store::{Writing, transact};

use super::settle::{Move, standing};
use crate::chapters::held_chapter;
use crate::{Actor, App, Refused, Result};

/// A chapter after its publication moved, with its story: a chapter is read only when both are
/// published, and publishing one never publishes the other.
#[derive(Debug, Clone)]
pub struct ChapterPublication {
    /// The chapter.
    pub chapter: Chapter,
    /// Its story.
    pub story: Story,
}

impl ChapterPublication {
    /// What the author may not expect, in words for them.
    pub fn hint(&self) -> Option<&'static str> {
        let coming = matches!(
            standing(&self.chapter),
            Ok(Publication::Published { .. } | Publication::Scheduled { .. })
        );
        match self.story.state {
            _ if !coming => None,
            StoryState::Published => None,
            StoryState::Draft => {
                Some("the story is still a draft: nobody sees its chapters until it is published")
            }
            StoryState::Withdrawn => {
                Some("the story is withdrawn: nobody sees its chapters until it is published again")
            }
        }
    }
}

impl App {
    /// Shows a draft, or a waiting chapter before its moment, to the story's readers now.
    pub async fn publish_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
        silent: bool,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let to = standing(&chapter)?.publish(now)?;
            self.step(unit, actor, story, chapter, PublicationAction::Publish, to, silent, now)
                .await
        })
    }

    /// Lets a draft wait for a future moment, or a waiting chapter for another one.
    pub async fn schedule_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
        publish_at: Timestamp,
        silent: bool,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let to = scheduled(standing(&chapter)?, publish_at, now)?;
            self.step(unit, actor, story, chapter, PublicationAction::Schedule, to, silent, now)
                .await
        })
    }

    /// Makes a waiting chapter a draft again.
    pub async fn unschedule_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let (to, silent) = (standing(&chapter)?.unschedule()?, chapter.silent);
            self.step(unit, actor, story, chapter, PublicationAction::Unschedule, to, silent, now)
                .await
        })
    }

    /// Takes a published chapter back from its readers.
    pub async fn withdraw_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let (to, silent) = (standing(&chapter)?.withdraw()?, chapter.silent);
            self.step(unit, actor, story, chapter, PublicationAction::Withdraw, to, silent, now)
                .await
        })
    }

    /// Shows a withdrawn chapter again, as it stands now, with the moment of its first publication.
    pub async fn republish_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let (to, silent) = (standing(&chapter)?.republish()?, chapter.silent);
            self.step(unit, actor, story, chapter, PublicationAction::Republish, to, silent, now)
                .await
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the last link between five verbs and the one function that settles them"
    )]
    pub(super) async fn step(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        story: Story,
        chapter: Chapter,
        action: PublicationAction,
        to: Publication,
        silent: bool,
        now: Timestamp,
    ) -> Result<ChapterPublication> {
        let step = Move {
            action,
            to,
            silent,
            by: actor.account(),
        };
        self.settle(unit, &story, &chapter, &step, now).await?;
        after(unit, &chapter).await
    }
}

/// The chapter and its story when the actor may publish in it.
pub(super) async fn publisher(
    unit: &mut Writing,
    actor: &Actor,
    id: ChapterId,
) -> Result<(Chapter, Story)> {
    let held = held_chapter(unit, actor, id)
        .await?
        .may(CollaboratorRole::may_publish)?;
    Ok((held.chapter, held.story))
}

/// The machine's answer to a moment, within the time a chapter may be scheduled ahead.
pub(super) fn scheduled(
    from: Publication,
    publish_at: Timestamp,
    now: Timestamp,
) -> Result<Publication> {
    let to = from.schedule(publish_at, now)?;
    if publish_at.since(now) > SCHEDULE_AHEAD {
        return Err(Refused::field(
            "/publish_at",
            "too-late",
            "a chapter can be scheduled at most five years ahead",
        ));
    }
    Ok(to)
}

/// The chapter and its story as they stand after a step.
pub(super) async fn after(unit: &mut Writing, chapter: &Chapter) -> Result<ChapterPublication> {
    Ok(ChapterPublication {
        chapter: App::changed_chapter(unit, chapter.id).await?,
        story: stories::by_id(unit, chapter.story_id)
            .await?
            .ok_or(Refused::NotFound)?,
    })
}
