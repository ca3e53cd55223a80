//! Refusals as pages.

use askama::Template;
use axum::extract::Request;
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use quire_edge::Problem;
use quire_edge::problem::catalogue;

use crate::local::sign_in_first;
use crate::view::{View, see_other, show_as};
use crate::visit::Chrome;

/// A page that says why not. It needs nothing but itself: it is shown when nothing else works.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    chrome: Chrome,
    status: u16,
    title: &'static str,
    explanation: String,
    remedy: &'static str,
    request_id: Option<String>,
}

impl ErrorPage {
    fn of(problem: &Problem) -> Self {
        let document = problem.document();
        let entry = problem.entry();
        Self {
            chrome: Chrome::neutral(),
            status: document.status,
            title: entry.title,
            explanation: match document.detail {
                Some(detail) if !detail.is_empty() => sentence(&detail),
                _ => entry.explanation.to_owned(),
            },
            remedy: remedy(entry),
            request_id: document.request_id,
        }
    }

    fn offers_search(&self) -> bool {
        matches!(self.status, 404 | 410)
    }

    fn offers_sign_in(&self) -> bool {
        self.status == 401
    }
}

/// The catalogue speaks to programs in a few places where a person needs other words.
fn remedy(entry: &'static catalogue::Entry) -> &'static str {
    match entry.status {
        401 => "Sign in and do it again.",
        412 => "Go back, copy what you wrote, load the page again and put it in.",
        415 => "Go back and use the form of the page.",
        429 | 503 => "Wait a moment and load the page again.",
        500 => "Try again later; if it stays, tell the site's operator the number below.",
        _ => entry.remedy,
    }
}

/// Verbs give reasons as half sentences.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

impl View for ErrorPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let problems = catalogue::ALL.iter().map(|entry| Problem::new(entry));
        problems.map(|problem| Self::of(&problem)).collect()
    }
}

/// A problem as a page. Also for the stages around the router, whose refusals come before any page.
pub fn page(problem: &Problem) -> Response {
    let shown = show_as(problem.status(), &ErrorPage::of(problem));
    let mut answer = shown.unwrap_or_else(|_| problem.status().into_response());
    problem.put_headers(&mut answer);
    answer
}

/// Around the whole face: problems become pages, and who has to sign in is led there and back.
pub(crate) async fn as_pages(request: Request, next: Next) -> Response {
    let (method, uri): (Method, Uri) = (request.method().clone(), request.uri().clone());
    let answer = next.run(request).await;
    // The fallback also answers for the programs' face beside this one.
    if uri.path().starts_with("/api/") {
        return answer;
    }
    let Some(problem) = answer.extensions().get::<Problem>() else {
        return answer;
    };
    let asks_only = matches!(method, Method::GET | Method::HEAD);
    if problem.status() == StatusCode::UNAUTHORIZED && asks_only {
        return see_other(&sign_in_first(&uri));
    }
    let mut shown = page(problem);
    if let Some(allow) = answer.headers().get(header::ALLOW) {
        let name = header::ALLOW;
        shown.headers_mut().insert(name, allow.clone());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_becomes_a_sentence() {
        assert_eq!(
            sentence("publish a chapter first"),
            "Publish a chapter first."
        );
        assert_eq!(sentence("über alles?"), "Über alles?");
        assert_eq!(sentence(""), ".");
    }
}
