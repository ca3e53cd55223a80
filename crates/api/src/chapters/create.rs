//! `POST /api/v1/stories/{story}/chapters`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::chapters::NewChapter;
use quire_domain::chapter::ChapterKind;
use quire_domain::id::VolumeId;
use quire_domain::story::Warning;
use quire_domain::text::{AuthorNote, ChapterTitle};
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};

use super::ChapterView;
use crate::request::{Body, Faults, body, id, versioned};

body! {
    /// What a chapter begins with.
    pub struct ChapterBody {
        /// Its title.
        required title: ChapterTitle,
        /// Its text, Markdown; at most 500,000 characters, kept byte for byte.
        optional markdown: String,
        /// What it is in its story; `chapter` when left out.
        optional kind: ChapterKind,
        /// The volume it stands in.
        optional volume: VolumeId,
        /// What stands before it, Markdown; that of the story when left out.
        optional note_before: AuthorNote,
        /// What stands after it, Markdown; that of the story when left out.
        optional note_after: AuthorNote,
        /// The warnings it adds to those of its story.
        optional warnings: Vec<Warning>,
        /// Its place among the chapters of the story, from 1; the last when left out.
        optional place: i64,
    }
}

impl ChapterBody {
    fn read(self) -> Result<NewChapter, Problem> {
        let mut faults = Faults::default();
        let title = faults.required("/title", self.title);
        let markdown = faults.or("/markdown", self.markdown, String::new());
        let kind = faults.or("/kind", self.kind, ChapterKind::Chapter);
        let volume = faults.optional("/volume", self.volume);
        let note_before = faults.optional("/note_before", self.note_before);
        let note_after = faults.optional("/note_after", self.note_after);
        let warnings = faults.or("/warnings", self.warnings, Vec::new());
        let place = faults.optional("/place", self.place).map(u32::try_from);
        if matches!(place, Some(Err(_) | Ok(0))) {
            faults.add("/place", "out-of-range", "places count from 1");
        }
        let (title,) = faults.all((title,))?;
        Ok(NewChapter {
            title,
            kind,
            volume,
            markdown,
            note_before,
            note_after,
            warnings,
            place: place.and_then(Result::ok),
        })
    }
}

/// Begin a chapter: a draft that only those who write the story see.
#[utoipa::path(
    post, path = "/api/v1/stories/{story}/chapters", tag = "Chapters",
    operation_id = "create_chapter",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    request_body = ChapterBody,
    responses(
        (status = 201, body = ChapterView, headers(("Location" = String), ("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn create_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    Body(body): Body<ChapterBody>,
) -> Result<Response, Failure> {
    let story = id("story", &story)?;
    let chapter = app.create_chapter(&actor, story, &body.read()?).await?;
    let location = format!("/api/v1/chapters/{}", chapter.id);
    Ok(versioned(
        chapter.version,
        (
            StatusCode::CREATED,
            [(header::LOCATION, location)],
            Json(ChapterView::from(&chapter)),
        )
            .into_response(),
    ))
}
