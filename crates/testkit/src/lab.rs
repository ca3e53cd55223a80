//! The laboratory: real services, private to a test run, without containers.
//!
//! A service is a child of a small keeper shell (`service.rs`). The keeper stops it and removes
//! its folder as soon as the owning process is gone, however that process ended.
//! A missing program is an error with the command that installs it; nothing is ever skipped.

mod pgbouncer;
mod postgres;
mod program;
pub(crate) mod service;

use std::fmt;

pub use pgbouncer::{PgBouncer, PoolMode, pgbouncer, shared_pgbouncer};
pub use postgres::{Database, Durability, Postgres, postgres};
pub(crate) use program::Program;
pub(crate) use service::{Service, free_port};

/// The environment variable with the address of a PostgreSQL that this run's test processes share.
pub const SHARED_POSTGRES: &str = "QUIRE_LAB_POSTGRES";
/// The environment variable with the address of a `PgBouncer` in front of that PostgreSQL.
pub const SHARED_PGBOUNCER: &str = "QUIRE_LAB_PGBOUNCER";

/// Why the laboratory could not do what a test asked: one sentence for a person at a terminal.
#[derive(Debug, Clone)]
pub struct Trouble(pub(crate) String);

impl Trouble {
    /// A trouble in the words of the source, after what was being done.
    pub(crate) fn while_doing(what: &str, source: impl fmt::Display) -> Self {
        Self(format!("the test laboratory could not {what}: {source}"))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}

/// Fails the calling test with the trouble's sentence.
#[expect(
    clippy::panic,
    reason = "a test without its service must fail, never pass or be skipped"
)]
pub(crate) fn or_fail<T>(outcome: Result<T, Trouble>) -> T {
    match outcome {
        Ok(value) => value,
        Err(trouble) => panic!("{trouble}"),
    }
}
