//! `DELETE /api/v1/stories/{story}/collaborators/{user}`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::id;

/// End somebody's part in a story: the owner anyone's, everyone their own.
#[utoipa::path(
    delete, path = "/api/v1/stories/{story}/collaborators/{user}", tag = "Collaborators",
    operation_id = "remove_collaborator",
    params(
        ("story" = String, Path, description = "Id (`sto_…`)"),
        ("user" = String, Path, description = "Id (`usr_…`)"),
    ),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn remove_collaborator(
    State(app): State<App>,
    Caller(actor): Caller,
    Path((story, user)): Path<(String, String)>,
) -> Result<StatusCode, Failure> {
    let (story, user) = (id("story", &story)?, id("user", &user)?);
    app.remove_collaborator(&actor, story, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
