//! `GET /api/v1/chapters/{chapter}/revisions`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::RevisionView;
use crate::page::Page;
use crate::request::{Params, id};

/// The history of a chapter, newest first, for those who write it.
#[utoipa::path(
    get, path = "/api/v1/chapters/{chapter}/revisions", tag = "Revisions",
    operation_id = "list_revisions",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<RevisionView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn list_revisions(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    mut params: Params,
) -> Result<Json<Page<RevisionView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let revisions = app
        .revisions(&actor, id("chapter", &chapter)?, &page)
        .await?;
    Ok(Json(Page::of(revisions, RevisionView::from)))
}
