//! `GET /api/v1/suggestions`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_domain::text::SearchText;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::PersonView;
use crate::request::{Params, invalid};
use crate::stories::StoryCardView;
use crate::tags::TagView;

/// What somebody who is still typing may mean.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionsView {
    /// Stories by their titles and authors.
    pub stories: Vec<StoryCardView>,
    /// Tags by how they begin, the most used first.
    pub tags: Vec<TagView>,
    /// Members by how their handles begin.
    pub users: Vec<PersonView>,
}

/// What somebody who is still typing may mean: a few stories, tags and members.
#[utoipa::path(
    get, path = "/api/v1/suggestions", tag = "Discovery", operation_id = "suggest",
    params(("q" = String, Query, description = "What was typed so far")),
    responses((status = 200, body = SuggestionsView), (status = 400, body = ProblemDocument)),
)]
pub async fn suggest(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<SuggestionsView>, Failure> {
    let text = params
        .parsed::<SearchText>("q")?
        .ok_or_else(|| invalid("q", "say what was typed"))?;
    params.end()?;
    let found = app.suggest(&actor, &text).await?;
    Ok(Json(SuggestionsView {
        stories: found.stories.into_iter().map(StoryCardView::from).collect(),
        tags: found.tags.into_iter().map(TagView::from).collect(),
        users: found.people.into_iter().map(PersonView::from).collect(),
    }))
}
