//! `PUT|DELETE /api/v1/chapters/{chapter}/publication`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use quire_app::App;
use quire_app::publication::ChapterPublication;
use quire_domain::Timestamp;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Body, Faults, body, id, versioned};

body! {
    /// How a chapter is to be published.
    pub struct PublicationBody {
        /// When, in the future; now when left out.
        optional publish_at: Timestamp,
        /// Publish without telling anybody or moving the story up in lists.
        optional silent: bool,
    }
}

/// Where the publication of a chapter stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationView {
    /// The chapter.
    #[schema(example = "chp_01kavv0000e8012345abcdefgh")]
    pub chapter: String,
    /// Its story.
    pub story: String,
    /// `draft`, `scheduled`, `published` or `withdrawn`.
    pub state: &'static str,
    /// When it will be published, while it waits.
    pub publish_at: Option<String>,
    /// When its readers first got it.
    pub published_at: Option<String>,
    /// Whether its publication is told to nobody.
    pub silent: bool,
    /// The state of the story: a chapter is read only when both are `published`.
    pub story_state: &'static str,
    /// What else is needed before anybody can read it, in words.
    pub hint: Option<&'static str>,
    /// Counts the chapter's changes; the `ETag` is `"v{version}"`.
    pub version: i64,
}

impl From<&ChapterPublication> for PublicationView {
    fn from(stands: &ChapterPublication) -> Self {
        let (chapter, story) = (&stands.chapter, &stands.story);
        let instant = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            chapter: chapter.id.to_string(),
            story: story.id.to_string(),
            state: chapter.state.as_str(),
            publish_at: instant(chapter.publish_at),
            published_at: instant(chapter.published_at),
            silent: chapter.silent,
            story_state: story.state.as_str(),
            hint: stands.hint(),
            version: chapter.version,
        }
    }
}

/// Publish a chapter, now or at a moment. A withdrawn chapter returns; asking again for what is done
/// changes nothing. The story is not published by it.
#[utoipa::path(
    put, path = "/api/v1/chapters/{chapter}/publication", tag = "Chapters",
    operation_id = "publish_chapter",
    params(("chapter" = String, Path, description = "Id (`chp_…`)")),
    request_body = PublicationBody,
    responses(
        (status = 200, body = PublicationView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn publish_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    Body(body): Body<PublicationBody>,
) -> Result<Response, Failure> {
    let chapter = id("chapter", &chapter)?;
    let mut faults = Faults::default();
    let publish_at = faults.optional("/publish_at", body.publish_at);
    let silent = faults.or("/silent", body.silent, false);
    faults.end()?;
    let stands = app
        .want_published(&actor, chapter, publish_at, silent)
        .await?;
    Ok(shown(&stands))
}

/// Let nobody read a chapter: a waiting one becomes a draft, a published one is withdrawn.
#[utoipa::path(
    delete, path = "/api/v1/chapters/{chapter}/publication", tag = "Chapters",
    operation_id = "withdraw_chapter",
    params(("chapter" = String, Path, description = "Id (`chp_…`)")),
    responses(
        (status = 200, body = PublicationView, headers(("ETag" = String))),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn withdraw_chapter(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
) -> Result<Response, Failure> {
    let stands = app
        .want_unpublished(&actor, id("chapter", &chapter)?)
        .await?;
    Ok(shown(&stands))
}

fn shown(stands: &ChapterPublication) -> Response {
    versioned(stands.chapter.version, Json(PublicationView::from(stands)))
}
