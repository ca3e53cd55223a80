//! `GET /api/v1/me/api-tokens`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::TokenView;
use crate::page::Page;
use crate::request::Params;

/// The caller's API tokens, newest first. Needs a login of one's own.
#[utoipa::path(
    get, path = "/api/v1/me/api-tokens", tag = "Accounts", operation_id = "own_tokens",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<TokenView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn own_tokens(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<TokenView>>, Failure> {
    let request = params.page()?;
    params.end()?;
    let page = app.own_tokens(&actor, &request).await?;
    Ok(Json(Page::of(page, |token| TokenView::from(&token))))
}
