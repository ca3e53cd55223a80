//! `GET /api/v1/chapters/{chapter}/revisions/{revision}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::revisions::{Change, DiffBlock, Span};
use quire_domain::id::RevisionId;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use super::RevisionView;
use crate::request::{Params, id};

/// A revision with its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionTextView {
    /// The revision.
    #[serde(flatten)]
    pub revision: RevisionView,
    /// Its text as it was written.
    pub markdown: String,
    /// What became of it, when `diff` was asked for.
    pub diff: Option<Vec<DiffView>>,
}

/// A paragraph of a comparison.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiffView {
    /// `same`, `added`, `removed` or `changed`.
    pub change: &'static str,
    /// Its words in order; one span unless it changed.
    pub spans: Vec<SpanView>,
}

/// Words of a comparison.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpanView {
    /// `same`, `added` or `removed`.
    pub change: &'static str,
    /// The words.
    pub text: String,
}

const fn word(change: Change) -> &'static str {
    match change {
        Change::Same => "same",
        Change::Added => "added",
        Change::Removed => "removed",
    }
}

impl From<DiffBlock> for DiffView {
    fn from(block: DiffBlock) -> Self {
        let whole = |change, text| Self {
            change: word(change),
            spans: vec![SpanView {
                change: word(change),
                text,
            }],
        };
        match block {
            DiffBlock::Same { text } => whole(Change::Same, text),
            DiffBlock::Added { text } => whole(Change::Added, text),
            DiffBlock::Removed { text } => whole(Change::Removed, text),
            DiffBlock::Changed { spans } => Self {
                change: "changed",
                spans: spans.into_iter().map(span).collect(),
            },
        }
    }
}

fn span(span: Span) -> SpanView {
    SpanView {
        change: word(span.change),
        text: span.text,
    }
}

/// A revision with its text; with `diff`, also what changed from it to another one.
#[utoipa::path(
    get, path = "/api/v1/chapters/{chapter}/revisions/{revision}", tag = "Revisions",
    operation_id = "show_revision",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("revision" = String, Path, description = "Id (`rev_…`)"),
        ("diff" = Option<String>, Query, description = "The id (`rev_…`) of the revision to compare with"),
    ),
    responses(
        (status = 200, body = RevisionTextView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn show_revision(
    State(app): State<App>,
    Caller(actor): Caller,
    Path((chapter, revision)): Path<(String, String)>,
    mut params: Params,
) -> Result<Json<RevisionTextView>, Failure> {
    let (chapter, revision) = (id("chapter", &chapter)?, id("revision", &revision)?);
    let other: Option<RevisionId> = params.parsed("diff")?;
    params.end()?;
    let (line, markdown) = app.revision(&actor, chapter, revision).await?;
    let diff = match other {
        None => None,
        Some(other) => {
            let diff = app.diff_revisions(&actor, chapter, revision, other).await?;
            Some(diff.into_iter().map(DiffView::from).collect())
        }
    };
    Ok(Json(RevisionTextView {
        revision: RevisionView::from(line),
        markdown,
        diff,
    }))
}
