//! `POST /api/v1/imports`

use std::ops::ControlFlow;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::imports::ImportSource;
use quire_domain::account::Scope;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::form::{self, ImportForm};
use super::report::ReportView;
use super::view::ImportDoneView;
use crate::request::{Params, Upload};

/// Make a story of a book, whole or not at all. With `dry_run` only say what would be made.
#[utoipa::path(
    post, path = "/api/v1/imports", tag = "Imports", operation_id = "create_import",
    params(("dry_run" = Option<bool>, Query, description = "Write nothing")),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = ImportDoneView, description = "What would be made"),
        (status = 201, body = ImportDoneView, headers(("Location" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 413, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn create_import(
    State(app): State<App>,
    Caller(actor): Caller,
    mut params: Params,
    request: Request,
) -> Result<Response, Failure> {
    let dry_run = params.parsed("dry_run")?.unwrap_or(false);
    params.end()?;
    // Nobody else's large file is read.
    actor.signed_in(Scope::Write)?;
    let _place = app.bindery().upload().await?;
    let mut upload = Upload::read(request).await?;
    let options = form::options(&mut upload)?;
    let source = ImportSource::Upload {
        name: upload.name,
        bytes: upload.bytes,
    };
    if dry_run {
        let report = app.preview_import(&actor, source, &options).await?;
        let looked = ImportDoneView {
            id: None,
            story: None,
            slug: None,
            report: ReportView::from(report),
        };
        return Ok(Json(looked).into_response());
    }
    let mut go_on = |_step| ControlFlow::Continue(());
    let done = app.run_import(&actor, source, &options, &mut go_on).await?;
    let location = format!("/api/v1/imports/{}", done.id);
    let made = Json(ImportDoneView::from(done));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], made).into_response())
}
