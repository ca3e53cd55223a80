//! `GET /api/v1/me`

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::MeView;
use crate::request::{Params, versioned};

/// The caller's own account and profile.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "Me", operation_id = "show_me",
    responses(
        (status = 200, body = MeView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn show_me(
    State(app): State<App>,
    Caller(actor): Caller,
    params: Params,
) -> Result<Response, Failure> {
    params.end()?;
    let account = app.own_account(&actor).await?;
    let profile = app.own_profile(&actor).await?;
    let view = MeView::of(&account, &profile);
    Ok(versioned(profile.version, Json(view)))
}
