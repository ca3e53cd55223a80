//! "Continue reading": the stories somebody is in, and what lies ahead in each.

use std::collections::HashMap;

use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::progress::Position;
use quire_domain::slug::Slug;
use quire_domain::text::ChapterTitle;
use quire_domain::visibility::{Viewer, can_read};
use quire_store::listings::Card;
use quire_store::reading::{self, Ahead, Place, Reported};
use quire_store::{Many, Reading};
use uuid::Uuid;

use super::keep::of_place;
use super::report::is_out;
use crate::listings::{StoryItem, facts, story_items};
use crate::{Actor, App, Page, PageRequest, Result};

/// A chapter somebody may go to.
#[derive(Debug, Clone)]
pub struct ChapterAhead {
    /// Its id.
    pub id: ChapterId,
    /// The number people see.
    pub number: Option<i64>,
    /// Its title.
    pub title: ChapterTitle,
    /// Its address in the story.
    pub slug: Slug,
}

/// A story somebody is in.
#[derive(Debug, Clone)]
pub struct Continued {
    /// The story.
    pub story: StoryItem,
    /// Where the reader was last.
    pub current: Position,
    /// The chapter of that place; `None` when it is not out any more.
    pub chapter: Option<ChapterAhead>,
    /// The chapter after it, when one is out.
    pub next: Option<ChapterAhead>,
    /// Chapters that are out behind the furthest one.
    pub unread: i64,
    /// When the next part comes, where that is known.
    pub next_part_at: Option<Timestamp>,
}

impl App {
    /// The stories the actor is in and may still have, the one read last first.
    pub async fn continue_reading(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<Continued>> {
        let member = actor.signed_in(Scope::Read)?;
        let list = self.list("continue", &member.id).await?;
        let top = (Timestamp::from_micros(i64::MAX), StoryId::from(Uuid::max()));
        let (at, id) = list.after(request)?.unwrap_or(top);
        let mut unit = self.store().read().await?;
        let rows = reading::recent(&mut unit, member.id, at, id, request.fetch()).await?;
        let page = list.page(request, rows, |row| (row.client_time, row.story_id));
        let ids: Vec<StoryId> = page.items.iter().map(|place| place.story_id).collect();
        let relations = reading::relations(&mut unit, member.id, Many(&ids)).await?;
        let shown = |card: &Card| {
            let relation = relations.iter().find(|(story, ..)| *story == card.id);
            let viewer = Viewer {
                collaborator: relation.and_then(|(_, role, _)| *role),
                follows: relation.is_some_and(|(.., follows)| *follows),
                age_confirmed: member.age_confirmed,
                ..Viewer::member(member.id)
            };
            can_read(&viewer, facts(card), None).shows_metadata()
        };
        let stories = story_items(&mut unit, &ids, shown).await?;
        let ahead = reading::ahead(&mut unit, member.id, Many(&ids)).await?;
        let chapters = chapters(&mut unit, &page.items, &ahead).await?;
        Ok(Page {
            items: continued(&page.items, stories, &ahead, &chapters),
            next: page.next,
        })
    }
}

async fn chapters(
    unit: &mut Reading,
    places: &[Place],
    ahead: &[Ahead],
) -> Result<HashMap<ChapterId, ChapterAhead>> {
    let current = places.iter().map(|place| place.chapter_id);
    let next = ahead.iter().filter_map(|ahead| ahead.next_chapter_id);
    let ids: Vec<ChapterId> = current.chain(next).collect();
    let rows = reading::reported(unit, Many(&ids)).await?;
    let out = rows.into_iter().filter(is_out);
    Ok(out.map(|row: Reported| (row.id, as_ahead(row))).collect())
}

fn as_ahead(row: Reported) -> ChapterAhead {
    ChapterAhead {
        id: row.id,
        number: row.number,
        title: row.title,
        slug: row.slug,
    }
}

fn continued(
    places: &[Place],
    stories: Vec<StoryItem>,
    ahead: &[Ahead],
    chapters: &HashMap<ChapterId, ChapterAhead>,
) -> Vec<Continued> {
    let mut stories: HashMap<StoryId, StoryItem> = stories
        .into_iter()
        .map(|item| (item.card.id, item))
        .collect();
    places
        .iter()
        .filter_map(|place| {
            let story = stories.remove(&place.story_id)?;
            let ahead = ahead
                .iter()
                .find(|ahead| ahead.story_id == place.story_id)?;
            let next = ahead.next_chapter_id;
            Some(Continued {
                story,
                current: of_place(place).current?,
                chapter: chapters.get(&place.chapter_id).cloned(),
                next: next.and_then(|id| chapters.get(&id)).cloned(),
                unread: ahead.unread,
                next_part_at: ahead.next_part_at,
            })
        })
        .collect()
}
