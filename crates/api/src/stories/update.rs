//! `PATCH /api/v1/stories/{story}`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_app::stories::StoryChange;
use quire_domain::language::Language;
use quire_domain::slug::Slug;
use quire_domain::story::{AiUse, Audience, Rating, SerialStatus, Warning, WarningsAnswer};
use quire_domain::text::{AuthorNote, Blurb, Remark, StoryTitle};
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};

use super::StoryView;
use crate::request::{Body, Faults, IfMatch, body, id, versioned};

body! {
    /// What changes; a field left out stays as it is.
    pub struct StoryPatch {
        /// The title.
        optional title: StoryTitle,
        /// The last part of the address; the old one keeps leading here.
        optional slug: Slug,
        /// The description, Markdown.
        optional blurb: Blurb,
        /// The language (BCP 47).
        optional language: Language,
        /// Who may read it.
        optional audience: Audience,
        /// Whether more is to come.
        optional serial_status: SerialStatus,
        /// Why it rests.
        optional hiatus_note: Remark,
        /// For which age.
        optional rating: Rating,
        /// Does any warning apply?
        optional warnings_answer: WarningsAnswer,
        /// The warnings.
        optional warnings: Vec<Warning>,
        /// What part machines had.
        optional ai_use: AiUse,
        /// Whether the world is the author's own.
        optional original: bool,
        /// The note put before new chapters.
        optional default_note_before: AuthorNote,
        /// The note put after new chapters.
        optional default_note_after: AuthorNote,
        /// The licence.
        optional license: Remark,
        /// Whether it may be downloaded.
        optional download: bool,
    }
}

impl StoryPatch {
    fn read(self) -> Result<StoryChange, Problem> {
        let mut faults = Faults::default();
        let change = StoryChange {
            title: faults.some("/title", self.title),
            slug: faults.some("/slug", self.slug),
            blurb: faults.some("/blurb", self.blurb),
            language: faults.some("/language", self.language),
            audience: faults.some("/audience", self.audience),
            serial_status: faults.some("/serial_status", self.serial_status),
            hiatus_note: faults.some("/hiatus_note", self.hiatus_note),
            rating: faults.some("/rating", self.rating),
            warnings_answer: faults.some("/warnings_answer", self.warnings_answer),
            warnings: faults.some("/warnings", self.warnings),
            ai_use: faults.some("/ai_use", self.ai_use),
            original: faults.some("/original", self.original),
            default_note_before: faults.some("/default_note_before", self.default_note_before),
            default_note_after: faults.some("/default_note_after", self.default_note_after),
            license: faults
                .some("/license", self.license)
                .map(|text| text.to_string()),
            download: faults.some("/download", self.download),
        };
        faults.end()?;
        Ok(change)
    }
}

/// Change a story's description (JSON Merge Patch).
#[utoipa::path(
    patch, path = "/api/v1/stories/{story}", tag = "Stories", operation_id = "update_story",
    params(
        ("story" = String, Path, description = "Id (`sto_…`)"),
        ("If-Match" = String, Header, description = "The ETag that was read"),
    ),
    request_body = StoryPatch,
    responses(
        (status = 200, body = StoryView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 412, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 428, body = ProblemDocument),
    ),
)]
pub async fn update_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    IfMatch(version): IfMatch,
    Body(body): Body<StoryPatch>,
) -> Result<Response, Failure> {
    let story = id("story", &story)?;
    let story = app
        .describe_story(&actor, story, version, &body.read()?)
        .await?;
    Ok(versioned(story.version, Json(StoryView::from(&story))))
}
