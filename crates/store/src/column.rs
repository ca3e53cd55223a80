//! Values on their way out of a row.

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
use uuid::Uuid;

/// One value of a row, borrowed from the engine.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A truth value (PostgreSQL; SQLite gives 0 or 1).
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// An id (PostgreSQL; SQLite gives 16 bytes).
    Uuid(Uuid),
}

/// A type a cell can be read as.
pub trait Column: Sized {
    /// The value, or `None` when the cell holds something else.
    fn read(cell: Cell<'_>) -> Option<Self>;
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::read(other).map(Some),
        }
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bool(value) => Some(value),
            Cell::Int(value) => Some(value != 0),
            _ => None,
        }
    }
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Int(value) => Some(value),
            _ => None,
        }
    }
}

impl Column for f64 {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Real(value) => Some(value),
            _ => None,
        }
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl Column for Uuid {
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Uuid(uuid) => Some(uuid),
            Cell::Bytes(bytes) => Self::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

impl Column for Timestamp {
    fn read(cell: Cell<'_>) -> Option<Self> {
        i64::read(cell).map(Self::from_micros)
    }
}

macro_rules! ids {
    ($($ty:ty),* $(,)?) => {$(
        impl Column for $ty {
            fn read(cell: Cell<'_>) -> Option<Self> {
                Uuid::read(cell).map(Self::from)
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
        impl Column for $ty {
            fn read(cell: Cell<'_>) -> Option<Self> {
                String::read(cell).map(Self::from_stored)
            }
        }
    )*};
}

texts! {
    text::Handle, text::EmailAddress, text::DisplayName, text::Bio, text::StoryTitle,
    text::ChapterTitle, text::VolumeTitle, text::Blurb, text::AuthorNote, text::TagName,
    text::Label, text::Remark, text::SearchText, Slug, Language,
}

macro_rules! words {
    ($($ty:ty),* $(,)?) => {$(
        impl Column for $ty {
            fn read(cell: Cell<'_>) -> Option<Self> {
                match cell {
                    Cell::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

words! {
    AccountStatus, Role, RegistrationMode, ProfileVisibility, SessionKind, StoryState, Audience, SerialStatus, Rating, WarningsAnswer, AiUse, ModerationState, CollaboratorRole, ChapterKind, ChapterState, RevisionKind, TagKind, EngagementKind, ActorTrust,
}
