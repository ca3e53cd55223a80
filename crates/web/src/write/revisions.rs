//! `/write/{story}/{chapter}/revisions`

use askama::Template;
use axum::extract::{Path, Query, State};
use quire_app::App;
use quire_app::revisions::RevisionLine;
use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::id::ChapterId;

use super::{Then, id};
use crate::chapter_name;
use crate::chosen::Shown;
use crate::moment::{Counted, Moment};
use crate::parts::Link;
use crate::view::{Answer, View, show};
use crate::visit::{Chrome, Visit};

/// Revisions on a page.
const REVISIONS: u32 = 50;

/// Every kept text of a chapter.
#[derive(Template)]
#[template(path = "write/revisions.html")]
pub struct RevisionsPage {
    chrome: Chrome,
    chapter: Link,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    revision: Link,
    kind: &'static str,
    label: String,
    at: Moment,
    author: String,
    words: Counted,
}

impl Row {
    fn of(path: &str, line: &RevisionLine) -> Self {
        Self {
            revision: Link::new(
                format!("Revision {}", line.n),
                format!("{path}/{}", line.id),
            ),
            kind: line.kind.shown(),
            label: line.label.clone(),
            at: Moment(line.created_at),
            author: line
                .author_handle
                .as_ref()
                .map_or_else(|| "somebody who left".to_owned(), ToString::to_string),
            words: Counted(line.words, "word"),
        }
    }
}

impl View for RevisionsPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let row = Row {
            revision: Link::new("Revision 3", "/write/sto_1/chp_1/revisions/rev_1"),
            kind: "Saved",
            label: "before the <cut>".to_owned(),
            at: Moment(Timestamp::from_seconds(1_795_305_600)),
            author: "ada".to_owned(),
            words: Counted(1_234, "word"),
        };
        let of = |rows, next| Self {
            chrome: Chrome::of_reader("ada", false),
            chapter: Link::new("1. The <Lamp>", "/write/sto_1/chp_1"),
            rows,
            next,
        };
        let next = Some("/write/sto_1/chp_1/revisions?cursor=a".to_owned());
        vec![of(vec![], None), of(vec![row], next)]
    }
}

/// `GET /write/{story}/{chapter}/revisions`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter)): Path<(String, String)>,
    Query(asked): Then,
) -> Answer {
    visit.actor.signed_in(Scope::Read)?;
    let id: ChapterId = id(&chapter)?;
    let list = app
        .revisions(&visit.actor, id, &asked.page(REVISIONS)?)
        .await?;
    let readable = app.chapter(&visit.actor, id).await?;
    let of = format!("/write/{story}/{chapter}");
    let path = format!("{of}/revisions");
    show(&RevisionsPage {
        chrome: visit.chrome,
        chapter: Link::new(
            chapter_name::name(readable.chapter.number, &readable.chapter.title),
            of,
        ),
        rows: list.items.iter().map(|line| Row::of(&path, line)).collect(),
        next: list.next.map(|cursor| format!("{path}?cursor={cursor}")),
    })
}
