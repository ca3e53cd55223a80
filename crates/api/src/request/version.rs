//! Versions: `ETag` out, `If-Match` in.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use quire_edge::Failure;
use quire_edge::problem::{Problem, catalogue};

/// The version a change is for, from `If-Match: "v7"`; without it the change is refused (428).
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i64);

impl<S: Send + Sync> OptionalFromRequestParts<S> for IfMatch {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Failure> {
        if parts.headers.contains_key(header::IF_MATCH) {
            let version = <Self as FromRequestParts<S>>::from_request_parts(parts, state);
            version.await.map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let header = parts.headers.get(header::IF_MATCH).ok_or_else(|| {
            Problem::new(&catalogue::PRECONDITION_REQUIRED).at(
                "If-Match",
                &catalogue::PRECONDITION_REQUIRED,
                "send the ETag you read",
            )
        })?;
        let version = header
            .to_str()
            .ok()
            .and_then(|text| text.trim().strip_prefix("\"v")?.strip_suffix('"'))
            .and_then(|number| number.parse().ok())
            .filter(|number| *number > 0)
            .ok_or_else(|| {
                Problem::new(&catalogue::INVALID_PARAMETER).at(
                    "If-Match",
                    &catalogue::INVALID_PARAMETER,
                    "an ETag of this API looks like \"v7\"",
                )
            })?;
        std::future::ready(Ok(Self(version))).await
    }
}

/// An answer with the version of what it shows.
pub fn versioned(version: i64, answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"v{version}\"")) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    answer
}
