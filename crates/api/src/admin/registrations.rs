//! `/api/v1/admin/registrations`: those who asked to become members and wait for an answer.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_app::accounts::Applicant;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Page;
use crate::request::{Params, id};

/// Somebody who wants to become a member.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantView {
    /// The account that waits.
    pub id: String,
    /// Its handle.
    pub handle: String,
    /// Its name.
    pub display_name: String,
    /// Its e-mail address.
    pub email: String,
    /// What the applicant answered.
    pub answer: String,
    /// When.
    pub created_at: String,
}

impl From<Applicant> for ApplicantView {
    fn from(applicant: Applicant) -> Self {
        Self {
            id: applicant.id.to_string(),
            handle: applicant.handle.to_string(),
            display_name: applicant.display_name.to_string(),
            email: applicant.email.to_string(),
            answer: applicant.answer.to_string(),
            created_at: applicant.created_at.to_string(),
        }
    }
}

/// Those who wait to be let in, the longest first.
#[utoipa::path(
    get, path = "/api/v1/admin/registrations", tag = "Administration",
    operation_id = "applicants",
    params(
        ("limit" = Option<i64>, Query, description = "1 to 100; 20 when left out"),
        ("cursor" = Option<String>, Query, description = "Of the page before"),
    ),
    responses(
        (status = 200, body = Page<ApplicantView>),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn applicants(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
) -> Result<Json<Page<ApplicantView>>, Failure> {
    let request = params.page()?;
    params.end()?;
    let page = app.applicants(&actor, &request).await?;
    Ok(Json(Page::of(page, ApplicantView::from)))
}

/// Let somebody in who waits.
#[utoipa::path(
    put, path = "/api/v1/admin/registrations/{account}/approval", tag = "Administration",
    operation_id = "approve_applicant",
    params(("account" = String, Path, description = "Id (`usr_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn approve_applicant(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(account): Path<String>,
) -> Result<StatusCode, Failure> {
    let account = id("account", &account)?;
    app.approve_applicant(&actor, account).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turn somebody away who waits; nothing of the application is kept.
#[utoipa::path(
    delete, path = "/api/v1/admin/registrations/{account}", tag = "Administration",
    operation_id = "reject_applicant",
    params(("account" = String, Path, description = "Id (`usr_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn reject_applicant(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(account): Path<String>,
) -> Result<StatusCode, Failure> {
    let account = id("account", &account)?;
    app.reject_applicant(&actor, account).await?;
    Ok(StatusCode::NO_CONTENT)
}
