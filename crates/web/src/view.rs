//! From a view to an answer.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_edge::problem::catalogue;
use quire_edge::{Failure, Problem};

use crate::visit::Chrome;

/// What a handler of this face answers.
pub type Answer = Result<Response, Failure>;

/// A page: everything its template shows, and nothing that it would have to look up.
pub trait View: Template + Sized {
    /// What stands around it.
    fn chrome(&self) -> &Chrome;

    /// The page in every shape that differs: empty, full, with faults. Tests render all of them.
    fn samples() -> Vec<Self>;
}

/// Shows a page.
pub fn show(view: &impl View) -> Answer {
    show_as(StatusCode::OK, view)
}

/// Shows a page under another status.
pub fn show_as(status: StatusCode, view: &impl View) -> Answer {
    let html = view.render().map_err(|error| {
        tracing::error!(%error, "a page could not be rendered");
        Problem::new(&catalogue::INTERNAL)
    })?;
    let kept = if view.chrome().signed_in() {
        "private, no-store"
    } else {
        // May be kept, but is asked for again each time: nothing outlives a schedule or a takedown.
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, kept),
        (header::VARY, "cookie"),
    ];
    Ok((status, headers, html).into_response())
}

/// Leads on after a form did its work (303): the browser asks for `path` with GET.
pub fn see_other(path: &str) -> Response {
    lead(StatusCode::SEE_OTHER, path)
}

/// Says where a page is now (301). Not to be kept without asking: a number or a name may move back.
pub fn moved(path: &str) -> Response {
    lead(StatusCode::MOVED_PERMANENTLY, path)
}

fn lead(status: StatusCode, path: &str) -> Response {
    // A path with characters that no header may carry leads home; our own paths have none.
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let headers = [
        (header::LOCATION, to),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (status, headers).into_response()
}
