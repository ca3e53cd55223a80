//! `/`

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use quire_app::listings::{StoryFilter, StoryOrder};
use quire_app::reading::{ChapterAhead, Continued};
use quire_app::{App, PageRequest};
use quire_domain::Timestamp;
use quire_domain::progress::Fraction;

use crate::chapter_name;
use crate::moment::Moment;
use crate::parts::{Link, StoryCard};
use crate::view::{Answer, View, show};
use crate::visit::{Chrome, Visit};

/// Own stories, and stories somebody is in, on the home page.
const OWN: u32 = 10;
/// Stories in a row of the home page.
const SHELF: u32 = 6;

/// The first page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    chrome: Chrome,
    description: Arc<str>,
    reading: Vec<Place>,
    own: Vec<Link>,
    shelves: Vec<Shelf>,
}

/// Where somebody is in a story.
pub struct Place {
    story: Link,
    chapter: String,
    percent: u8,
    unread: i64,
    upcoming: Option<Moment>,
    go_on: Link,
}

/// A row of stories with a way to more of them.
pub struct Shelf {
    id: &'static str,
    name: &'static str,
    more: &'static str,
    cards: Vec<StoryCard>,
}

impl View for HomePage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let shelf = |cards| Shelf {
            id: "trending",
            name: "Trending",
            more: "/discover?sort=trending",
            cards,
        };
        let place = Place {
            story: Link::new("Great Expectations", "/s/great-expectations"),
            chapter: "7. The Forge".to_owned(),
            percent: 62,
            unread: 3,
            upcoming: Some(Moment(Timestamp::from_seconds(1_795_305_600))),
            go_on: Link::new("Continue", "/s/great-expectations/7-the-forge#b-1"),
        };
        let page = |chrome, reading, own, shelves| Self {
            chrome,
            description: "Stories, a chapter at a time.".into(),
            reading,
            own,
            shelves,
        };
        vec![
            page(Chrome::neutral(), vec![], vec![], vec![shelf(vec![])]),
            page(
                Chrome::of_reader("ada", false),
                vec![place],
                vec![Link::new("My <Story>", "/write/sto_1")],
                vec![shelf(vec![StoryCard::sample(), StoryCard::sample()])],
            ),
            page(
                Chrome::of_reader("root", true),
                vec![],
                vec![],
                vec![shelf(vec![])],
            ),
        ]
    }
}

impl Place {
    fn of(continued: &Continued) -> Option<Self> {
        let card = &continued.story.card;
        let name = |ahead: &ChapterAhead| chapter_name::name(ahead.number, &ahead.title);
        let path =
            |ahead: &ChapterAhead| chapter_name::path_of(&card.slug, ahead.number, &ahead.slug);
        let current = &continued.current;
        let here = continued.chapter.as_ref();
        let go_on = match (&continued.next, here) {
            (Some(next), here) if current.completes() || here.is_none() => {
                Link::new(format!("Read {}", name(next)), path(next))
            }
            (_, Some(here)) if current.block.is_empty() => Link::new("Continue", path(here)),
            (_, Some(here)) => Link::new("Continue", format!("{}#b-{}", path(here), current.block)),
            (_, None) => return None,
        };
        Some(Self {
            story: Link::new(card.title.to_string(), format!("/s/{}", card.slug)),
            chapter: here.map_or_else(String::new, name),
            percent: percent(current.fraction),
            unread: continued.unread,
            upcoming: continued.next_part_at.map(Moment),
            go_on,
        })
    }
}

/// A part in whole percents, rounded down: a chapter is at 100 only when all of it was passed.
fn percent(part: Fraction) -> u8 {
    (0..=100_u8)
        .rev()
        .find(|percent| f64::from(*percent) <= part.get() * 100.0)
        .unwrap_or(0)
}

/// `GET /`
pub async fn page(
    State(app): State<App>,
    State(description): State<Arc<str>>,
    visit: Visit,
) -> Answer {
    let (reading, own) = if visit.chrome.signed_in() {
        let few = PageRequest::new(Some(OWN), None)?;
        let reading = app.continue_reading(&visit.actor, &few).await?.items;
        (reading, app.own_stories(&visit.actor, &few).await?.items)
    } else {
        (Vec::new(), Vec::new())
    };
    let mut shelves = Vec::new();
    for (id, name, more, order) in [
        (
            "trending",
            "Trending",
            "/discover?sort=trending",
            StoryOrder::Trending,
        ),
        ("new", "New", "/discover?sort=new", StoryOrder::New),
        (
            "updated",
            "Updated",
            "/discover?sort=updated",
            StoryOrder::Updated,
        ),
    ] {
        let few = PageRequest::new(Some(SHELF), None)?;
        let list = app.stories(order, &StoryFilter::default(), &few).await?;
        shelves.push(Shelf {
            id,
            name,
            more,
            cards: list.items.iter().map(StoryCard::from).collect(),
        });
    }
    show(&HomePage {
        chrome: visit.chrome,
        description,
        reading: reading.iter().filter_map(Place::of).collect(),
        own: own
            .iter()
            .map(|story| Link::new(story.title.to_string(), format!("/write/{}", story.id)))
            .collect(),
        shelves,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_rounded_down() {
        let of = |part| percent(Fraction::parse(part).unwrap());
        assert_eq!([of(0.0), of(0.629), of(0.999), of(1.0)], [0, 62, 99, 100]);
    }
}
