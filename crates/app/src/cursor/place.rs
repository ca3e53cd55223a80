//! Places in a list: the sort key and id of an item, as bytes.

use quire_domain::{Timestamp, id};
use uuid::Uuid;

/// What the items of a list are sorted by; the last part is unique in the list.
pub trait Place: Sized {
    /// Appends the bytes of it.
    fn write(&self, out: &mut Vec<u8>);
    /// Takes it from the front of `bytes`; `None` when it does not stand there.
    fn read(bytes: &mut &[u8]) -> Option<Self>;
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = bytes.split_first_chunk::<N>()?;
    *bytes = tail;
    Some(*head)
}

macro_rules! places {
    ($($ty:ty: |$value:ident| $bytes:expr, |$read:ident| $make:expr;)*) => {$(
        impl Place for $ty {
            fn write(&self, out: &mut Vec<u8>) {
                let $value = self;
                out.extend($bytes);
            }

            fn read(bytes: &mut &[u8]) -> Option<Self> {
                take(bytes).map(|$read| $make)
            }
        }
    )*};
}

places! {
    i64: |value| value.to_be_bytes(), |bytes| Self::from_be_bytes(bytes);
    f64: |value| value.to_be_bytes(), |bytes| Self::from_be_bytes(bytes);
    u8: |value| [*value], |bytes| Self::from_be_bytes(bytes);
    Timestamp: |value| value.as_micros().to_be_bytes(),
        |bytes| Self::from_micros(i64::from_be_bytes(bytes));
    Uuid: |value| value.into_bytes(), |bytes| Self::from_bytes(bytes);
}

macro_rules! ids {
    ($($ty:ty),* $(,)?) => {
        places! {$(
            $ty: |value| value.as_uuid().into_bytes(), |bytes| Self::from(Uuid::from_bytes(bytes));
        )*}
    };
}

ids! {
    id::AccountId, id::SessionId, id::TokenId, id::InviteId, id::StoryId, id::VolumeId,
    id::ChapterId, id::RevisionId, id::TagId, id::ImportId, id::OutboxId, id::AuditId,
}

/// A text of at most 65,535 bytes; a longer one is cut, which can only repeat items, not skip any.
impl Place for String {
    fn write(&self, out: &mut Vec<u8>) {
        let length = u16::try_from(self.len()).unwrap_or(u16::MAX);
        out.extend(length.to_be_bytes());
        out.extend(self.bytes().take(usize::from(length)));
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let length = usize::from(u16::from_be_bytes(take(bytes)?));
        let (text, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        Some(Self::from_utf8_lossy(text).into_owned())
    }
}

impl<A: Place, B: Place> Place for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::read(bytes)?, B::read(bytes)?))
    }
}

impl<A: Place, B: Place, C: Place> Place for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::read(bytes)?, B::read(bytes)?, C::read(bytes)?))
    }
}
