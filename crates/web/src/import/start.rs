//! `/import`

use askama::Template;
use axum::Extension;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Query, Request, State};
use axum::http::StatusCode;
use bytes::Bytes;
use quire_app::App;
use quire_app::imports::{ImportOptions, ImportRun, ImportSource};
use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_edge::problem::catalogue;
use quire_edge::{Failure, Problem};

use super::shelf::Shelf;
use crate::form::{Faults, FormNames};
use crate::moment::{Counted, Moment};
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};
use crate::write::Then;

/// Imports on a page.
const IMPORTS: u32 = 20;

/// The form that sends a file: the one that is not `application/x-www-form-urlencoded`.
pub const START: FormNames = FormNames {
    to: "/import",
    fields: &["file"],
};

/// Where a book is sent.
#[derive(Template)]
#[template(path = "import/start.html")]
pub struct StartPage {
    chrome: Chrome,
    done: &'static str,
    faults: Faults,
    runs: Vec<Row>,
    next: Option<String>,
}

/// An earlier import.
struct Row {
    run: Link,
    at: Moment,
    chapters: Counted,
    undone: bool,
}

impl From<&ImportRun> for Row {
    fn from(run: &ImportRun) -> Self {
        Self {
            run: Link::new(run.title.clone(), format!("/import/{}", run.id)),
            at: Moment(run.created_at),
            chapters: Counted(run.chapter_count, "chapter"),
            undone: run.undone_at.is_some(),
        }
    }
}

impl View for StartPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |faults, runs| Self {
            chrome: Chrome::of_reader("ada", false),
            done: "",
            faults,
            runs,
            next: None,
        };
        let row = |undone| Row {
            run: Link::new("Great <Expectations>", "/import/imp_1"),
            at: Moment(Timestamp::from_seconds(1_795_305_600)),
            chapters: Counted(59, "chapter"),
            undone,
        };
        let faults = Faults::default().with("this is no EPUB");
        vec![
            of(Faults::default(), vec![]),
            of(faults, vec![row(false), row(true)]),
        ]
    }
}

/// What the form says; `gone` is asked for where a file did not wait any longer.
pub(super) async fn start(app: &App, visit: Visit, asked: Then) -> Result<StartPage, Failure> {
    let Query(asked) = asked;
    let done = asked.done();
    let list = app.own_imports(&visit.actor, &asked.page(IMPORTS)?).await?;
    Ok(StartPage {
        chrome: visit.chrome,
        done,
        faults: Faults::default(),
        runs: list.items.iter().map(Row::from).collect(),
        next: list.next.map(|cursor| format!("/import?cursor={cursor}")),
    })
}

/// `GET /import`
pub async fn page(State(app): State<App>, visit: Visit, asked: Then) -> Answer {
    show(&start(&app, visit, asked).await?)
}

/// `POST /import`: the file is looked at and waits for a decision.
pub async fn submit(
    State(app): State<App>,
    Extension(shelf): Extension<Shelf>,
    visit: Visit,
    request: Request,
) -> Answer {
    // Nobody else's large file is read.
    let owner = visit.actor.signed_in(Scope::Write)?.id;
    let _place = app.bindery().upload().await?;
    let (name, bytes) = file(request).await?;
    let source = ImportSource::Upload {
        name: name.clone(),
        bytes: bytes.clone(),
    };
    let looked = app
        .preview_import(&visit.actor, source, &ImportOptions::default())
        .await;
    match looked {
        Ok(_) => {
            let key = shelf.put(owner, name, bytes, app.now());
            Ok(see_other(&format!("/import/look/{key}")))
        }
        Err(refused) => {
            let (_, faults) = Faults::of_refusal(refused).map_err(Failure::from)?;
            let mut page = start(&app, visit, Query::default()).await?;
            page.faults = faults;
            show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The file of the form; an empty one when none was chosen, which is no book.
async fn file(request: Request) -> Result<(String, Bytes), Failure> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_other| Problem::new(&catalogue::UNSUPPORTED_MEDIA_TYPE))?;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or("upload").to_owned();
            return Ok((name, part.bytes().await.map_err(broken)?));
        }
    }
    Ok(("upload".to_owned(), Bytes::new()))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn broken(error: MultipartError) -> Failure {
    let entry = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => &catalogue::PAYLOAD_TOO_LARGE,
        _ => &catalogue::UNREADABLE_FILE,
    };
    Problem::new(entry).into()
}
