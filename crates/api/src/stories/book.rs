//! `GET /api/v1/stories/{story}/epub` and `…/markdown`

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::exports::{ExportAsk, Exported};
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::{Params, StoryIn};

/// A book is for whoever asked, and asked for again each time: a chapter may be withdrawn.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A story as EPUB 3: the published chapters the caller may read. A later one has the same files
/// with the same bytes, and more.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/epub", tag = "Stories", operation_id = "story_epub",
    params(
        ("story" = String, Path, description = "Id (`sto_…`) or slug"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the book you have"),
    ),
    responses(
        (status = 200, content_type = "application/epub+zip", body = Vec<u8>, headers(("ETag" = String))),
        (status = 304, description = "You have it already"),
        (status = 400, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn story_epub(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Failure> {
    params.end()?;
    let ask = ExportAsk {
        known: known(&headers),
        ..ExportAsk::default()
    };
    Ok(shown(app.export_epub(&actor, &story, &ask).await?))
}

/// A story as a zip of Markdown files. With `all` its authors get drafts too, as a backup.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/markdown", tag = "Stories", operation_id = "story_markdown",
    params(
        ("story" = String, Path, description = "Id (`sto_…`) or slug"),
        ("all" = Option<bool>, Query, description = "Drafts and scheduled chapters too"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the book you have"),
    ),
    responses(
        (status = 200, content_type = "application/zip", body = Vec<u8>, headers(("ETag" = String))),
        (status = 304, description = "You have it already"),
        (status = 400, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn story_markdown(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Failure> {
    let all = params.parsed("all")?.unwrap_or(false);
    params.end()?;
    let ask = ExportAsk {
        known: known(&headers),
        all,
        ..ExportAsk::default()
    };
    Ok(shown(app.export_markdown(&actor, &story, &ask).await?))
}

fn known(headers: &HeaderMap) -> Option<String> {
    let tags = headers.get(header::IF_NONE_MATCH)?;
    tags.to_str().ok().map(str::to_owned)
}

fn shown(exported: Exported) -> Response {
    let tag = |digest: &str| HeaderValue::from_str(&format!("\"{digest}\""));
    let (mut answer, etag) = match exported {
        Exported::Same { digest } => (StatusCode::NOT_MODIFIED.into_response(), tag(&digest)),
        Exported::Book(book) => {
            let etag = tag(&book.digest);
            let disposition = format!("attachment; filename=\"{}\"", book.file_name);
            let headers = [
                (header::CONTENT_TYPE, book.media_type.to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            ((headers, book.bytes).into_response(), etag)
        }
    };
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, ASK_AGAIN);
    if let Ok(etag) = etag {
        headers.insert(header::ETAG, etag);
    }
    answer
}
