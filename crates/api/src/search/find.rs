//! `GET /api/v1/search`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_domain::text::SearchText;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::view::HitView;
use crate::page::Page;
use crate::request::{Params, invalid};

/// Full-text search. All words must occur; the last one may be unfinished; "quoted words" stand
/// together; `-word` excludes.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "Discovery", operation_id = "search",
    params(
        ("q" = String, Query, description = "What to look for"),
        ("type" = Option<String>, Query, description = "story, chapter or user; story when left out"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<HitView>),
        (status = 400, body = ProblemDocument),
    ),
)]
pub async fn search(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<HitView>>, Failure> {
    let text = params
        .parsed::<SearchText>("q")?
        .ok_or_else(|| invalid("q", "say what to look for"))?;
    let kind = params.text("type")?;
    let page = params.page()?;
    params.end()?;
    Ok(Json(match kind.as_deref() {
        None | Some("story") => Page::of(app.search_stories(&actor, &text, &page).await?, |hit| {
            HitView::Story(Box::new(hit.into()))
        }),
        Some("chapter") => Page::of(app.search_chapters(&actor, &text, &page).await?, |hit| {
            HitView::Chapter(hit.into())
        }),
        Some("user") => Page::of(app.search_people(&text, &page).await?, |hit| {
            HitView::User(hit.into())
        }),
        Some(_) => return Err(invalid("type", "one of: story, chapter, user")),
    }))
}
