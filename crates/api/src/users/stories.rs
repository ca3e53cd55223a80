//! `GET /api/v1/users/{handle}/stories`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::profiles::ProfileAt;
use quire_domain::text::Handle;
use quire_edge::problem::{Problem, ProblemDocument, catalogue};
use quire_edge::{Caller, Failure};

use crate::page::Page;
use crate::request::Params;
use crate::stories::StoryCardView;

/// The stories of a member that the caller may see in lists, newest first.
#[utoipa::path(
    get, path = "/api/v1/users/{handle}/stories", tag = "Users", operation_id = "user_stories",
    params(
        ("handle" = String, Path, description = "The handle, without regard to case"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<StoryCardView>),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn user_stories(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(handle): Path<String>,
    mut params: Params,
) -> Result<Json<Page<StoryCardView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let nobody = || Failure(Problem::new(&catalogue::NOT_FOUND));
    let handle = Handle::parse(&handle).map_err(|_form| nobody())?;
    let ProfileAt::Here(shown) = app.profile(&actor, &handle).await? else {
        return Err(nobody());
    };
    let stories = app.stories_of(&actor, shown.id, &page).await?;
    Ok(Json(Page::of(stories, StoryCardView::from)))
}
