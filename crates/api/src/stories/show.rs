//! `GET /api/v1/stories/{story}`

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::stories::{StoryAt, StoryRef};
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::StoryView;
use crate::request::{StoryIn, versioned};

/// A story, by its id or slug. An old slug redirects to the present one.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}", tag = "Stories", operation_id = "show_story",
    params(("story" = String, Path, description = "Id (`sto_…`) or slug")),
    responses(
        (status = 200, body = StoryView, headers(("ETag" = String))),
        (status = 301, description = "The story has another slug now"),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn show_story(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
) -> Result<Response, Failure> {
    let readable = match story {
        StoryRef::Id(id) => app.story(&actor, id).await?,
        StoryRef::Slug(slug) => match app.story_at(&actor, &slug).await? {
            StoryAt::Here(readable) => *readable,
            StoryAt::Moved(slug) => {
                let location = format!("/api/v1/stories/{slug}");
                let moved = (
                    StatusCode::MOVED_PERMANENTLY,
                    [(header::LOCATION, location)],
                );
                return Ok(moved.into_response());
            }
        },
    };
    Ok(versioned(
        readable.story.version,
        Json(StoryView::from(&readable.story)),
    ))
}
