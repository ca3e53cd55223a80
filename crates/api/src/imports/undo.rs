//! `DELETE /api/v1/imports/{import}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::view::UndoneView;
use crate::request::{Params, id};

/// Take an import back: remove exactly what it made. Refused (409) when somebody worked on it since,
/// unless `force` says to remove that too.
#[utoipa::path(
    delete, path = "/api/v1/imports/{import}", tag = "Imports", operation_id = "undo_import",
    params(
        ("import" = String, Path, description = "Id (`imp_…`)"),
        ("force" = Option<bool>, Query, description = "Also what was written since"),
    ),
    responses(
        (status = 200, body = UndoneView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
    ),
)]
pub async fn undo_import(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(import): Path<String>,
    mut params: Params,
) -> Result<Json<UndoneView>, Failure> {
    let import = id("import", &import)?;
    let force = params.parsed("force")?.unwrap_or(false);
    params.end()?;
    let undone = app.undo_import(&actor, import, force).await?;
    Ok(Json(UndoneView {
        title: undone.title,
        chapters: undone.chapters,
    }))
}
