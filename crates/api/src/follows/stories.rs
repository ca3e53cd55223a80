//! `/api/v1/me/following/stories`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::page::Page;
use crate::request::{Params, id};
use crate::stories::StoryCardView;

/// The stories the caller follows, the newest first.
#[utoipa::path(
    get, path = "/api/v1/me/following/stories", tag = "Me", operation_id = "followed_stories",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<StoryCardView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
    ),
)]
pub async fn followed_stories(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<StoryCardView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let followed = app.followed_stories(&actor, &page).await?;
    Ok(Json(Page::of(followed, StoryCardView::from)))
}

/// Follow a story; following it twice changes nothing.
#[utoipa::path(
    put, path = "/api/v1/me/following/stories/{story}", tag = "Me", operation_id = "follow_story",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    ),
)]
pub async fn follow_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<StatusCode, Failure> {
    app.follow_story(&actor, id("story", &story)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow a story no longer.
#[utoipa::path(
    delete, path = "/api/v1/me/following/stories/{story}", tag = "Me", operation_id = "unfollow_story",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn unfollow_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<StatusCode, Failure> {
    app.unfollow_story(&actor, id("story", &story)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
