//! Values on their way into a statement.

use std::borrow::Cow;

use bytes::BytesMut;
use quire_domain::account::{
    AccountStatus, ProfileVisibility, RegistrationMode, Role, SessionKind,
};
use quire_domain::chapter::{ChapterKind, ChapterState, RevisionKind};
use quire_domain::language::Language;
use quire_domain::ranking::{ActorTrust, EngagementKind};
use quire_domain::slug::Slug;
use quire_domain::story::{
    AiUse, Audience, CollaboratorRole, ModerationState, Rating, SerialStatus, StoryState,
    WarningsAnswer,
};
use quire_domain::tag::TagKind;
use quire_domain::{Timestamp, id, text};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type};
use uuid::Uuid;

/// A value both engines understand; `None` is a typed null.
#[derive(Debug, Clone)]
pub enum Param<'a> {
    /// A truth value.
    Bool(Option<bool>),
    /// A whole number.
    Int(Option<i64>),
    /// A floating-point number.
    Real(Option<f64>),
    /// A text.
    Text(Option<Cow<'a, str>>),
    /// Bytes.
    Bytes(Option<Cow<'a, [u8]>>),
    /// An id: a `uuid` on PostgreSQL, 16 bytes on SQLite.
    Uuid(Option<Uuid>),
    /// Many ids for `= any($n)`; on SQLite a JSON array of hexadecimal texts for
    /// `in (select unhex(value) from json_each($n))`.
    Uuids(Vec<Uuid>),
    /// Many texts for `= any($n)` or `json_each($n)`.
    Texts(Vec<String>),
    /// Many whole numbers for `= any($n)` or `json_each($n)`.
    Ints(Vec<i64>),
}

impl Param<'_> {
    /// The same value without a borrow, for work that moves to another thread.
    pub(crate) fn into_owned(self) -> Param<'static> {
        match self {
            Self::Bool(v) => Param::Bool(v),
            Self::Int(v) => Param::Int(v),
            Self::Real(v) => Param::Real(v),
            Self::Text(v) => Param::Text(v.map(|t| Cow::Owned(t.into_owned()))),
            Self::Bytes(v) => Param::Bytes(v.map(|b| Cow::Owned(b.into_owned()))),
            Self::Uuid(v) => Param::Uuid(v),
            Self::Uuids(v) => Param::Uuids(v),
            Self::Texts(v) => Param::Texts(v),
            Self::Ints(v) => Param::Ints(v),
        }
    }

    /// The type PostgreSQL is told, so that it need not be asked first.
    pub(crate) const fn postgres_type(&self) -> Type {
        match self {
            Self::Bool(_) => Type::BOOL,
            Self::Int(_) => Type::INT8,
            Self::Real(_) => Type::FLOAT8,
            Self::Text(_) => Type::TEXT,
            Self::Bytes(_) => Type::BYTEA,
            Self::Uuid(_) => Type::UUID,
            Self::Uuids(_) => Type::UUID_ARRAY,
            Self::Texts(_) => Type::TEXT_ARRAY,
            Self::Ints(_) => Type::INT8_ARRAY,
        }
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let null = ToSqlOutput::Owned(Value::Null);
        let json = |value: serde_json::Value| ToSqlOutput::Owned(Value::Text(value.to_string()));
        Ok(match self {
            Self::Bool(v) => v.map_or(null, |v| ToSqlOutput::Owned(Value::Integer(i64::from(v)))),
            Self::Int(v) => v.map_or(null, |v| ToSqlOutput::Owned(Value::Integer(v))),
            Self::Real(v) => v.map_or(null, |v| ToSqlOutput::Owned(Value::Real(v))),
            Self::Text(v) => match v {
                Some(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
                None => null,
            },
            Self::Bytes(v) => match v {
                Some(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
                None => null,
            },
            Self::Uuid(v) => match v {
                Some(uuid) => ToSqlOutput::Borrowed(ValueRef::Blob(uuid.as_bytes())),
                None => null,
            },
            Self::Uuids(v) => json(v.iter().map(|id| id.simple().to_string()).collect()),
            Self::Texts(v) => json(v.iter().map(String::as_str).collect()),
            Self::Ints(v) => json(v.iter().copied().collect()),
        })
    }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Bool(v) => v.to_sql(ty, out),
            Self::Int(v) => v.to_sql(ty, out),
            Self::Real(v) => v.to_sql(ty, out),
            Self::Text(v) => v.as_deref().to_sql(ty, out),
            Self::Bytes(v) => v.as_deref().to_sql(ty, out),
            Self::Uuid(v) => match v {
                Some(uuid) => {
                    out.extend_from_slice(uuid.as_bytes());
                    Ok(IsNull::No)
                }
                None => Ok(IsNull::Yes),
            },
            Self::Uuids(v) => v
                .iter()
                .map(|uuid| Param::Uuid(Some(*uuid)))
                .collect::<Vec<_>>()
                .to_sql(ty, out),
            Self::Texts(v) => v.to_sql(ty, out),
            Self::Ints(v) => v.to_sql(ty, out),
        }
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// What can stand for a `$n`.
pub trait ToParam {
    /// The value, borrowed where it can be.
    fn to_param(&self) -> Param<'_>;
    /// The null of this type.
    fn null() -> Param<'static>;
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        match self {
            Some(value) => value.to_param(),
            None => T::null(),
        }
    }

    fn null() -> Param<'static> {
        T::null()
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }

    fn null() -> Param<'static> {
        T::null()
    }
}

