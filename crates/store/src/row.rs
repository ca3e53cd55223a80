//! Rows, and the structs that are made of them.

use tokio_postgres::types::Type;

use crate::column::{Cell, Column};
use crate::error::{Error, Result};

/// One row of either engine.
pub enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of the column at `place`, counted from 0.
    pub fn get<T: Column>(&self, place: usize) -> Result<T> {
        T::read(self.cell(place)?).ok_or_else(|| {
            Error::Corrupt(format!(
                "column {place} does not hold a {}",
                std::any::type_name::<T>()
            ))
        })
    }

    /// The next column, counting on from `place`.
    pub fn next<T: Column>(&self, place: &mut usize) -> Result<T> {
        let value = self.get(*place)?;
        *place += 1;
        Ok(value)
    }

    pub(crate) fn cell(&self, place: usize) -> Result<Cell<'_>> {
        match self {
            Self::Sqlite(row) => {
                use rusqlite::types::ValueRef;
                Ok(match row.get_ref(place)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(value) => Cell::Int(value),
                    ValueRef::Real(value) => Cell::Real(value),
                    ValueRef::Text(bytes) => Cell::Text(
                        std::str::from_utf8(bytes)
                            .map_err(|error| Error::Corrupt(error.to_string()))?,
                    ),
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes),
                })
            }
            Self::Postgres(row) => {
                let kind = row
                    .columns()
                    .get(place)
                    .ok_or_else(|| Error::Corrupt(format!("no column {place}")))?
                    .type_();
                Ok(match *kind {
                    Type::BOOL => row.try_get::<_, Option<bool>>(place)?.map(Cell::Bool),
                    Type::INT8 => row.try_get::<_, Option<i64>>(place)?.map(Cell::Int),
                    Type::INT4 => row
                        .try_get::<_, Option<i32>>(place)?
                        .map(|value| Cell::Int(i64::from(value))),
                    Type::FLOAT8 => row.try_get::<_, Option<f64>>(place)?.map(Cell::Real),
                    Type::TEXT | Type::VARCHAR => {
                        row.try_get::<_, Option<&str>>(place)?.map(Cell::Text)
                    }
                    Type::BYTEA => row.try_get::<_, Option<&[u8]>>(place)?.map(Cell::Bytes),
                    Type::UUID => row
                        .try_get::<_, Option<RawUuid>>(place)?
                        .map(|raw| Cell::Uuid(raw.0)),
                    ref other => {
                        return Err(Error::Corrupt(format!(
                            "column {place} has the type {other}, which no statement may return"
                        )));
                    }
                }
                .unwrap_or(Cell::Null))
            }
        }
    }
}

/// A `uuid` as PostgreSQL sends it: 16 bytes.
struct RawUuid(uuid::Uuid);

impl<'a> tokio_postgres::types::FromSql<'a> for RawUuid {
    fn from_sql(
        _ty: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(uuid::Uuid::from_slice(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}

/// A value made of one row.
pub trait FromRow: Sized + Send + 'static {
    /// How many columns the statement must return.
    const COLUMNS: usize;
    /// Reads the columns in their order.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

macro_rules! single {
    ($($ty:ty),* $(,)?) => {$(
        impl FromRow for $ty {
            const COLUMNS: usize = 1;

            fn from_row(row: &Row<'_>) -> Result<Self> {
                row.get(0)
            }
        }
    )*};
}

single! {
    i64, bool, f64, String, Vec<u8>, Option<i64>, Option<String>, quire_domain::Timestamp,
    quire_domain::slug::Slug, Option<quire_domain::Timestamp>,
    quire_domain::id::StoryId, quire_domain::id::ChapterId, quire_domain::id::AccountId,
    quire_domain::id::TagId, quire_domain::id::VolumeId, quire_domain::id::RevisionId,
    quire_domain::id::SessionId, quire_domain::id::TokenId, quire_domain::id::InviteId,
    quire_domain::id::ImportId, quire_domain::id::OutboxId,
    quire_domain::story::CollaboratorRole,
}

macro_rules! tuples {
    ($($count:literal: $($name:ident)*;)*) => {$(
        impl<$($name: Column + Send + 'static),*> FromRow for ($($name,)*) {
            const COLUMNS: usize = $count;

            fn from_row(row: &Row<'_>) -> Result<Self> {
                let mut place = 0;
                Ok(($(row.next::<$name>(&mut place)?,)*))
            }
        }
    )*};
}

tuples! {
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
}

/// A struct whose fields are the columns of a statement, in their order.
#[macro_export]
macro_rules! record {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* pub $field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty,)* }

        impl $crate::FromRow for $name {
            const COLUMNS: usize = [$(stringify!($field)),*].len();

            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut place = 0;
                Ok(Self { $($field: row.next(&mut place)?,)* })
            }
        }
    };
}
