//! A story goes to the trash and comes back.

use quire_domain::account::Scope;
use quire_domain::id::StoryId;
use quire_domain::story::CollaboratorRole;
use quire_store::stories::{self, Story};
use quire_store::transact;
use serde_json::json;

use super::access::{StoryRef, held, held_in_trash};
use crate::search::relist;
use crate::{Actor, App, Page, PageRequest, Refused, Result};

impl App {
    /// Puts a story in its owner's trash, from where it can be restored for 30 days.
    pub async fn delete_story(&self, actor: &Actor, id: StoryId) -> Result<()> {
        let now = self.now();
        transact!(self.store(), unit => {
            let story = held(unit, actor, &StoryRef::Id(id))
                .await?
                .may(CollaboratorRole::may_own)?;
            stories::delete(unit, id, story.owner_id, now).await?;
            relist(unit, id).await?;
            self.tell(unit, "story.deleted", id.as_uuid(), &json!({}), now)
                .await?;
            self.audit(
                unit,
                actor.account(),
                "story.delete",
                id.as_uuid(),
                &json!({}),
            )
            .await
        })
    }

    /// Takes a story out of the trash, in the state it had.
    pub async fn restore_story(&self, actor: &Actor, id: StoryId) -> Result<Story> {
        let now = self.now();
        transact!(self.store(), unit => {
            held_in_trash(unit, actor, &StoryRef::Id(id))
                .await?
                .may(CollaboratorRole::may_own)?;
            if stories::restore(unit, id, now).await? == 0 {
                return Err(Refused::Transition(
                    "the story is not in the trash".to_owned(),
                ));
            }
            relist(unit, id).await?;
            self.tell(unit, "story.restored", id.as_uuid(), &json!({}), now)
                .await?;
            self.audit(
                unit,
                actor.account(),
                "story.restore",
                id.as_uuid(),
                &json!({}),
            )
            .await?;
            stories::by_id(unit, id).await?.ok_or(Refused::NotFound)
        })
    }

    /// The stories in the actor's trash, newest first.
    pub async fn story_trash(&self, actor: &Actor, request: &PageRequest) -> Result<Page<Story>> {
        let member = actor.signed_in(Scope::Read)?;
        let list = self.list("stories.trash", &member.id).await?;
        let before = list
            .after(request)?
            .unwrap_or(StoryId::from(uuid::Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = stories::trash_of(&mut unit, member.id, before, request.fetch()).await?;
        Ok(list.page(request, rows, |story| story.id))
    }
}
