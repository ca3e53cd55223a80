//! JSON bodies.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use quire_edge::Failure;
use quire_edge::problem::{Problem, catalogue};
use serde::de::DeserializeOwned;

/// A JSON body. Its struct reads every field as a [`Field`](super::Field), so that this extractor
/// only meets faults of the whole: no JSON, no object, a field nobody knows.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| {
                let kind = kind.trim().to_ascii_lowercase();
                kind == "application/json" || kind == "application/merge-patch+json"
            });
        if !is_json {
            return Err(Problem::new(&catalogue::UNSUPPORTED_MEDIA_TYPE)
                .at(
                    "Content-Type",
                    &catalogue::UNSUPPORTED_MEDIA_TYPE,
                    "send application/json",
                )
                .into());
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| too_large_or_cut(rejection.status().as_u16()))?;
        let body = serde_json::from_slice(&bytes).map_err(|error| Failure(of_json(&error)))?;
        // A struct can also be read from a list of its fields; nobody means that.
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if first == Some(&b'{') {
            Ok(Self(body))
        } else {
            Err(Failure(no_object()))
        }
    }
}

fn too_large_or_cut(status: u16) -> Failure {
    let entry = if status == 413 {
        &catalogue::PAYLOAD_TOO_LARGE
    } else {
        &catalogue::MALFORMED_JSON
    };
    Failure(Problem::new(entry).at("", entry, "the body could not be read to its end"))
}

/// The problem of a text that is not the object it should be.
fn of_json(error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let named = |before: &str| {
        message
            .strip_prefix(before)
            .and_then(|rest| rest.split('`').next())
            .map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")))
    };
    if !error.is_data() {
        let place = format!("line {}, column {}", error.line(), error.column());
        return Problem::new(&catalogue::MALFORMED_JSON).at(
            "",
            &catalogue::MALFORMED_JSON,
            format!("no JSON at {place}"),
        );
    }
    if let Some(pointer) = named("unknown field `") {
        return Problem::new(&catalogue::UNKNOWN_FIELD).at(
            pointer,
            &catalogue::UNKNOWN_FIELD,
            "this request has no such field",
        );
    }
    if let Some(pointer) = named("duplicate field `") {
        return Problem::new(&catalogue::INVALID_FIELD).at(
            pointer,
            &catalogue::INVALID_FIELD,
            "the field stands in the body twice",
        );
    }
    no_object()
}

fn no_object() -> Problem {
    Problem::new(&catalogue::WRONG_TYPE).at("", &catalogue::WRONG_TYPE, "send a JSON object")
}
