//! What can go wrong between a verb and its rows.

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a statement or unit did not happen. The texts are for the operator's log, never for callers.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine cannot be reached, is full, or takes too long: try again later.
    #[error("store unavailable: {0}")]
    Unavailable(String),
    /// Two units wanted the same rows; run again, this one may succeed.
    #[error("units in conflict: {0}")]
    Conflict(String),
    /// A constraint of the schema refused the row: a verb forgot to check.
    #[error("constraint: {0}")]
    Constraint(String),
    /// A row does not have the form the program expects, or a statement is wrong.
    #[error("corrupt: {0}")]
    Corrupt(String),
}

impl Error {
    /// Whether running the unit again at once may help.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }

    /// The same error with the statement's name before its text.
    #[must_use]
    pub(crate) fn in_statement(self, name: &str) -> Self {
        let tell = |text: String| format!("{name}: {text}");
        match self {
            Self::Unavailable(text) => Self::Unavailable(tell(text)),
            Self::Conflict(text) => Self::Conflict(tell(text)),
            Self::Constraint(text) => Self::Constraint(tell(text)),
            Self::Corrupt(text) => Self::Corrupt(tell(text)),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(Code::ConstraintViolation) => Self::Constraint(text),
            Some(
                Code::DatabaseBusy
                | Code::DatabaseLocked
                | Code::DiskFull
                | Code::SystemIoFailure
                | Code::CannotOpen
                | Code::OutOfMemory
                | Code::ReadOnly
                | Code::OperationInterrupted
                | Code::FileLockingProtocolFailed
                | Code::PermissionDenied,
            ) => Self::Unavailable(text),
            _ => Self::Corrupt(text),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            let text = with_source(&error);
            // Without an answer of the server, only a value of the wrong type is our own fault.
            let ours = text.contains("deserializing") || text.contains("serializing parameter");
            return if ours {
                Self::Corrupt(text)
            } else {
                Self::Unavailable(text)
            };
        };
        let text = format!("{} ({})", db.message(), db.code().code());
        let code = db.code();
        if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED
        {
            return Self::Conflict(text);
        }
        match code.code().get(..2) {
            Some("23") => Self::Constraint(text),
            Some("08" | "53" | "57" | "58" | "25" | "XX") => Self::Unavailable(text),
            _ => Self::Corrupt(text),
        }
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Timeout(kind) => Self::Unavailable(format!(
                "no connection within the acquire timeout ({kind:?})"
            )),
            other => Self::Unavailable(with_source(&other)),
        }
    }
}

fn with_source(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
