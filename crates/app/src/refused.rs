//! Why a verb said no.

use quire_domain::text::Invalid;
use quire_identity::password::HashRefused;
use quire_store::engine::AsConflict;

/// A result of a verb.
pub type Result<T> = std::result::Result<T, Refused>;

/// One field that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Where it stands: a JSON pointer (RFC 6901) such as `/title`.
    pub pointer: String,
    /// A stable code: those of [`Invalid::code`], and those a verb adds.
    pub code: &'static str,
    /// What is wrong, in words a person understands.
    pub message: String,
}

/// Why a verb said no. Faces turn it into a problem document or a page; nothing of it is internal
/// except [`Refused::Store`], which only the log may tell.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or the caller may not know that there is.
    #[error("not found")]
    NotFound,
    /// Its author deleted it, and the caller could read it before.
    #[error("gone")]
    Gone,
    /// It was taken down by law.
    #[error("taken down by law")]
    Legal,
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// The e-mail address or password is wrong; never says which.
    #[error("e-mail address or password is wrong")]
    WrongCredentials,
    /// The caller is known and may not.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Fields have values that are not accepted.
    #[error("{} field(s) not accepted", .0.len())]
    Invalid(Vec<FieldError>),
    /// A name is somebody else's already.
    #[error("{field} is taken")]
    Taken {
        /// The field, as a JSON pointer.
        field: &'static str,
    },
    /// The state does not allow the step.
    #[error("{0}")]
    Transition(String),
    /// The thing was changed since the caller read it.
    #[error("changed meanwhile: the current version is {current}")]
    Stale {
        /// The version it has now.
        current: i64,
    },
    /// Something else stands in the way.
    #[error("{0}")]
    Conflict(String),
    /// A cursor that this list did not give.
    #[error("the cursor is not one of this list")]
    Cursor,
    /// A file that cannot be taken in; the text says what to do.
    #[error("{message}")]
    File {
        /// A stable code.
        code: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// Too much is being done at once: try again later.
    #[error("busy, try again later")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] quire_store::Error),
}

impl Refused {
    /// One field with one error.
    pub fn field(pointer: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            pointer: pointer.to_owned(),
            code,
            message: message.into(),
        }])
    }

    /// One field whose text was not accepted.
    pub fn invalid(pointer: &str, invalid: &Invalid) -> Self {
        Self::field(pointer, invalid.code(), invalid.to_string())
    }
}

impl Refused {
    /// The refusal for a unit whose only possible constraint is that `field` is unique: two that
    /// took one name at the same moment.
    pub(crate) fn or_taken(self, field: &'static str) -> Self {
        match self {
            Self::Store(quire_store::Error::Constraint(_)) => Self::Taken { field },
            other => other,
        }
    }
}

impl From<HashRefused> for Refused {
    fn from(refused: HashRefused) -> Self {
        let store = |error: quire_store::Error| Self::Store(error);
        match refused {
            HashRefused::Busy => Self::Busy,
            HashRefused::Malformed => store(quire_store::Error::Corrupt(refused.to_string())),
            HashRefused::Failed => store(quire_store::Error::Unavailable(refused.to_string())),
        }
    }
}

impl AsConflict for Refused {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_conflict())
    }
}
