//! A story is shown to its audience, or taken back.

use quire_domain::id::StoryId;
use quire_domain::story::{CollaboratorRole, StoryState};
use quire_store::chapters;
use quire_store::stories::{self, Story};
use quire_store::transact;
use serde_json::json;

use super::access::{StoryRef, held};
use crate::search::relist;
use crate::{Actor, App, Refused, Result};

impl App {
    /// Shows a story to its audience. It needs at least one chapter that is published, scheduled, or
    /// queued under an active plan; title, language, rating and warnings answer it has from its
    /// beginning.
    pub async fn publish_story(&self, actor: &Actor, id: StoryId) -> Result<Story> {
        self.set_story_state(actor, id, StoryState::Published).await
    }

    /// Takes a story back from its readers; its chapters keep their states.
    pub async fn withdraw_story(&self, actor: &Actor, id: StoryId) -> Result<Story> {
        self.set_story_state(actor, id, StoryState::Withdrawn).await
    }

    async fn set_story_state(
        &self,
        actor: &Actor,
        id: StoryId,
        state: StoryState,
    ) -> Result<Story> {
        let now = self.now();
        transact!(self.store(), unit => {
            let story = held(unit, actor, &StoryRef::Id(id))
                .await?
                .may(CollaboratorRole::may_publish)?;
            if story.state == state {
                return Ok(story);
            }
            if state == StoryState::Published && !chapters::any_coming(unit, id).await? {
                return Err(Refused::Transition(
                    "publish or schedule a chapter first".to_owned(),
                ));
            }
            if state == StoryState::Withdrawn && story.state == StoryState::Draft {
                return Err(Refused::Transition(
                    "a draft is shown to nobody: there is nothing to withdraw".to_owned(),
                ));
            }
            stories::set_state(unit, id, state, now).await?;
            relist(unit, id).await?;
            let kind = match state {
                StoryState::Published => "story.published",
                StoryState::Draft | StoryState::Withdrawn => "story.withdrawn",
            };
            self.tell(unit, kind, id.as_uuid(), &json!({}), now).await?;
            self.audit(unit, actor.account(), kind, id.as_uuid(), &json!({}))
                .await?;
            stories::by_id(unit, id).await?.ok_or(Refused::NotFound)
        })
    }
}
