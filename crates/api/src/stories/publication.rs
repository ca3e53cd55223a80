//! `PUT|DELETE /api/v1/stories/{story}/publication`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::StoryView;
use crate::request::{id, versioned};

/// Show a story to its audience. It needs at least one published or scheduled chapter.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/publication", tag = "Stories",
    operation_id = "publish_story",
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
pub async fn publish_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<Response, Failure> {
    let story = app.publish_story(&actor, id("story", &story)?).await?;
    Ok(versioned(story.version, Json(StoryView::from(&story))))
}

/// Take a story back from its readers; its chapters keep their states.
#[utoipa::path(
    delete, path = "/api/v1/stories/{story}/publication", tag = "Stories",
    operation_id = "withdraw_story",
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
pub async fn withdraw_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<Response, Failure> {
    let story = app.withdraw_story(&actor, id("story", &story)?).await?;
    Ok(versioned(story.version, Json(StoryView::from(&story))))
}
