//! `/write`

use askama::Template;
use axum::extract::{Query, State};
use quire_app::App;
use quire_app::stories::Story;

use super::{Asked, Then};
use crate::chosen::Shown;
use crate::moment::{Counted, Day};
use crate::parts::Link;
use crate::view::{Answer, View, show};
use crate::visit::{Chrome, Visit};

/// Stories on a page.
const STORIES: u32 = 50;

/// An author's stories.
#[derive(Template)]
#[template(path = "write/dashboard.html")]
pub struct DashboardPage {
    chrome: Chrome,
    done: &'static str,
    stories: Vec<Row>,
    next: Option<String>,
}

/// One story.
struct Row {
    story: Link,
    state: &'static str,
    chapters: Counted,
    words: Counted,
    last: Option<Day>,
}

impl From<&Story> for Row {
    fn from(story: &Story) -> Self {
        Self {
            story: Link::new(story.title.to_string(), format!("/write/{}", story.id)),
            state: story.state.shown(),
            chapters: Counted(story.chapter_count, "published chapter"),
            words: Counted(story.word_count, "word"),
            last: story.last_chapter_at.map(Day),
        }
    }
}

impl View for DashboardPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |done, stories, next| Self {
            chrome: Chrome::of_reader("ada", false),
            done,
            stories,
            next,
        };
        let row = Row {
            story: Link::new("The <Long> Way", "/write/sto_1"),
            state: "Published",
            chapters: Counted(12, "published chapter"),
            words: Counted(34_567, "word"),
            last: None,
        };
        let next = Some("/write?cursor=abc".to_owned());
        vec![
            of("", vec![], None),
            of("Moved to the trash.", vec![row], next),
        ]
    }
}

/// `GET /write`
pub async fn page(State(app): State<App>, visit: Visit, Query(asked): Then) -> Answer {
    let done = asked.done();
    let list = app.own_stories(&visit.actor, &asked.page(STORIES)?).await?;
    show(&DashboardPage {
        chrome: visit.chrome,
        done,
        stories: list.items.iter().map(Row::from).collect(),
        next: list.next.map(|cursor| format!("/write?cursor={cursor}")),
    })
}

impl Asked {
    /// The path of a page with what was done.
    pub fn after(path: impl std::fmt::Display, done: &str) -> String {
        format!("{path}?done={done}")
    }
}
