//! `/api/v1/me/following/users`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Page;
use crate::request::{Params, id};

/// A member somebody follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowedView {
    /// The account.
    pub id: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
}

/// The users the caller follows, the newest first.
#[utoipa::path(
    get, path = "/api/v1/me/following/users", tag = "Me", operation_id = "followed_users",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<FollowedView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
    ),
)]
pub async fn followed_users(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<FollowedView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let followed = app.followed_users(&actor, &page).await?;
    Ok(Json(Page::of(followed, |user| FollowedView {
        id: user.id.to_string(),
        handle: user.handle.to_string(),
        display_name: user.display_name.to_string(),
    })))
}

/// Follow a user; following it twice changes nothing.
#[utoipa::path(
    put, path = "/api/v1/me/following/users/{user}", tag = "Me", operation_id = "follow_user",
    params(("user" = String, Path, description = "Id (`usr_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    ),
)]
pub async fn follow_user(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(user): Path<String>,
) -> Result<StatusCode, Failure> {
    app.follow_user(&actor, id("user", &user)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow a user no longer.
#[utoipa::path(
    delete, path = "/api/v1/me/following/users/{user}", tag = "Me", operation_id = "unfollow_user",
    params(("user" = String, Path, description = "Id (`usr_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn unfollow_user(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(user): Path<String>,
) -> Result<StatusCode, Failure> {
    app.unfollow_user(&actor, id("user", &user)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
