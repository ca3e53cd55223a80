//! `GET /api/v1/me/invitations`, `PUT|DELETE /api/v1/me/invitations/{story}`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::collaborators::Invitation;
use quire_app::{App, Refused};
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Page;
use crate::request::{Params, id};

/// A story the caller is asked to join.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    /// The story.
    pub story: String,
    /// Its title.
    pub title: String,
    /// What they would do.
    pub role: &'static str,
    /// The handle of who asks.
    pub invited_by: String,
    /// Since when.
    pub created_at: String,
}

impl From<Invitation> for InvitationView {
    fn from(invitation: Invitation) -> Self {
        Self {
            story: invitation.story_id.to_string(),
            title: invitation.title.to_string(),
            role: invitation.role.as_str(),
            invited_by: invitation.invited_by.to_string(),
            created_at: invitation.created_at.to_string(),
        }
    }
}

/// The stories the caller is asked to join, newest first.
#[utoipa::path(
    get, path = "/api/v1/me/invitations", tag = "Me", operation_id = "list_invitations",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<InvitationView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
    ),
)]
pub async fn list_invitations(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<InvitationView>>, Failure> {
    let page = params.page()?;
    params.end()?;
    let invitations = app.invitations(&actor, &page).await?;
    Ok(Json(Page::of(invitations, InvitationView::from)))
}

/// Join a story one is asked to join.
#[utoipa::path(
    put, path = "/api/v1/me/invitations/{story}", tag = "Me", operation_id = "accept_invitation",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn accept_invitation(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<StatusCode, Failure> {
    app.accept_invitation(&actor, id("story", &story)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decline to join a story, or leave it.
#[utoipa::path(
    delete, path = "/api/v1/me/invitations/{story}", tag = "Me",
    operation_id = "decline_invitation",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    ),
)]
pub async fn decline_invitation(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<StatusCode, Failure> {
    let story = id("story", &story)?;
    let account = actor.account().ok_or(Refused::Unauthenticated)?;
    app.remove_collaborator(&actor, story, account).await?;
    Ok(StatusCode::NO_CONTENT)
}
