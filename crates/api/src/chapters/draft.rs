//! `PUT /api/v1/chapters/{chapter}/draft`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::ChapterView;
use crate::request::{Body, Faults, IfMatch, body, id, versioned};

body! {
    /// A text that is kept while somebody types.
    pub struct DraftBody {
        /// The text, Markdown; at most 500,000 characters, kept byte for byte.
        required markdown: String,
    }
}

/// Keep the text of a chapter while somebody types; readers never see it before it is saved.
#[utoipa::path(
    put, path = "/api/v1/chapters/{chapter}/draft", tag = "Chapters", operation_id = "autosave_chapter",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("If-Match" = String, Header, description = "The ETag that was read"),
    ),
    request_body = DraftBody,
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
pub async fn autosave_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    IfMatch(version): IfMatch,
    Body(body): Body<DraftBody>,
) -> Result<Response, Failure> {
    let chapter = id("chapter", &chapter)?;
    let mut faults = Faults::default();
    let markdown = faults.required("/markdown", body.markdown);
    let (markdown,) = faults.all((markdown,))?;
    let chapter = app
        .autosave_chapter(&actor, chapter, version, &markdown)
        .await?;
    Ok(versioned(
        chapter.version,
        Json(ChapterView::from(&chapter)),
    ))
}
