//! Stories and chapters that have what a reader looks for.

use std::collections::HashMap;

use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::story::ModerationState;
use quire_domain::text::SearchText;
use quire_store::search::{self, ChapterCard};
use quire_store::{Many, Reading};

use super::Kind;
use super::query::Query;
use super::snippet::{Snippet, snippet};
use super::walk::{Place, Walk};
use crate::listings::{StoryItem, story_items};
use crate::{Actor, App, Page, PageRequest, Result};

/// Characters of a chapter in which a passage to show is looked for.
const PASSAGE_WITHIN: i64 = 60_000;
/// How often a page looks on when what it found may not be shown.
const ROUNDS: u32 = 4;

/// A chapter that was found.
#[derive(Debug, Clone)]
pub struct ChapterFound {
    /// The chapter with its story.
    pub chapter: ChapterCard,
    /// A passage with what was looked for, or the beginning.
    pub snippet: Snippet,
}

impl App {
    /// The stories whose title, description, author or tags have what is asked for. Members-only
    /// stories are found by members.
    pub async fn search_stories(
        &self,
        actor: &Actor,
        text: &SearchText,
        request: &PageRequest,
    ) -> Result<Page<StoryItem>> {
        let member = actor.account().is_some();
        let list = self
            .list("search.stories", &(text.as_str(), member))
            .await?;
        let after: Option<Place> = list.after(request)?;
        let mut unit = self.store().read_long().await?;
        let Some(query) = Query::of(&mut unit, text.as_str()).await? else {
            return Ok(Page::empty());
        };
        let mut walk = Walk::new(&mut unit, Kind::Story, &query, after).await?;
        let mut found = Vec::new();
        for _ in 0..ROUNDS {
            let hits = walk.next(&mut unit, request.missing(found.len())).await?;
            let ids: Vec<StoryId> = hits.iter().map(|(_, id)| StoryId::from(*id)).collect();
            let items = story_items(&mut unit, &ids, |card| {
                card.listed || (member && card.listed_for_members)
            })
            .await?;
            found.extend(with_places(hits, items, |item| item.card.id.as_uuid()));
            if found.len() >= request.wanted() || walk.place().is_none() {
                break;
            }
        }
        Ok(list.walked(request, found, walk.place()))
    }

    /// The chapters whose title or text has what is asked for, where the actor may read the text.
    pub async fn search_chapters(
        &self,
        actor: &Actor,
        text: &SearchText,
        request: &PageRequest,
    ) -> Result<Page<ChapterFound>> {
        let member = actor.account().is_some();
        let adult = actor.member().is_some_and(|member| member.age_confirmed);
        let list = self
            .list("search.chapters", &(text.as_str(), member, adult))
            .await?;
        let after: Option<Place> = list.after(request)?;
        let mut unit = self.store().read_long().await?;
        let Some(query) = Query::of(&mut unit, text.as_str()).await? else {
            return Ok(Page::empty());
        };
        let mut walk = Walk::new(&mut unit, Kind::Chapter, &query, after).await?;
        let mut found = Vec::new();
        for _ in 0..ROUNDS {
            let hits = walk.next(&mut unit, request.missing(found.len())).await?;
            let ids: Vec<ChapterId> = hits.iter().map(|(_, id)| ChapterId::from(*id)).collect();
            let cards = search::chapter_cards(&mut unit, Many(&ids)).await?;
            let cards = cards
                .into_iter()
                .filter(|card| is_shown(card, member, adult));
            found.extend(with_places(hits, cards.collect(), |card| card.id.as_uuid()));
            if found.len() >= request.wanted() || walk.place().is_none() {
                break;
            }
        }
        let page = list.walked(request, found, walk.place());
        with_snippets(&mut unit, &query, page).await
    }
}

/// A match in a text tells what stands in it, so only who may read the text finds it.
fn is_shown(card: &ChapterCard, member: bool, adult: bool) -> bool {
    card.state == ChapterState::Published
        && card.mod_state == ModerationState::Ok
        && card.deleted_at.is_none()
        && (card.listed || (member && card.listed_for_members))
        && (adult || !card.rating.needs_confirmation())
}

async fn with_snippets(
    unit: &mut Reading,
    query: &Query,
    page: Page<ChapterCard>,
) -> Result<Page<ChapterFound>> {
    let ids: Vec<ChapterId> = page.items.iter().map(|card| card.id).collect();
    let mut texts: HashMap<ChapterId, String> =
        search::beginnings(unit, Many(&ids), PASSAGE_WITHIN)
            .await?
            .into_iter()
            .collect();
    Ok(page.map(|chapter| {
        let text = texts.remove(&chapter.id).unwrap_or_default();
        let snippet = snippet(&quire_prose::plain(&text), &query.words);
        ChapterFound { chapter, snippet }
    }))
}

/// The things found that may be shown, in the order of the hits, each with its place.
pub(super) fn with_places<T>(
    hits: Vec<(Place, uuid::Uuid)>,
    things: Vec<T>,
    id: impl Fn(&T) -> uuid::Uuid,
) -> Vec<(Place, T)> {
    let mut things: HashMap<uuid::Uuid, T> = things
        .into_iter()
        .map(|thing| (id(&thing), thing))
        .collect();
    hits.into_iter()
        .filter_map(|(place, id)| things.remove(&id).map(|thing| (place, thing)))
        .collect()
}
