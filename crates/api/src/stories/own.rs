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
    let limit = params.limit()?;
    let before = params.parsed("cursor")?;
    params.end()?;
    let stories = app.own_stories(&actor, before, limit).await?;
    // The list is by id, which is no secret: the cursor is the id of the last one.
    let full = i64::try_from(stories.len()).is_ok_and(|count| count == limit);
    Ok(Json(Page {
        next_cursor: stories
            .last()
            .filter(|_| full)
            .map(|story| story.id.to_string()),
        data: stories.iter().map(StoryView::from).collect(),
    }))
}
