//! `PATCH /api/v1/me`

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use quire_app::App;
use quire_app::profiles::ProfileChange;
use quire_domain::account::ProfileVisibility;
use quire_domain::text::{Bio, DisplayName, Handle};
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};

use crate::request::{Body, Faults, IfMatch, body, versioned};
use crate::users::OwnProfileView;

body! {
    /// What changes of the profile; a field left out stays as it is.
    pub struct ProfilePatch {
        /// The handle. The old one leads to the new one and is nobody else's for 90 days.
        optional handle: Handle,
        /// The name.
        optional display_name: DisplayName,
        /// What the owner says, Markdown.
        optional bio: Bio,
        /// Who may see the details.
        optional visibility: ProfileVisibility,
        /// Whether it stands in the directory and in search.
        optional listed: bool,
    }
}

impl ProfilePatch {
    fn read(self) -> Result<ProfileChange, Problem> {
        let mut faults = Faults::default();
        let change = ProfileChange {
            handle: faults.some("/handle", self.handle),
            display_name: faults.some("/display_name", self.display_name),
            bio: faults.some("/bio", self.bio),
            visibility: faults.some("/visibility", self.visibility),
            listed: faults.some("/listed", self.listed),
        };
        faults.end()?;
        Ok(change)
    }
}

/// Change the caller's profile (JSON Merge Patch).
#[utoipa::path(
    patch, path = "/api/v1/me", tag = "Me", operation_id = "update_me",
    params(("If-Match" = String, Header, description = "The ETag that was read")),
    request_body = ProfilePatch,
    responses(
        (status = 200, body = OwnProfileView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 412, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 428, body = ProblemDocument),
    ),
)]
pub async fn update_me(
    State(app): State<App>,
    Caller(actor): Caller,
    IfMatch(version): IfMatch,
    Body(body): Body<ProfilePatch>,
) -> Result<Response, Failure> {
    let profile = app.change_profile(&actor, version, &body.read()?).await?;
    let view = OwnProfileView::from(&profile);
    Ok(versioned(profile.version, Json(view)))
}
