//! `GET /api/v1/stories`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_app::listings::{StoryFilter, StoryOrder};
use quire_edge::Failure;
use quire_edge::problem::ProblemDocument;

use super::StoryCardView;
use crate::page::Page;
use crate::request::{Params, invalid};

/// The public stories, filtered. Filters that may stand several times: tags and warnings must all
/// hold, of ratings, languages and statuses one is enough. A page may hold fewer stories than asked
/// for and still have a `next_cursor`: the work for a page is bounded.
#[utoipa::path(
    get, path = "/api/v1/stories", tag = "Stories", operation_id = "list_stories",
    params(
        ("sort" = Option<String>, Query, description = "trending, new or updated; trending when left out"),
        ("tag" = Option<Vec<String>>, Query, description = "Slugs of tags it carries, or of synonyms"),
        ("genre" = Option<Vec<String>>, Query, description = "Slugs of genres it carries"),
        ("not_tag" = Option<Vec<String>>, Query, description = "Slugs of tags it does not carry"),
        ("rating" = Option<Vec<String>>, Query, description = "general, teen, mature, explicit, unrated"),
        ("warning" = Option<Vec<String>>, Query, description = "Warnings it lists"),
        ("not_warning" = Option<Vec<String>>, Query, description = "Warnings it does not list"),
        ("language" = Option<Vec<String>>, Query, description = "BCP 47; en also finds en-GB"),
        ("status" = Option<Vec<String>>, Query, description = "ongoing, hiatus, completed, dropped, oneshot"),
        ("words_min" = Option<i64>, Query, description = "At least so many words"),
        ("words_max" = Option<i64>, Query, description = "At most so many words"),
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<StoryCardView>),
        (status = 400, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn list_stories(
    State(app): State<App>,
    mut params: Params,
) -> Result<Json<Page<StoryCardView>>, Failure> {
    let order = match params.text("sort")?.as_deref() {
        None | Some("trending") => StoryOrder::Trending,
        Some("new") => StoryOrder::New,
        Some("updated") => StoryOrder::Updated,
        Some(_) => return Err(invalid("sort", "one of: trending, new, updated")),
    };
    let filter = StoryFilter {
        tags: params.all("tag")?,
        genres: params.all("genre")?,
        not_tags: params.all("not_tag")?,
        ratings: params.all("rating")?,
        warnings: params.all("warning")?,
        not_warnings: params.all("not_warning")?,
        languages: params.all("language")?,
        statuses: params.all("status")?,
        words_min: params.parsed("words_min")?,
        words_max: params.parsed("words_max")?,
    };
    let page = params.page()?;
    params.end()?;
    let stories = app.stories(order, &filter, &page).await?;
    Ok(Json(Page::of(stories, StoryCardView::from)))
}
