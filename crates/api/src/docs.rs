//! The API's document for programs and people; nothing of it asks another server.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use quire_edge::Failure;
use quire_edge::problem::{Problem, catalogue};
use utoipa::Modify;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi, PathItem};

/// Adds the bearer scheme to the document.
pub struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut OpenApi) {
        document
            .components
            .get_or_insert_default()
            .add_security_scheme(
                "bearer",
                SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
            );
    }
}

/// `/api/v1/openapi.json`, written once.
pub fn json(document: &OpenApi) -> impl IntoResponse + Clone + use<> {
    let text = document.to_json().unwrap_or_default();
    (
        [(header::CONTENT_TYPE, "application/json")],
        Bytes::from(text),
    )
}

/// `/api/v1/docs`, written once: every endpoint with what it takes, what it answers, and a call to
/// copy.
pub fn page(document: &OpenApi) -> Html<Bytes> {
    let mut html = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>API of Quire</title><main><h1>API of Quire</h1>\
         <p>The same as a document for programs: <a href=/api/v1/openapi.json>openapi.json</a>.</p>",
    );
    for (path, item) in &document.paths.paths {
        for (method, operation) in operations(item) {
            let summary = operation.summary.as_deref().unwrap_or_default();
            let text = operation.description.as_deref().unwrap_or_default();
            let id = operation.operation_id.as_deref().unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = write!(
                html,
                "<section id=\"{}\"><h2><code>{method} {}</code></h2><p>{}</p><p>{}</p><pre>curl -X {method} \"$QUIRE{}\" -H \"Authorization: Bearer $TOKEN\"</pre><p>Answers:",
                escape(id),
                escape(path),
                escape(summary),
                escape(text),
                escape(path),
            );
            for status in operation.responses.responses.keys() {
                let _ = write!(html, " {}", escape(status));
            }
            html.push_str("</p></section>");
        }
    }
    html.push_str("</main></html>");
    Html(Bytes::from(html))
}

fn operations(
    item: &PathItem,
) -> impl Iterator<Item = (&'static str, &utoipa::openapi::path::Operation)> {
    [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// `/problems/{code}`: what a kind of problem means and what to do.
pub async fn problem(Path(code): Path<String>) -> Result<Html<String>, Failure> {
    let entry = catalogue::find(&code).ok_or_else(|| Problem::new(&catalogue::NOT_FOUND))?;
    std::future::ready(Ok(Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>{title}</title><main><h1>{title}</h1><p>Status {status}, code <code>{code}</code>.</p>\
         <p>{explanation}</p><p>{remedy}</p></main></html>",
        title = escape(entry.title),
        status = entry.status,
        code = escape(entry.code),
        explanation = escape(entry.explanation),
        remedy = escape(entry.remedy),
    ))))
    .await
}
