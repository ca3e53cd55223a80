//! `GET /api/v1/stories/{story}/trash`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::ChapterLineView;
use crate::page::Page;
use crate::request::{Params, id};

/// The chapters of a story in the trash, in the order they had.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/trash", tag = "Chapters", operation_id = "chapter_trash",
    params(
        ("story" = String, Path, description = "Id (`sto_…`)"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<ChapterLineView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn chapter_trash(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    mut params: Params,
) -> Result<Json<Page<ChapterLineView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let trash = app
        .chapter_trash(&actor, id("story", &story)?, &page)
        .await?;
    Ok(Json(Page::of(trash, ChapterLineView::from)))
}
