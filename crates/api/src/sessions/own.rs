//! `GET /api/v1/me/sessions`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::SessionView;
use crate::page::Page;
use crate::request::Params;

/// The caller's logins, newest first. Needs a login of one's own; tokens may not.
#[utoipa::path(
    get, path = "/api/v1/me/sessions", tag = "Accounts", operation_id = "own_sessions",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<SessionView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn own_sessions(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<SessionView>>, Failure> {
    let request = params.page()?;
    params.end()?;
    let page = app.own_sessions(&actor, &request).await?;
    Ok(Json(Page::of(page, SessionView::from)))
}
