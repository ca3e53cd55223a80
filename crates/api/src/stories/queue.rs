//! `GET|PUT /api/v1/stories/{story}/queue`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::release_plans::Waiting;
use quire_domain::id::ChapterId;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Body, Faults, Params, body, id};

body! {
    /// A queue.
    pub struct QueueBody {
        /// The drafts that wait, the next one first; every other chapter leaves the queue.
        required chapters: Vec<ChapterId>,
    }
}

/// A queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    /// The drafts that wait, the next one first.
    pub chapters: Vec<QueuedView>,
}

/// A draft that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its words.
    pub word_count: i64,
    /// The number people see; `null` for an announcement.
    pub number: Option<i64>,
}

impl From<&Waiting> for QueuedView {
    fn from(waiting: &Waiting) -> Self {
        Self {
            id: waiting.id.to_string(),
            title: waiting.title.to_string(),
            word_count: waiting.word_count,
            number: waiting.number,
        }
    }
}

fn shown(queue: &[Waiting]) -> Json<QueueView> {
    Json(QueueView {
        chapters: queue.iter().map(QueuedView::from).collect(),
    })
}

/// The drafts that wait for the slots of a story's release plan. For its authors.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/queue", tag = "Stories",
    operation_id = "show_queue",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 200, body = QueueView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn show_queue(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    params: Params,
) -> Result<Json<QueueView>, Failure> {
    params.end()?;
    let queue = app.release_queue(&actor, id("story", &story)?).await?;
    Ok(shown(&queue))
}

/// Set the queue. Its order is the story's order: the chapters given trade their places.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/queue", tag = "Stories",
    operation_id = "set_queue",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    request_body = QueueBody,
    responses(
        (status = 200, body = QueueView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn set_queue(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    Body(body): Body<QueueBody>,
) -> Result<Json<QueueView>, Failure> {
    let story = id("story", &story)?;
    let mut faults = Faults::default();
    let chapters = faults.required("/chapters", body.chapters);
    let (chapters,) = faults.all((chapters,))?;
    let queue = app.set_release_queue(&actor, story, &chapters).await?;
    Ok(shown(&queue))
}
