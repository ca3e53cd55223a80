//! `/s/{slug}.epub`

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use quire_app::App;
use quire_app::exports::{ExportAsk, Exported};
use quire_app::stories::StoryRef;
use quire_domain::slug::Slug;

use crate::view::Answer;
use crate::visit::Visit;

/// The story as EPUB: what the reader may read of it. Who has it already is told so.
pub async fn epub(app: &App, visit: &Visit, headers: &HeaderMap, story: Slug) -> Answer {
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .map(str::to_owned);
    let ask = ExportAsk {
        known,
        ..ExportAsk::default()
    };
    let kept = (
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    let which = StoryRef::Slug(story);
    match app.export_epub(&visit.actor, &which, &ask).await? {
        Exported::Same { digest } => {
            let tag = (header::ETAG, value(&format!("\"{digest}\"")));
            Ok((StatusCode::NOT_MODIFIED, [kept, tag]).into_response())
        }
        Exported::Book(book) => {
            let named = format!("attachment; filename=\"{}\"", book.file_name);
            let headers = [
                kept,
                (header::ETAG, value(&format!("\"{}\"", book.digest))),
                (header::CONTENT_DISPOSITION, value(&named)),
                (
                    header::CONTENT_TYPE,
                    HeaderValue::from_static(book.media_type),
                ),
            ];
            Ok((headers, book.bytes).into_response())
        }
    }
}

/// Digests and file names are made of slugs and hexadecimal digits; anything else would not fit.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
