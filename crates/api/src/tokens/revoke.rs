//! `DELETE /api/v1/me/api-tokens/{token}`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::id;

/// End one of the caller's API tokens. Needs a login of one's own.
#[utoipa::path(
    delete, path = "/api/v1/me/api-tokens/{token}", tag = "Accounts",
    operation_id = "revoke_token",
    params(("token" = String, Path, description = "Id (`tok_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn revoke_token(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(token): Path<String>,
) -> Result<StatusCode, Failure> {
    app.revoke_token(&actor, id("token", &token)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
