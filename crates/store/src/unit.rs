//! Units of work: a consistent view, or a change that happens whole or not at all.

use std::future::Future;

use crate::engine::{postgres, sqlite};
use crate::error::{Error, Result};
use crate::param::Param;
use crate::row::FromRow;
use crate::statement::Statement;

/// What statements run in.
pub trait Unit: Send {
    /// All rows of a statement.
    fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// How many rows a statement changed.
    fn change(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<u64>> + Send;

    /// The only row of a statement, or none; a second row is an error of the statement.
    fn optional<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async move {
            let mut rows = self.rows(statement, params).await?;
            if rows.len() > 1 {
                return Err(Error::Corrupt(format!(
                    "{}: {} rows where one at most was expected",
                    statement.name,
                    rows.len()
                )));
            }
            Ok(rows.pop())
        }
    }

    /// The one row of a statement.
    fn one<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<T>> + Send {
        async move {
            self.optional(statement, params).await?.ok_or_else(|| {
                Error::Corrupt(format!("{}: no row where one was expected", statement.name))
            })
        }
    }
}

/// A unit of reading: one consistent view, no locks taken. Ends when dropped.
pub struct Reading(pub(crate) ReadingOn);

pub(crate) enum ReadingOn {
    Sqlite(sqlite::Reading),
    Postgres(postgres::Reading),
}

/// A unit of writing. Dropped without [`Writing::commit`], nothing of it has happened.
///
/// On SQLite a unit holds the one writer: no other I/O may happen inside it.
pub struct Writing(pub(crate) WritingOn);

#[expect(
    clippy::large_enum_variant,
    reason = "one stands on the stack of each verb; a box would cost more than the bytes"
)]
pub(crate) enum WritingOn {
    Sqlite(sqlite::Writing),
    Postgres(postgres::Writing),
}

impl Writing {
    /// Makes the unit happen; returns when it is durable. An error means nothing of it happened,
    /// except [`Error::Unavailable`] when the connection broke during the commit itself.
    pub async fn commit(self) -> Result<()> {
        match self.0 {
            WritingOn::Sqlite(unit) => unit.commit().await,
            WritingOn::Postgres(unit) => unit.commit().await,
        }
    }
}

impl Unit for Reading {
    async fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        match &mut self.0 {
            ReadingOn::Sqlite(unit) => unit.rows(statement, params).await,
            ReadingOn::Postgres(unit) => unit.rows(statement, params).await,
        }
    }

    async fn change(
        &mut self,
        statement: &'static Statement,
        _params: &[Param<'_>],
    ) -> Result<u64> {
        std::future::ready(Err(Error::Corrupt(format!(
            "{}: a unit of reading changes nothing",
            statement.name
        ))))
        .await
    }
}

impl Unit for Writing {
    async fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        match &mut self.0 {
            WritingOn::Sqlite(unit) => unit.rows(statement, params),
            WritingOn::Postgres(unit) => unit.rows(statement, params).await,
        }
    }

    async fn change(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<u64> {
        match &mut self.0 {
            WritingOn::Sqlite(unit) => unit.change(statement, params),
            WritingOn::Postgres(unit) => unit.change(statement, params).await,
        }
    }
}
