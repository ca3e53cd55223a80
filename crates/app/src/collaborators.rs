//! Those who write a story together.

use quire_domain::account::Scope;
use quire_domain::id::{AccountId, StoryId};
use quire_domain::limits::COLLABORATORS;
use quire_domain::story::CollaboratorRole;
use quire_domain::text::Handle;
pub use quire_store::collaborators::{Collaborator, Invitation};
use quire_store::{Unit, Writing, collaborators, transact};
use serde_json::json;

use crate::stories::{StoryRef, held, readable};
use crate::{Actor, App, Page, PageRequest, Refused, Result};

/// Somebody as a caller names them.
#[derive(Debug, Clone)]
pub enum Invitee {
    /// By the account's id.
    Id(AccountId),
    /// By the handle.
    Handle(Handle),
}

/// The account that is meant, when it can join a story.
async fn account_of(unit: &mut impl Unit, who: &Invitee) -> Result<AccountId> {
    let found = match who {
        Invitee::Id(id) => collaborators::active_account(unit, *id).await?,
        Invitee::Handle(handle) => collaborators::account_of(unit, &handle.key()).await?,
    };
    found.ok_or_else(|| Refused::field("/handle", "unknown", "there is nobody of this name"))
}

impl App {
    /// Those who write a story. Its collaborators see everyone, also who has not answered yet;
    /// readers see the authors.
    pub async fn collaborators(
        &self,
        actor: &Actor,
        story: &StoryRef,
    ) -> Result<Vec<Collaborator>> {
        let mut unit = self.store().read().await?;
        let readable = readable(&mut unit, actor, story).await?;
        let mut all = collaborators::of_story(&mut unit, readable.story.id).await?;
        if !readable.viewer.sees_everything() {
            all.retain(|one| one.accepted_at.is_some() && one.role.may_publish());
        }
        Ok(all)
    }

    /// Asks somebody to join a story, or gives somebody who did another role.
    pub async fn invite_collaborator(
        &self,
        actor: &Actor,
        story: StoryId,
        who: &Invitee,
        role: CollaboratorRole,
    ) -> Result<Vec<Collaborator>> {
        if role == CollaboratorRole::Owner {
            return Err(Refused::field(
                "/role",
                "not-one-of",
                "a story has one owner; choose co_author, editor or beta",
            ));
        }
        let now = self.now();
        transact!(self.store(), unit => {
            let story = held(unit, actor, &StoryRef::Id(story))
                .await?
                .may(CollaboratorRole::may_own)?;
            let account = account_of(unit, who).await?;
            let known = collaborators::of_story(unit, story.id).await?;
            let before = known.iter().find(|one| one.account_id == account);
            if before.is_some_and(|one| one.role == CollaboratorRole::Owner) {
                return Err(Refused::Conflict("the story is theirs already".to_owned()));
            }
            if before.is_none() && known.len() > COLLABORATORS {
                return Err(Refused::Conflict(format!(
                    "a story may have at most {COLLABORATORS} collaborators beside its owner"
                )));
            }
            collaborators::put(unit, story.id, account, role, story.owner_id, now, None).await?;
            let event = if before.is_none() {
                "collaborator.invited"
            } else {
                "collaborator.changed"
            };
            self.note_collaborator(unit, actor, event, story.id, account)
                .await?;
            Ok(collaborators::of_story(unit, story.id).await?)
        })
    }

    /// The stories somebody is asked to join, newest first.
    pub async fn invitations(&self, actor: &Actor, page: &PageRequest) -> Result<Page<Invitation>> {
        let member = actor.signed_in(Scope::Read)?.id;
        let list = self.list("invitations", &member).await?;
        let before = list
            .after(page)?
            .unwrap_or_else(|| StoryId::from(uuid::Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = collaborators::invitations(&mut unit, member, before, page.fetch()).await?;
        Ok(list.page(page, rows, |invitation| invitation.story_id))
    }

    /// Joins a story one was asked to join.
    pub async fn accept_invitation(&self, actor: &Actor, story: StoryId) -> Result<()> {
        let member = actor.signed_in(Scope::Write)?.id;
        let now = self.now();
        transact!(self.store(), unit => {
            if collaborators::accept(unit, story, member, now).await? == 0 {
                let role = collaborators::role_of(unit, story, member).await?;
                return role.map(|_| ()).ok_or(Refused::NotFound);
            }
            self.note_collaborator(unit, actor, "collaborator.joined", story, member)
                .await
        })
    }

    /// Ends somebody's part in a story: its owner may end anyone's, everyone may end their own,
    /// also before they have answered. The owner's cannot be ended.
    pub async fn remove_collaborator(
        &self,
        actor: &Actor,
        story: StoryId,
        account: AccountId,
    ) -> Result<()> {
        let member = actor.signed_in(Scope::Write)?.id;
        transact!(self.store(), unit => {
            if account != member {
                held(unit, actor, &StoryRef::Id(story))
                    .await?
                    .may(CollaboratorRole::may_own)?;
            }
            match collaborators::role_of(unit, story, account).await? {
                None => return Err(Refused::NotFound),
                Some(CollaboratorRole::Owner) => {
                    return Err(Refused::Conflict(
                        "a story does not lose its owner".to_owned(),
                    ));
                }
                Some(_) => {}
            }
            collaborators::remove(unit, story, account).await?;
            self.note_collaborator(unit, actor, "collaborator.left", story, account)
                .await
        })
    }

    async fn note_collaborator(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        event: &'static str,
        story: StoryId,
        account: AccountId,
    ) -> Result<()> {
        let (id, detail) = (story.as_uuid(), json!({ "account": account }));
        self.tell(unit, event, id, &detail, self.now()).await?;
        self.audit(unit, actor.account(), event, id, &detail).await
    }
}
