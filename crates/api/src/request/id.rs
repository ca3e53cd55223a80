//! Ids in paths.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use quire_app::stories::StoryRef;
use quire_domain::id::NotAnId;
use quire_edge::Failure;
use quire_edge::problem::{Problem, catalogue};

/// Reads an id of a path; `name` is the parameter's name in the document. A wrong prefix or form is
/// a 400 and never a look-up.
pub fn id<T: FromStr<Err = NotAnId>>(name: &'static str, text: &str) -> Result<T, Failure> {
    text.parse().map_err(|wrong: NotAnId| {
        Failure(Problem::new(&catalogue::INVALID_ID).at(
            name,
            &catalogue::INVALID_ID,
            wrong.to_string(),
        ))
    })
}

/// A story named by `{story}`: its id, or its slug.
#[derive(Debug)]
pub struct StoryIn(pub StoryRef);

impl<S: Send + Sync> FromRequestParts<S> for StoryIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_no_text| wrong())?;
        StoryRef::parse(&text).map(Self).ok_or_else(wrong)
    }
}

fn wrong() -> Failure {
    Failure(Problem::new(&catalogue::INVALID_ID).at(
        "story",
        &catalogue::INVALID_ID,
        "name a story by its id (sto_…) or its slug",
    ))
}
