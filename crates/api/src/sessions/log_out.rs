//! `DELETE /api/v1/sessions/current`

use axum::extract::State;
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

/// Sign out: end the login this request was made with.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "Accounts", operation_id = "log_out",
    responses(
        (status = 204),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn log_out(State(app): State<App>, Caller(actor): Caller) -> Result<StatusCode, Failure> {
    app.log_out(&actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
