//! `PATCH /api/v1/chapters/{chapter}/revisions/{revision}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_domain::text::Label;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::RevisionView;
use crate::request::{Body, Faults, Field, body, id};

body! {
    /// What a revision is called.
    pub struct RevisionPatch {
        /// The name; `null` takes it away.
        required label: Label,
    }
}

/// Name a revision. One with a name is never thinned out.
#[utoipa::path(
    patch, path = "/api/v1/chapters/{chapter}/revisions/{revision}", tag = "Revisions",
    operation_id = "label_revision",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("revision" = String, Path, description = "Id (`rev_…`)"),
    ),
    request_body = RevisionPatch,
    responses(
        (status = 200, body = RevisionView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn label_revision(
    State(app): State<App>,
    Caller(actor): Caller,
    Path((chapter, revision)): Path<(String, String)>,
    Body(body): Body<RevisionPatch>,
) -> Result<Json<RevisionView>, Failure> {
    let (chapter, revision) = (id("chapter", &chapter)?, id("revision", &revision)?);
    let mut faults = Faults::default();
    let label = match body.label {
        Field::Null => None,
        field => faults.required("/label", field),
    };
    faults.end()?;
    let line = app
        .label_revision(&actor, chapter, revision, label.as_ref())
        .await?;
    Ok(Json(RevisionView::from(line)))
}
