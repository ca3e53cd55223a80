//! `GET /api/v1/me/continue`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_app::reading::{ChapterAhead, Continued};
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::PositionView;
use crate::page::Page;
use crate::request::Params;
use crate::stories::StoryCardView;

/// A story somebody is in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContinuedView {
    /// The story.
    pub story: StoryCardView,
    /// Where the reader was last.
    pub current: PositionView,
    /// The chapter of that place; `null` when it is not out any more.
    pub chapter: Option<ChapterAheadView>,
    /// The chapter after it, when one is out.
    pub next: Option<ChapterAheadView>,
    /// Chapters that are out behind the furthest one.
    pub unread: i64,
    /// When the next part comes, where that is known.
    pub next_part_at: Option<String>,
}

/// A chapter to go on with.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChapterAheadView {
    /// Its id.
    pub id: String,
    /// The number people see.
    pub number: Option<i64>,
    /// Its title.
    pub title: String,
    /// The last part of its address.
    pub slug: String,
}

impl From<ChapterAhead> for ChapterAheadView {
    fn from(chapter: ChapterAhead) -> Self {
        Self {
            id: chapter.id.to_string(),
            number: chapter.number,
            title: chapter.title.to_string(),
            slug: chapter.slug.to_string(),
        }
    }
}

impl From<Continued> for ContinuedView {
    fn from(continued: Continued) -> Self {
        Self {
            story: continued.story.into(),
            current: PositionView::from(&continued.current),
            chapter: continued.chapter.map(ChapterAheadView::from),
            next: continued.next.map(ChapterAheadView::from),
            unread: continued.unread,
            next_part_at: continued.next_part_at.map(|at| at.to_string()),
        }
    }
}

/// The stories the caller is in, the one read last first.
#[utoipa::path(
    get, path = "/api/v1/me/continue", tag = "Reading", operation_id = "continue_reading",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<ContinuedView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
    ),
)]
pub async fn continue_reading(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<ContinuedView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let stories = app.continue_reading(&actor, &page).await?;
    Ok(Json(Page::of(stories, ContinuedView::from)))
}
