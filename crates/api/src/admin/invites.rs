//! `GET|POST /api/v1/admin/invites` and `DELETE /api/v1/admin/invites/{invite}`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::invites::{Invite, NewInvite};
use quire_domain::Timestamp;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Page;
use crate::request::{Body, Faults, Params, body, id};

/// An invitation to register.
#[derive(Debug, Serialize, ToSchema)]
pub struct InviteView {
    /// Its id.
    pub id: String,
    /// Who made it.
    pub created_by: String,
    /// How many may still come with it.
    pub uses_left: i64,
    /// When it was made.
    pub created_at: String,
    /// When it ends.
    pub expires_at: String,
}

impl From<&Invite> for InviteView {
    fn from(invite: &Invite) -> Self {
        Self {
            id: invite.id.to_string(),
            created_by: invite.created_by.to_string(),
            uses_left: invite.uses_left,
            created_at: invite.created_at.to_string(),
            expires_at: invite.expires_at.to_string(),
        }
    }
}

/// An invitation that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeInviteView {
    /// The code to give on, shown only now.
    pub code: String,
    /// The invitation.
    pub invite: InviteView,
}

body! {
    /// What an invitation shall be.
    pub struct InviteBody {
        /// How many may come with it, 1 to 1,000; one when left out.
        optional uses: i64,
        /// When it ends, within 365 days; in 30 days when left out.
        optional expires_at: Timestamp,
    }
}

/// Make an invitation. Its code is shown once.
#[utoipa::path(
    post, path = "/api/v1/admin/invites", tag = "Administration", operation_id = "create_invite",
    request_body = InviteBody,
    responses(
        (status = 201, body = MadeInviteView, headers(("Location" = String))),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn create_invite(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<InviteBody>,
) -> Result<Response, Failure> {
    let mut faults = Faults::default();
    let uses = faults.or("/uses", body.uses, 1);
    let expires = faults.optional("/expires_at", body.expires_at);
    faults.end()?;
    let now = app.now();
    let new = NewInvite {
        // Out of its range on either side, the verb refuses it by name.
        uses: u32::try_from(uses).unwrap_or(0),
        lifetime: expires.map(|end| end.since(now)),
    };
    let made = app.create_invite(&actor, new).await?;
    let location = format!("/api/v1/admin/invites/{}", made.invite.id);
    let view = MadeInviteView {
        code: made.code.reveal(),
        invite: InviteView::from(&made.invite),
    };
    Ok((
        StatusCode::CREATED,
        [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        Json(view),
    )
        .into_response())
}

/// The invitations, newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/invites", tag = "Administration", operation_id = "invites",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<InviteView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn invites(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<InviteView>>, Failure> {
    let request = params.page()?;
    params.end()?;
    let page = app.invites(&actor, &request).await?;
    Ok(Json(Page::of(page, |invite| InviteView::from(&invite))))
}

/// Take an invitation back; who came with it stays.
#[utoipa::path(
    delete, path = "/api/v1/admin/invites/{invite}", tag = "Administration",
    operation_id = "revoke_invite",
    params(("invite" = String, Path, description = "Id (`inv_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn revoke_invite(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(invite): Path<String>,
) -> Result<StatusCode, Failure> {
    app.revoke_invite(&actor, id("invite", &invite)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
