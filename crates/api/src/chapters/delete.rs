//! `DELETE /api/v1/chapters/{chapter}`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::{IfMatch, id};

/// Put a chapter in the trash, from where it can be restored for 30 days.
#[utoipa::path(
    delete, path = "/api/v1/chapters/{chapter}", tag = "Chapters", operation_id = "delete_chapter",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("If-Match" = Option<String>, Header, description = "The ETag that was read, to hold to it"),
    ),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 412, body = ProblemDocument),
    ),
)]
pub async fn delete_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    version: Option<IfMatch>,
) -> Result<StatusCode, Failure> {
    let chapter = id("chapter", &chapter)?;
    let version = version.map(|IfMatch(version)| version);
    app.delete_chapter(&actor, chapter, version).await?;
    Ok(StatusCode::NO_CONTENT)
}
