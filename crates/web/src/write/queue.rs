//! `/write/{story}/queue`

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::chapters::{ChapterLine, Contents};
use quire_app::{App, Refused};
use quire_domain::chapter::ChapterState;
use quire_domain::id::ChapterId;

use super::{Asked, Then, own_contents};
use crate::chapter_name;
use crate::form::{Faults, Filled, form};
use crate::moment::Counted;
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// Which drafts wait for a slot, in the order of the story.
    pub struct QueueForm to "/write/{story}/queue" {
        /// The chapters.
        ticks chapter,
    }
}

/// The drafts of a story, and which of them wait.
#[derive(Template)]
#[template(path = "write/queue.html")]
pub struct QueuePage {
    chrome: Chrome,
    done: &'static str,
    story: Link,
    drafts: Vec<Draft>,
    faults: Faults,
}

struct Draft {
    id: String,
    name: String,
    words: Counted,
    queued: bool,
}

impl From<&ChapterLine> for Draft {
    fn from(line: &ChapterLine) -> Self {
        Self {
            id: line.id.to_string(),
            name: chapter_name::name(line.number, &line.title),
            words: Counted(line.word_count, "word"),
            queued: line.queued,
        }
    }
}

impl QueuePage {
    fn of(chrome: Chrome, contents: &Contents) -> Self {
        let story = &contents.readable.story;
        let drafts = contents.chapters.iter();
        let drafts = drafts.filter(|line| line.state == ChapterState::Draft);
        Self {
            chrome,
            done: "",
            story: Link::new(story.title.to_string(), format!("/write/{}", story.id)),
            drafts: drafts.map(Draft::from).collect(),
            faults: Faults::default(),
        }
    }
}

impl View for QueuePage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |drafts, faults| Self {
            chrome: Chrome::of_reader("ada", false),
            done: "Saved.",
            story: Link::new("The <Long> Way", "/write/sto_1"),
            drafts,
            faults,
        };
        let draft = |id: &str, queued| Draft {
            id: id.to_owned(),
            name: "3. The <Lamp>".to_owned(),
            words: Counted(1, "word"),
            queued,
        };
        let faults = Faults::default().with("Only drafts wait in the queue.");
        vec![
            of(vec![], Faults::default()),
            of(vec![draft("chp_1", true), draft("chp_2", false)], faults),
        ]
    }
}

/// `GET /write/{story}/queue`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let mut page = QueuePage::of(visit.chrome, &contents);
    page.done = asked.done();
    show(&page)
}

/// `POST /write/{story}/queue`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<QueueForm>,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let id = contents.readable.story.id;
    let chosen = contents.chapters.iter().map(|line| line.id);
    let chosen = chosen.filter(|id| form.chapter.contains(&id.to_string()));
    let queue: Vec<ChapterId> = chosen.collect();
    match app.set_release_queue(&visit.actor, id, &queue).await {
        Ok(_) => Ok(see_other(&Asked::after(
            format_args!("/write/{id}/queue"),
            "saved",
        ))),
        Err(Refused::Invalid(errors)) => {
            let mut page = QueuePage::of(visit.chrome, &contents);
            for error in errors {
                page.faults.whole(error.message);
            }
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}
