//! `GET|PUT /api/v1/stories/{story}/tags`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::tags::TagChoice;
use quire_domain::tag::TagKind;
use quire_domain::text::TagName;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::CarriedTagView;
use crate::request::{Body, Faults, Params, StoryIn, body, id};

body! {
    /// The tags of a story, in the author's order: names by what they are about.
    pub struct StoryTagsBody {
        /// One to three genres.
        required genres: Vec<TagName>,
        /// Themes.
        optional themes: Vec<TagName>,
        /// The worlds it is set in.
        optional fandoms: Vec<TagName>,
        /// Who is in it.
        optional characters: Vec<TagName>,
        /// Who is with whom.
        optional relationships: Vec<TagName>,
        /// Anything else.
        optional freeform: Vec<TagName>,
    }
}

/// The tags of a story in the author's order.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/tags", tag = "Stories", operation_id = "story_tags",
    params(("story" = String, Path, description = "Id (`sto_…`) or slug")),
    responses(
        (status = 200, body = Vec<CarriedTagView>),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn story_tags(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    params: Params,
) -> Result<Json<Vec<CarriedTagView>>, Failure> {
    params.end()?;
    let tags = app.tags_of(&actor, &story).await?;
    Ok(Json(tags.into_iter().map(CarriedTagView::from).collect()))
}

/// Set the tags of a story; a name nobody has used yet makes a tag.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/tags", tag = "Stories", operation_id = "set_story_tags",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    request_body = StoryTagsBody,
    responses(
        (status = 200, body = Vec<CarriedTagView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn set_story_tags(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    Body(body): Body<StoryTagsBody>,
) -> Result<Json<Vec<CarriedTagView>>, Failure> {
    let story = id("story", &story)?;
    let mut faults = Faults::default();
    let genres = faults.required("/genres", body.genres);
    let others = [
        (
            TagKind::Theme,
            faults.or("/themes", body.themes, Vec::new()),
        ),
        (
            TagKind::Fandom,
            faults.or("/fandoms", body.fandoms, Vec::new()),
        ),
        (
            TagKind::Character,
            faults.or("/characters", body.characters, Vec::new()),
        ),
        (
            TagKind::Relationship,
            faults.or("/relationships", body.relationships, Vec::new()),
        ),
        (
            TagKind::Freeform,
            faults.or("/freeform", body.freeform, Vec::new()),
        ),
    ];
    let (genres,) = faults.all((genres,))?;
    let choices: Vec<TagChoice> = [(TagKind::Genre, genres)]
        .into_iter()
        .chain(others)
        .flat_map(|(kind, names)| names.into_iter().map(move |name| TagChoice { kind, name }))
        .collect();
    let tags = app.set_tags(&actor, story, &choices).await?;
    Ok(Json(tags.into_iter().map(CarriedTagView::from).collect()))
}
