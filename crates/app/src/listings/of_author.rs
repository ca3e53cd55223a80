//! What an author has published, and what a reader follows.

use quire_domain::id::{AccountId, StoryId};
use quire_store::listings;
use uuid::Uuid;

use super::card::{StoryItem, story_items};
use crate::{Actor, App, Page, PageRequest, Result};

impl App {
    /// The listed stories somebody writes, alone or with others, the newest first. Members also see
    /// those for members.
    pub async fn stories_of(
        &self,
        actor: &Actor,
        author: AccountId,
        request: &PageRequest,
    ) -> Result<Page<StoryItem>> {
        let member = actor.account().is_some();
        let list = self.list("stories.of_author", &(author, member)).await?;
        let before = list.after(request)?.unwrap_or(StoryId::from(Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = listings::of_author(&mut unit, author, before, member, request.fetch()).await?;
        let page = list.page(request, rows, |id| *id);
        let shown = |card: &listings::Card| card.listed || (member && card.listed_for_members);
        Ok(Page {
            items: story_items(&mut unit, &page.items, shown).await?,
            next: page.next,
        })
    }
}
