//! `PUT /api/v1/stories/{story}/collaborators/{user}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::collaborators::Invitee;
use quire_domain::story::CollaboratorRole;
use quire_domain::text::Handle;
use quire_edge::problem::{Problem, ProblemDocument, catalogue};
use quire_edge::{Caller, Failure};

use super::CollaboratorsView;
use crate::request::{Body, Faults, body, id};

body! {
    /// What somebody does in a story.
    pub struct CollaboratorBody {
        /// `co_author` writes and publishes, `editor` edits the text, `beta` reads drafts.
        required role: CollaboratorRole,
    }
}

fn invitee(text: &str) -> Result<Invitee, Failure> {
    let Some(handle) = text.strip_prefix('@') else {
        return Ok(Invitee::Id(id("user", text)?));
    };
    Handle::parse(handle)
        .map(Invitee::Handle)
        .map_err(|invalid| {
            let entry = &catalogue::INVALID_ID;
            Failure(Problem::new(entry).at("user", entry, invalid.to_string()))
        })
}

/// Ask somebody to join a story, or give somebody who did another role.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/collaborators/{user}", tag = "Collaborators",
    operation_id = "put_collaborator",
    params(
        ("story" = String, Path, description = "Id (`sto_…`)"),
        ("user" = String, Path, description = "Id (`usr_…`) or `@handle`"),
    ),
    request_body = CollaboratorBody,
    responses(
        (status = 200, body = CollaboratorsView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn put_collaborator(
    State(app): State<App>,
    Caller(actor): Caller,
    Path((story, user)): Path<(String, String)>,
    Body(body): Body<CollaboratorBody>,
) -> Result<Json<CollaboratorsView>, Failure> {
    let (story, who) = (id("story", &story)?, invitee(&user)?);
    let mut faults = Faults::default();
    let role = faults.required("/role", body.role);
    let (role,) = faults.all((role,))?;
    let all = app.invite_collaborator(&actor, story, &who, role).await?;
    Ok(Json(all.into()))
}
