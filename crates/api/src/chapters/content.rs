//! `GET /api/v1/chapters/{chapter}/content`

use std::str::FromStr;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::chapters::{Block, BlockKind, ChapterText, Edition};
use quire_domain::id::RevisionId;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Params, id};

/// The text of a chapter as blocks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContentView {
    /// The chapter.
    pub chapter: String,
    /// The revision the text is.
    pub revision: String,
    /// The text, in order.
    pub blocks: Vec<BlockView>,
}

/// A paragraph, heading, list, scene break …
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockView {
    /// Its id, which survives edits elsewhere.
    pub id: String,
    /// What it is.
    #[schema(value_type = String, example = "paragraph")]
    pub kind: BlockKind,
    /// Safe HTML; the outer element has the id `b-{id}`.
    pub html: String,
    /// The same without markup.
    pub text: String,
}

impl From<&Block> for BlockView {
    fn from(block: &Block) -> Self {
        Self {
            id: block.bid.to_string(),
            kind: block.kind,
            html: block.html.clone(),
            text: block.text.clone(),
        }
    }
}

enum Format {
    Blocks,
    Html,
    Markdown,
}

impl FromStr for Format {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "blocks" => Ok(Self::Blocks),
            "html" => Ok(Self::Html),
            "markdown" => Ok(Self::Markdown),
            _ => Err("one of blocks, html and markdown"),
        }
    }
}

struct Asked(Edition);

impl FromStr for Asked {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "live" => Ok(Self(Edition::Live)),
            "head" => Ok(Self(Edition::Head)),
            other => other
                .parse()
                .map(|id| Self(Edition::Revision(id)))
                .map_err(|_no_id| "live, head, or the id of a revision (rev_…)"),
        }
    }
}

/// The text of a chapter. Readers get the published one; those who write the story may ask for the
/// newest (`head`) or any kept one.
#[utoipa::path(
    get, path = "/api/v1/chapters/{chapter}/content", tag = "Chapters",
    operation_id = "chapter_content",
    params(
        ("chapter" = String, Path, description = "Id (`chp_…`)"),
        ("format" = Option<String>, Query, description = "`blocks` (JSON, when left out), `html`, \
            or `markdown` as it was written, where the story may be downloaded"),
        ("revision" = Option<String>, Query, description = "`live`, `head` or an id (`rev_…`)"),
    ),
    responses(
        (status = 200, headers(("ETag" = String)), content(
            (ContentView = "application/json"),
            (String = "text/html"),
            (String = "text/markdown"),
        )),
        (status = 304, description = "The caller has it already"),
        (status = 400, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn chapter_content(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Failure> {
    let chapter = id("chapter", &chapter)?;
    let format = params.parsed::<Format>("format")?.unwrap_or(Format::Blocks);
    let edition = params.parsed::<Asked>("revision")?.map(|asked| asked.0);
    params.end()?;
    if matches!(format, Format::Markdown) {
        let source = app.chapter_source(&actor, chapter, edition).await?;
        return Ok(known_or(&headers, "markdown", source.revision, || {
            typed("text/markdown; charset=utf-8", source.markdown)
        }));
    }
    let text = app.chapter_text(&actor, chapter, edition).await?;
    Ok(match format {
        Format::Html => known_or(&headers, "html", text.revision, || {
            typed("text/html; charset=utf-8", html(&text))
        }),
        _ => known_or(&headers, "blocks", text.revision, || {
            Json(ContentView {
                chapter: chapter.to_string(),
                revision: text.revision.to_string(),
                blocks: text.blocks.iter().map(BlockView::from).collect(),
            })
            .into_response()
        }),
    })
}

fn html(text: &ChapterText) -> String {
    let mut html = String::new();
    for block in text.blocks.iter() {
        html.push_str(&block.html);
        html.push('\n');
    }
    html
}

fn typed(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// The answer, or nothing when the caller has it: a revision never changes, but how it is rendered
/// may, so a browser asks each time.
fn known_or(
    headers: &HeaderMap,
    format: &str,
    revision: RevisionId,
    answer: impl FnOnce() -> Response,
) -> Response {
    let render = quire_app::chapters::RENDER_VERSION;
    let tag = format!("\"{revision}.{render}.{format}\"");
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|value| value.trim().trim_start_matches("W/") == tag);
    let mut answer = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    answer
}
