//! `GET /api/v1/imports`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::ImportView;
use crate::page::Page;
use crate::request::Params;

/// The caller's imports, newest first.
#[utoipa::path(
    get, path = "/api/v1/imports", tag = "Imports", operation_id = "own_imports",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<ImportView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
    ),
)]
pub async fn own_imports(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<ImportView>>, Failure> {
    let request = params.page()?;
    params.end()?;
    let page = app.own_imports(&actor, &request).await?;
    Ok(Json(Page::of(page, |run| ImportView::from(&run))))
}
