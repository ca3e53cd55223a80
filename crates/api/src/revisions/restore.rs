//! `POST /api/v1/chapters/{chapter}/restorations`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_domain::id::RevisionId;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::chapters::ChapterView;
use crate::request::{Body, Faults, IfMatch, body, id, versioned};

body! {
    /// Which text comes back.
    pub struct RestorationBody {
        /// The revision.
        required revision: RevisionId,
        /// Whether readers of a published chapter get it now; when left out, if the caller may
        /// publish.
        optional go_live: bool,
    }
}

/// Save the text of an old revision as the newest one; nothing between them is lost.
#[utoipa::path(
    post, path = "/api/v1/chapters/{chapter}/restorations", tag = "Revisions",
    operation_id = "restore_revision",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("If-Match" = String, Header, description = "The ETag that was read"),
    ),
    request_body = RestorationBody,
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
pub async fn restore_revision(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    IfMatch(version): IfMatch,
    Body(body): Body<RestorationBody>,
) -> Result<Response, Failure> {
    let chapter = id("chapter", &chapter)?;
    let mut faults = Faults::default();
    let revision = faults.required("/revision", body.revision);
    let go_live = faults.optional("/go_live", body.go_live);
    let (revision,) = faults.all((revision,))?;
    let chapter = app
        .restore_revision(&actor, chapter, version, revision, go_live)
        .await?;
    Ok(versioned(
        chapter.version,
        Json(ChapterView::from(&chapter)),
    ))
}
