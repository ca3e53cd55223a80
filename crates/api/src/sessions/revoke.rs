//! `DELETE /api/v1/me/sessions` and `DELETE /api/v1/me/sessions/{session}`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::id;

/// End one of the caller's logins.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions/{session}", tag = "Accounts",
    operation_id = "revoke_session",
    params(("session" = String, Path, description = "Id (`ses_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn revoke_session(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(session): Path<String>,
) -> Result<StatusCode, Failure> {
    app.revoke_session(&actor, id("session", &session)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End every login of the caller but the one this request was made with.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions", tag = "Accounts",
    operation_id = "revoke_other_sessions",
    responses(
        (status = 204),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn revoke_other_sessions(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<StatusCode, Failure> {
    app.revoke_other_sessions(&actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
