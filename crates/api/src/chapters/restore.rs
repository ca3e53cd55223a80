//! `DELETE /api/v1/chapters/{chapter}/deletion`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::ChapterView;
use crate::request::{id, versioned};

/// Take a chapter out of the trash, to its place; a scheduled one is a draft again.
#[utoipa::path(
    delete, path = "/api/v1/chapters/{chapter}/deletion", tag = "Chapters",
    operation_id = "restore_chapter",
    params(("chapter" = String, Path, description = "Id (`chp_…`)")),
    responses(
        (status = 200, body = ChapterView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn restore_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
) -> Result<Response, Failure> {
    let chapter = app
        .restore_chapter(&actor, id("chapter", &chapter)?)
        .await?;
    Ok(versioned(
        chapter.version,
        Json(ChapterView::from(&chapter)),
    ))
}
