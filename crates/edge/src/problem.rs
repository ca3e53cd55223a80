//! The one shape of every refusal: a problem document (RFC 9457).
//!
//! Faces turn their errors into a [`Problem`] out of the [`catalogue`]; it carries what the caller may
//! know and nothing of the inside. The request's id is added when it becomes an answer.

pub mod catalogue;

use std::borrow::Cow;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_observe::RequestId;
use serde::Serialize;
use utoipa::ToSchema;

pub use catalogue::Entry;

/// A refusal on its way to the caller.
#[derive(Clone, Debug)]
pub struct Problem {
    entry: &'static Entry,
    detail: Option<Cow<'static, str>>,
    errors: Vec<FieldError>,
    retry_after_seconds: Option<u32>,
    revision: Option<u64>,
}

/// What is wrong with one field of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where: a JSON pointer into the body (`/title`), or the name of a parameter (`limit`).
    #[schema(value_type = String, example = "/title")]
    pub pointer: Cow<'static, str>,
    /// What, for programs: a code of the catalogue.
    #[schema(value_type = String, example = "too-long")]
    pub code: &'static str,
    /// What, for people.
    #[schema(value_type = String, example = "at most 255 characters")]
    pub message: Cow<'static, str>,
}

/// The document a caller receives.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Address of the problem's explanation on this site.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid-field")]
    pub kind: String,
    /// The kind of problem, the same for every occurrence.
    #[schema(value_type = String, example = "A field is not valid")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub detail: Option<Cow<'static, str>>,
    /// The kind of problem, for programs.
    #[schema(value_type = String, example = "invalid-field")]
    pub code: &'static str,
    /// Name this when you ask for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What is wrong, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The revision that is current now, when the one named is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_revision: Option<u64>,
}

impl Problem {
    /// A problem of the catalogue.
    pub fn new(entry: &'static Entry) -> Self {
        Self {
            entry,
            detail: None,
            errors: Vec::new(),
            retry_after_seconds: entry.retry_after_seconds,
            revision: None,
        }
    }

    /// Says what happened this time. Write it yourself: no text of an inner error belongs here.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Names a field and what is wrong with it; `entry` gives the field's code.
    #[must_use]
    pub fn at(
        mut self,
        pointer: impl Into<Cow<'static, str>>,
        entry: &'static Entry,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.errors.push(FieldError {
            pointer: pointer.into(),
            code: entry.code,
            message: message.into(),
        });
        self
    }

    /// Names all fields that are wrong at once.
    #[must_use]
    pub fn fields(mut self, errors: Vec<FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Says when to try again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// Says which revision is current, for a write that named another.
    #[must_use]
    pub fn current_revision(mut self, revision: u64) -> Self {
        self.revision = Some(revision);
        self
    }

    /// Its entry in the catalogue.
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// The HTTP status it is answered with.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.entry.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The document, with the id of the request this task works for.
    pub fn document(&self) -> ProblemDocument {
        ProblemDocument {
            kind: self.entry.path(),
            title: self.entry.title,
            status: self.entry.status,
            detail: self.detail.clone(),
            code: self.entry.code,
            request_id: RequestId::current().map(|id| id.as_str().to_owned()),
            errors: self.errors.clone(),
            current_revision: self.revision,
        }
    }

    /// Puts `Retry-After`, `WWW-Authenticate` and `Cache-Control` on an answer, whatever its body:
    /// pages that show a problem need them too.
    pub fn put_headers(&self, answer: &mut Response) {
        let mut put =
            |name: HeaderName, value: HeaderValue| answer.headers_mut().insert(name, value);
        put(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            put(header::RETRY_AFTER, seconds.into());
        }
        if self.entry.status == StatusCode::UNAUTHORIZED {
            put(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");
        // A document of texts and numbers cannot fail to be written; an empty body is still refused.
        let body = serde_json::to_vec(&self.document()).unwrap_or_default();
        let mut answer =
            (self.status(), [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        self.put_headers(&mut answer);
        // For a face that shows it another way.
        answer.extensions_mut().insert(self);
        answer
    }
}

/// The fallback of a router: no route has this path.
pub async fn not_found() -> Problem {
    std::future::ready(Problem::new(&catalogue::NOT_FOUND)).await
}

/// The fallback of a route: it does not have this method.
pub async fn method_not_allowed() -> Problem {
    std::future::ready(Problem::new(&catalogue::METHOD_NOT_ALLOWED)).await
}
