//! `GET /api/v1/chapters/{chapter}`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::ChapterView;
use crate::request::{Params, id, versioned};

/// A chapter without its text.
#[utoipa::path(
    get, path = "/api/v1/chapters/{chapter}", tag = "Chapters", operation_id = "show_chapter",
    params(("chapter" = String, Path, description = "Id (`chp_…`)")),
    responses(
        (status = 200, body = ChapterView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn show_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    params: Params,
) -> Result<Response, Failure> {
    params.end()?;
    let readable = app.chapter(&actor, id("chapter", &chapter)?).await?;
    Ok(versioned(
        readable.chapter.version,
        Json(ChapterView::from(&readable.chapter)),
    ))
}