/// A batch of values in one parameter.
#[derive(Debug, Clone, Copy)]
pub struct Many<'a, T>(pub &'a [T]);

impl ToParam for Many<'_, String> {
    fn to_param(&self) -> Param<'_> {
        Param::Texts(self.0.to_vec())
    }

    fn null() -> Param<'static> {
        Param::Texts(Vec::new())
    }
}

impl ToParam for Many<'_, i64> {
    fn to_param(&self) -> Param<'_> {
        Param::Ints(self.0.to_vec())
    }

    fn null() -> Param<'static> {
        Param::Ints(Vec::new())
    }
}

macro_rules! plain {
    ($($ty:ty => $variant:ident, |$v:ident| $value:expr;)*) => {$(
        impl ToParam for $ty {
            fn to_param(&self) -> Param<'_> {
                let $v = self;
                Param::$variant(Some($value))
            }

            fn null() -> Param<'static> {
                Param::$variant(None)
            }
        }
    )*};
}

plain! {
    bool => Bool, |v| *v;
    i64 => Int, |v| *v;
    u32 => Int, |v| i64::from(*v);
    f64 => Real, |v| *v;
    str => Text, |v| Cow::Borrowed(v);
    String => Text, |v| Cow::Borrowed(v.as_str());
    [u8] => Bytes, |v| Cow::Borrowed(v);
    Vec<u8> => Bytes, |v| Cow::Borrowed(v.as_slice());
    [u8; 32] => Bytes, |v| Cow::Borrowed(v.as_slice());
    Uuid => Uuid, |v| *v;
    Timestamp => Int, |v| v.as_micros();
}

macro_rules! ids {
    ($($ty:ty),* $(,)?) => {$(
        plain! { $ty => Uuid, |v| v.as_uuid(); }

        impl ToParam for Many<'_, $ty> {
            fn to_param(&self) -> Param<'_> {
                Param::Uuids(self.0.iter().map(|id| id.as_uuid()).collect())
            }

            fn null() -> Param<'static> {
                Param::Uuids(Vec::new())
            }
        }
    )*};
}

ids! {
    id::AccountId, id::SessionId, id::TokenId, id::InviteId, id::StoryId, id::VolumeId,
    id::ChapterId, id::RevisionId, id::TagId, id::ImportId, id::OutboxId, id::AuditId,
}

macro_rules! texts {
    ($($ty:ty),* $(,)?) => {$(
        plain! { $ty => Text, |v| Cow::Borrowed(v.as_str()); }
    )*};
}

texts! {
    text::Handle, text::EmailAddress, text::DisplayName, text::Bio, text::StoryTitle,
    text::ChapterTitle, text::VolumeTitle, text::Blurb, text::AuthorNote, text::TagName,
    text::Label, text::Remark, text::SearchText, Slug, Language,
    AccountStatus, Role, RegistrationMode, ProfileVisibility, SessionKind, StoryState, Audience, SerialStatus, Rating, WarningsAnswer, AiUse, ModerationState, CollaboratorRole, ChapterKind, ChapterState, RevisionKind, TagKind, EngagementKind, ActorTrust,
}
