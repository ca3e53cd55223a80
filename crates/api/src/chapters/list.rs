//! `GET /api/v1/stories/{story}/chapters`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::ChapterLineView;
use crate::page::Page;
use crate::request::{Params, StoryIn};

/// The chapters of a story, in order: of those who write it all, of readers the published ones.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/chapters", tag = "Chapters", operation_id = "list_chapters",
    params(
        ("story" = String, Path, description = "Id (`sto_…`) or slug"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<ChapterLineView>),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn list_chapters(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    mut params: Params,
) -> Result<Json<Page<ChapterLineView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let chapters = app.chapters_of(&actor, &story, &page).await?;
    Ok(Json(Page::of(chapters, ChapterLineView::from)))
}
