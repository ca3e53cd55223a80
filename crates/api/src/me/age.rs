//! `PUT /api/v1/me/age-confirmation`

use axum::extract::State;
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

/// Confirm to be an adult: texts for adults are shown from now on. Needs a login of one's own.
#[utoipa::path(
    put, path = "/api/v1/me/age-confirmation", tag = "Me", operation_id = "confirm_age",
    responses(
        (status = 204),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn confirm_age(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<StatusCode, Failure> {
    app.confirm_age(&actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
