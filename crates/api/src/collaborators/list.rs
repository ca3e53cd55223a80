//! `GET /api/v1/stories/{story}/collaborators`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::CollaboratorsView;
use crate::request::{Params, StoryIn};

/// Those who write a story: its collaborators see everyone, readers its authors.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/collaborators", tag = "Collaborators",
    operation_id = "list_collaborators",
    params(("story" = String, Path, description = "Id (`sto_…`) or slug")),
    responses(
        (status = 200, body = CollaboratorsView),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn list_collaborators(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    params: Params,
) -> Result<Json<CollaboratorsView>, Failure> {
    params.end()?;
    Ok(Json(app.collaborators(&actor, &story).await?.into()))
}
