//! `PUT /api/v1/admin/accounts/{account}/standing`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_domain::account::AccountStatus;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::{Body, Faults, body, id};

body! {
    /// Where an account shall stand.
    pub struct StandingBody {
        /// `suspended`: may read, not write. `banned`: may do nothing, works are hidden. `active`
        /// takes either back.
        required status: AccountStatus,
    }
}

/// Suspend, ban or reinstate an account. Administrators can be neither suspended nor banned.
#[utoipa::path(
    put, path = "/api/v1/admin/accounts/{account}/standing", tag = "Administration",
    operation_id = "set_standing",
    params(("account" = String, Path, description = "Id (`usr_…`)")),
    request_body = StandingBody,
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn set_standing(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(account): Path<String>,
    Body(body): Body<StandingBody>,
) -> Result<StatusCode, Failure> {
    let account = id("account", &account)?;
    let mut faults = Faults::default();
    let status = faults.required("/status", body.status);
    if status == Some(AccountStatus::Pending) {
        faults.add("/status", "not-one-of", "nobody can be made to wait again");
    }
    let (status,) = faults.all((status,))?;
    match status {
        AccountStatus::Suspended => app.suspend_account(&actor, account).await?,
        AccountStatus::Banned => app.ban_account(&actor, account).await?,
        AccountStatus::Active | AccountStatus::Pending => {
            app.reinstate_account(&actor, account).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
