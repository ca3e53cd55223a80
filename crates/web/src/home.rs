//! `/`

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use quire_app::{App, PageRequest};
use quire_domain::Timestamp;

use crate::moment::Moment;
use crate::parts::{Link, StoryCard};
use crate::view::{Answer, View, show};
use crate::visit::{Chrome, Visit};

/// Own stories on the home page.
const OWN: u32 = 10;

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

/// `GET /`
pub async fn page(
    State(app): State<App>,
    State(description): State<Arc<str>>,
    visit: Visit,
) -> Answer {
    let own = if visit.chrome.signed_in() {
        let first = PageRequest::new(Some(OWN), None)?;
        app.own_stories(&visit.actor, &first).await?.items
    } else {
        Vec::new()
    };
    show(&HomePage {
        chrome: visit.chrome,
        description,
        reading: Vec::new(),
        own: own
            .iter()
            .map(|story| Link::new(story.title.to_string(), format!("/write/{}", story.id)))
            .collect(),
        shelves: Vec::new(),
    })
}
