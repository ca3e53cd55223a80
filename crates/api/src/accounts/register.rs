//! `POST /api/v1/accounts`

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::accounts::Registration;
use quire_domain::text::{DisplayName, EmailAddress, Handle, Remark};
use quire_edge::Failure;
use quire_edge::problem::{Problem, ProblemDocument};
use quire_identity::password::Password;
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Body, Faults, body};

body! {
    /// What a stranger gives to become a member.
    pub struct RegistrationBody {
        /// The handle wanted: letters a-z, digits and underscores.
        required handle: Handle,
        /// The e-mail address.
        required email: EmailAddress,
        /// The password: at least 10 characters, not among the first that are tried.
        required password: Password,
        /// The name to show; the handle when left out.
        optional display_name: DisplayName,
        /// An answer to the site's question, where an administrator decides.
        optional answer: Remark,
        /// An invitation, where the site needs one.
        optional invite: String,
    }
}

/// An account that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredView {
    /// The account.
    pub id: String,
    /// Its handle.
    pub handle: String,
    /// `active`, or `pending` where an administrator has to agree first.
    pub status: &'static str,
}

impl RegistrationBody {
    fn read(self) -> Result<Registration, Problem> {
        let mut faults = Faults::default();
        let handle = faults.required("/handle", self.handle);
        let email = faults.required("/email", self.email);
        let password = faults.required("/password", self.password);
        let display_name = faults.optional("/display_name", self.display_name);
        let answer = faults.optional("/answer", self.answer);
        let invite = faults.optional("/invite", self.invite);
        let (handle, email, password) = faults.all((handle, email, password))?;
        Ok(Registration {
            handle,
            email,
            password,
            display_name,
            answer,
            invite,
        })
    }
}

/// Register. The site decides who may: everyone, everyone an administrator agrees to, who has an
/// invitation, or nobody.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "Accounts", operation_id = "register_account",
    request_body = RegistrationBody,
    responses(
        (status = 201, body = RegisteredView, headers(("Location" = String))),
        (status = 403, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn register_account(
    State(app): State<App>,
    Body(body): Body<RegistrationBody>,
) -> Result<Response, Failure> {
    let new = body.read()?;
    let made = app.register(&new).await?;
    let location = format!("/api/v1/users/{}", new.handle);
    let view = RegisteredView {
        id: made.id.to_string(),
        handle: new.handle.to_string(),
        status: made.status.as_str(),
    };
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(view),
    )
        .into_response())
}
