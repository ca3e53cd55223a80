//! Why a verb said no, in the shape every face answers with.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use quire_app::Refused;

use crate::problem::{FieldError, Problem, catalogue};

/// The error of every handler: a problem, made of a verb's refusal or of the request itself.
#[derive(Debug)]
pub struct Failure(pub Problem);

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self(Problem::from(refused))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl From<Refused> for Problem {
    /// Says what the caller may know; what only the operator may know is logged here, once.
    fn from(refused: Refused) -> Self {
        let of = Self::new;
        match refused {
            Refused::NotFound => of(&catalogue::NOT_FOUND),
            Refused::Gone => of(&catalogue::GONE),
            Refused::Legal => of(&catalogue::UNAVAILABLE_FOR_LEGAL_REASONS),
            Refused::Unauthenticated => of(&catalogue::UNAUTHENTICATED),
            Refused::WrongCredentials => of(&catalogue::WRONG_CREDENTIALS),
            Refused::Forbidden(why) => of(&catalogue::FORBIDDEN).detail(why),
            Refused::Invalid(errors) => of(&catalogue::INVALID_FIELD).fields(
                errors
                    .into_iter()
                    .map(|error| FieldError {
                        pointer: Cow::Owned(error.pointer),
                        code: error.code,
                        message: Cow::Owned(error.message),
                    })
                    .collect(),
            ),
            Refused::Taken { field } => {
                of(&catalogue::TAKEN).at(field, &catalogue::TAKEN, "somebody else has this already")
            }
            Refused::Transition(why) => of(&catalogue::INVALID_TRANSITION).detail(why),
            Refused::Stale { current } => of(&catalogue::PRECONDITION_FAILED)
                .current_revision(u64::try_from(current).unwrap_or(0)),
            Refused::Conflict(why) => of(&catalogue::CONFLICT).detail(why),
            Refused::Cursor => of(&catalogue::INVALID_CURSOR).at(
                "cursor",
                &catalogue::INVALID_CURSOR,
                "not a cursor of this listing with these filters",
            ),
            Refused::File { code, message } => of(&catalogue::UNREADABLE_FILE)
                .detail(message.clone())
                .fields(vec![FieldError {
                    pointer: Cow::Borrowed("/file"),
                    code,
                    message: Cow::Owned(message),
                }]),
            Refused::Busy => of(&catalogue::UNAVAILABLE).retry_after(2),
            Refused::Store(error) => store(&error),
        }
    }
}

fn store(error: &quire_app::StoreError) -> Problem {
    use quire_app::StoreError as Error;
    match error {
        Error::Unavailable(_) => {
            tracing::warn!(%error, "the store could not be used");
            Problem::new(&catalogue::UNAVAILABLE)
        }
        Error::Conflict(_) => {
            tracing::warn!(%error, "units kept meeting each other");
            Problem::new(&catalogue::UNAVAILABLE).retry_after(1)
        }
        Error::Constraint(_) | Error::Corrupt(_) => {
            tracing::error!(%error, "the store refused what a verb asked");
            Problem::new(&catalogue::INTERNAL)
        }
    }
}
