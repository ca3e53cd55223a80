//! `GET /api/v1/tags/{slug}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_domain::slug::Slug;
use quire_edge::Failure;
use quire_edge::problem::{Problem, ProblemDocument, catalogue};
use serde::Serialize;
use utoipa::ToSchema;

use super::TagView;
use crate::request::Params;

/// A tag with what it is a synonym of, and its synonyms.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagPageView {
    /// The tag.
    pub tag: TagView,
    /// The tag it is a synonym of; its list is the one to look at.
    pub canonical: Option<TagView>,
    /// Its synonyms.
    pub synonyms: Vec<TagView>,
}

/// A tag, by its slug. Its stories: `GET /api/v1/stories?tag={slug}`.
#[utoipa::path(
    get, path = "/api/v1/tags/{slug}", tag = "Discovery", operation_id = "show_tag",
    params(("slug" = String, Path, description = "The tag's address")),
    responses(
        (status = 200, body = TagPageView),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn show_tag(
    State(app): State<App>,
    Path(slug): Path<String>,
    params: Params,
) -> Result<Json<TagPageView>, Failure> {
    params.end()?;
    let slug = Slug::parse(&slug).map_err(|_form| Problem::new(&catalogue::NOT_FOUND))?;
    let page = app.tag(&slug).await?;
    Ok(Json(TagPageView {
        tag: page.tag.into(),
        canonical: page.canonical.map(TagView::from),
        synonyms: page.synonyms.into_iter().map(TagView::from).collect(),
    }))
}
