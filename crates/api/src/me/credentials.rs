//! `PUT /api/v1/me/password` and `PUT /api/v1/me/email`

use axum::extract::State;
use axum::http::StatusCode;
use quire_app::App;
use quire_domain::text::EmailAddress;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use quire_identity::password::Password;

use crate::request::{Body, Faults, body};

body! {
    /// Another password.
    pub struct PasswordBody {
        /// The present one.
        required current_password: Password,
        /// The new one: at least 10 characters, for staff 15.
        required password: Password,
    }
}

/// Change the password; every other login of the account ends. Needs a login of one's own.
#[utoipa::path(
    put, path = "/api/v1/me/password", tag = "Accounts", operation_id = "change_password",
    request_body = PasswordBody,
    responses(
        (status = 204),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn change_password(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<PasswordBody>,
) -> Result<StatusCode, Failure> {
    let mut faults = Faults::default();
    let current = faults.required("/current_password", body.current_password);
    let new = faults.required("/password", body.password);
    let (current, new) = faults.all((current, new))?;
    app.change_password(&actor, &current, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

body! {
    /// Another address.
    pub struct EmailBody {
        /// The password.
        required current_password: Password,
        /// The new address.
        required email: EmailAddress,
    }
}

/// Change the e-mail address. It counts at once: no mail is sent to confirm it yet. Needs a login
/// of one's own.
#[utoipa::path(
    put, path = "/api/v1/me/email", tag = "Accounts", operation_id = "change_email",
    request_body = EmailBody,
    responses(
        (status = 204),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn change_email(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<EmailBody>,
) -> Result<StatusCode, Failure> {
    let mut faults = Faults::default();
    let current = faults.required("/current_password", body.current_password);
    let email = faults.required("/email", body.email);
    let (current, email) = faults.all((current, email))?;
    app.change_email(&actor, &current, &email).await?;
    Ok(StatusCode::NO_CONTENT)
}
