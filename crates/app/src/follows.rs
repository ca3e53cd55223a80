//! Readers follow stories and people.

use quire_domain::account::{AccountStatus, Scope};
use quire_domain::id::{AccountId, StoryId};
use quire_domain::ranking::EngagementKind;
use quire_domain::visibility::{Viewer, can_read};
use quire_store::{Many, Writing, follows, profiles, transact};
use uuid::Uuid;

use crate::engagements::{disengage, engage};
use crate::listings::{StoryItem, facts, story_items};
use crate::search::Person;
use crate::stories::{StoryRef, readable};
use crate::{Actor, App, Page, PageRequest, Refused, Result};

impl App {
    /// Follows a story the actor may have. Following it again changes nothing.
    pub async fn follow_story(&self, actor: &Actor, story: StoryId) -> Result<()> {
        let (account, now) = (actor.signed_in(Scope::Progress)?.id, self.now());
        transact!(self.store(), unit => {
            readable(unit, actor, &StoryRef::Id(story)).await?;
            if follows::follow_story(unit, account, story, now).await? > 0 {
                follows::count_story(unit, story, 1).await?;
                engage(unit, story, account, EngagementKind::Save, now).await?;
            }
            Ok::<_, Refused>(())
        })
    }

    /// Follows a story no more, whether the actor may still have it or not.
    pub async fn unfollow_story(&self, actor: &Actor, story: StoryId) -> Result<()> {
        let (account, now) = (actor.signed_in(Scope::Progress)?.id, self.now());
        transact!(self.store(), unit => {
            if follows::unfollow_story(unit, account, story).await? > 0 {
                follows::count_story(unit, story, -1).await?;
                disengage(unit, story, account, EngagementKind::Save, now).await?;
            }
            Ok::<_, Refused>(())
        })
    }

    /// Whether the actor follows a story.
    pub async fn follows_story(&self, actor: &Actor, story: StoryId) -> Result<bool> {
        let Some(account) = actor.account() else {
            return Ok(false);
        };
        let mut unit = self.store().read().await?;
        Ok(follows::follows_story(&mut unit, account, story).await?)
    }

    /// The stories the actor follows and may have, the newest story first.
    pub async fn followed_stories(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<StoryItem>> {
        let member = actor.signed_in(Scope::Read)?;
        let list = self.list("following.stories", &member.id).await?;
        let before = list.after(request)?.unwrap_or(StoryId::from(Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = follows::stories_of(&mut unit, member.id, before, request.fetch()).await?;
        let page = list.page(request, rows, |id| *id);
        let viewer = Viewer {
            follows: true,
            age_confirmed: member.age_confirmed,
            ..Viewer::member(member.id)
        };
        let shown = |card: &_| can_read(&viewer, facts(card), None).shows_metadata();
        Ok(Page {
            items: story_items(&mut unit, &page.items, shown).await?,
            next: page.next,
        })
    }

    /// Follows somebody. Following them again changes nothing.
    pub async fn follow_user(&self, actor: &Actor, user: AccountId) -> Result<()> {
        let (account, now) = (actor.signed_in(Scope::Progress)?.id, self.now());
        if account == user {
            return Err(Refused::Conflict("nobody follows themselves".to_owned()));
        }
        transact!(self.store(), unit => {
            refuse_unless_there(unit, user).await?;
            if follows::follow_user(unit, account, user, now).await? > 0 {
                follows::count_user(unit, user, 1).await?;
            }
            Ok::<_, Refused>(())
        })
    }

    /// Follows somebody no more.
    pub async fn unfollow_user(&self, actor: &Actor, user: AccountId) -> Result<()> {
        let account = actor.signed_in(Scope::Progress)?.id;
        transact!(self.store(), unit => {
            if follows::unfollow_user(unit, account, user).await? > 0 {
                follows::count_user(unit, user, -1).await?;
            }
            Ok::<_, Refused>(())
        })
    }

    /// Whether the actor follows somebody.
    pub async fn follows_user(&self, actor: &Actor, user: AccountId) -> Result<bool> {
        let Some(account) = actor.account() else {
            return Ok(false);
        };
        let mut unit = self.store().read().await?;
        Ok(follows::follows_user(&mut unit, account, user).await?)
    }

    /// Whom the actor follows, the newest account first.
    pub async fn followed_users(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<Person>> {
        let member = actor.signed_in(Scope::Read)?.id;
        let list = self.list("following.users", &member).await?;
        let before = list.after(request)?.unwrap_or(AccountId::from(Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = follows::users_of(&mut unit, member, before, request.fetch()).await?;
        let page = list.page(request, rows, |id| *id);
        let mut people = follows::people(&mut unit, Many(&page.items)).await?;
        people.retain(|person| is_there(person.status));
        people.sort_by_key(|person| std::cmp::Reverse(person.id));
        Ok(Page {
            items: people,
            next: page.next,
        })
    }
}

const fn is_there(status: AccountStatus) -> bool {
    matches!(status, AccountStatus::Active | AccountStatus::Suspended)
}

async fn refuse_unless_there(unit: &mut Writing, user: AccountId) -> Result<()> {
    profiles::by_id(unit, user)
        .await?
        .filter(|profile| is_there(profile.status))
        .map(|_| ())
        .ok_or(Refused::NotFound)
}
