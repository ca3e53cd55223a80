//! `GET /api/v1/tags`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_domain::tag::TagKind;
use quire_edge::Failure;
use quire_edge::problem::ProblemDocument;

use super::TagView;
use crate::page::Page;
use crate::request::Params;

/// The tags that stories carry, the most used first.
#[utoipa::path(
    get, path = "/api/v1/tags", tag = "Discovery", operation_id = "list_tags",
    params(
        ("kind" = Option<String>, Query, description = "genre, theme, fandom, character, relationship, freeform"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses((status = 200, body = Page<TagView>), (status = 400, body = ProblemDocument)),
)]
pub async fn list_tags(
    State(app): State<App>,
    mut params: Params,
) -> Result<Json<Page<TagView>>, Failure> {
    let kind = params.parsed::<TagKind>("kind")?;
    let page = params.page()?;
    params.end()?;
    Ok(Json(Page::of(app.tags(kind, &page).await?, TagView::from)))
}
