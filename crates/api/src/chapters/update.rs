//! `PATCH /api/v1/chapters/{chapter}`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_app::chapters::ChapterChange;
use quire_domain::chapter::ChapterKind;
use quire_domain::id::VolumeId;
use quire_domain::story::Warning;
use quire_domain::text::{AuthorNote, ChapterTitle};
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};

use super::ChapterView;
use crate::request::{Body, Faults, IfMatch, body, id, versioned};

body! {
    /// What changes; a field left out stays as it is.
    pub struct ChapterPatch {
        /// The title; the address follows it, the old one keeps leading here.
        optional title: ChapterTitle,
        /// The text, Markdown; at most 500,000 characters, kept byte for byte.
        optional markdown: String,
        /// Whether readers of a published chapter get the newest text now; when left out, a text
        /// sent here goes live if the caller may publish.
        optional go_live: bool,
        /// What it is in its story.
        optional kind: ChapterKind,
        /// The volume it stands in; `null` for none.
        optional volume: VolumeId,
        /// What stands before it, Markdown.
        optional note_before: AuthorNote,
        /// What stands after it, Markdown.
        optional note_after: AuthorNote,
        /// The warnings it adds to those of its story.
        optional warnings: Vec<Warning>,
    }
}

impl ChapterPatch {
    fn read(self) -> Result<ChapterChange, Problem> {
        let mut faults = Faults::default();
        let change = ChapterChange {
            title: faults.some("/title", self.title),
            markdown: faults.some("/markdown", self.markdown),
            go_live: faults.some("/go_live", self.go_live),
            kind: faults.some("/kind", self.kind),
            volume: faults.patch("/volume", self.volume),
            note_before: faults.some("/note_before", self.note_before),
            note_after: faults.some("/note_after", self.note_after),
            warnings: faults.some("/warnings", self.warnings),
        };
        faults.end()?;
        Ok(change)
    }
}

/// Save a chapter (JSON Merge Patch). Another text becomes a new revision.
#[utoipa::path(
    patch, path = "/api/v1/chapters/{chapter}", tag = "Chapters", operation_id = "update_chapter",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("If-Match" = String, Header, description = "The ETag that was read"),
    ),
    request_body = ChapterPatch,
    responses(
        (status = 200, body = ChapterView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 412, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 428, body = ProblemDocument),
    ),
)]
pub async fn update_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    IfMatch(version): IfMatch,
    Body(body): Body<ChapterPatch>,
) -> Result<Response, Failure> {
    let chapter = id("chapter", &chapter)?;
    let chapter = app
        .save_chapter(&actor, chapter, version, &body.read()?)
        .await?;
    Ok(versioned(
        chapter.version,
        Json(ChapterView::from(&chapter)),
    ))
}
