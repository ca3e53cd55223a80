//! `POST /api/v1/stories/{story}/restorations`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::StoryView;
use crate::request::{id, versioned};

/// Take a story out of the trash, in the state it had.
#[utoipa::path(
    post, path = "/api/v1/stories/{story}/restorations", tag = "Stories",
    operation_id = "restore_story",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 200, body = StoryView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    ),
)]
pub async fn restore_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<Response, Failure> {
    let story = app.restore_story(&actor, id("story", &story)?).await?;
    Ok(versioned(story.version, Json(StoryView::from(&story))))
}
