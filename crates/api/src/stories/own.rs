//! `GET /api/v1/me/stories`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::StoryView;
use crate::page::Page;
use crate::request::Params;

/// The stories the caller writes, newest first.
#[utoipa::path(
    get, path = "/api/v1/me/stories", tag = "Me", operation_id = "own_stories",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<StoryView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
    ),
)]
pub async fn own_stories(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<StoryView>>, Failure> {
    let request = params.page()?;
    params.end()?;
    let page = app.own_stories(&actor, &request).await?;
    Ok(Json(Page::of(page, |story| StoryView::from(&story))))
}
