//! `DELETE /api/v1/stories/{story}`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::id;

/// Put a story in its owner's trash, from where it can be restored for 30 days.
#[utoipa::path(
    delete, path = "/api/v1/stories/{story}", tag = "Stories", operation_id = "delete_story",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn delete_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<StatusCode, Failure> {
    app.delete_story(&actor, id("story", &story)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
