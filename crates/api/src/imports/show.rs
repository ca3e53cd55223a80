//! `GET /api/v1/imports/{import}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::view::ImportPapersView;
use crate::request::{Params, id};

/// One of the caller's imports with its report.
#[utoipa::path(
    get, path = "/api/v1/imports/{import}", tag = "Imports", operation_id = "show_import",
    params(("import" = String, Path, description = "Id (`imp_…`)")),
    responses(
        (status = 200, body = ImportPapersView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn show_import(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(import): Path<String>,
    params: Params,
) -> Result<Json<ImportPapersView>, Failure> {
    let import = id("import", &import)?;
    params.end()?;
    let papers = app.own_import(&actor, import).await?;
    Ok(Json(ImportPapersView::from(papers)))
}
