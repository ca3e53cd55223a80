//! Typed identifiers: `UUIDv7` inside (RFC 9562, section 5.7), a prefix and 26 characters outside.
//!
//! The order of ids is the order of creation, so `(sort key, id)` makes a stable cursor. Outside,
//! an id says what it names (`sto_…`, `chp_…`): one kind can never be passed for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::time::{Clock, Timestamp};

/// Where chance comes from. Only the composition root implements it over the machine's own source.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with values nobody can foresee.
    fn fill(&self, bytes: &mut [u8]);
}

/// Makes ids from a clock and a source of chance.
pub struct Ids<'a> {
    /// The moment an id carries.
    pub clock: &'a dyn Clock,
    /// What makes two ids of one millisecond differ.
    pub chance: &'a dyn Chance,
}

impl Ids<'_> {
    /// A new id of the kind asked for.
    pub fn make<T: From<Uuid>>(&self) -> T {
        T::from(uuid_v7(self.clock.now(), self.chance))
    }
}

/// A `UUIDv7` whose 12 bits after the millisecond hold the fraction of it (RFC 9562, section 6.2,
/// method 3), so ids made by one process sort by creation within a quarter of a microsecond.
pub fn uuid_v7(now: Timestamp, chance: &dyn Chance) -> Uuid {
    let micros = u64::try_from(now.as_micros()).unwrap_or(0);
    let (millis, rest) = (micros / 1_000, micros % 1_000);
    let fraction = rest * 4_096 / 1_000;
    let mut low = [0_u8; 8];
    chance.fill(&mut low);
    let high = (millis << 16) | 0x7000 | fraction;
    let low = (u64::from_be_bytes(low) & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    Uuid::from_u64_pair(high, low)
}

/// Why a text is not an id of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnId {
    /// Another kind of thing, or no kind at all.
    #[error("an id of this kind starts with `{expected}_`")]
    Prefix {
        /// The prefix without its underscore.
        expected: &'static str,
    },
    /// The part after the prefix is not 26 characters of Crockford's base32, or too large.
    #[error("after `{expected}_` an id has 26 characters of 0-9 and a-z without i, l, o, u")]
    Form {
        /// The prefix without its underscore.
        expected: &'static str,
    },
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn write(prefix: &str, uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    use fmt::Write as _;
    f.write_str(prefix)?;
    f.write_char('_')?;
    let value = uuid.as_u128();
    for place in (0..26_u32).rev() {
        let digit = usize::try_from((value >> (place * 5)) & 31).unwrap_or(0);
        f.write_char(char::from(ALPHABET.get(digit).copied().unwrap_or(b'0')))?;
    }
    Ok(())
}

fn read(expected: &'static str, text: &str) -> Result<Uuid, NotAnId> {
    let digits = text
        .strip_prefix(expected)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or(NotAnId::Prefix { expected })?;
    if digits.len() != 26 {
        return Err(NotAnId::Form { expected });
    }
    let mut value: u128 = 0;
    for (place, byte) in digits.bytes().enumerate() {
        let digit = ALPHABET
            .iter()
            .position(|letter| *letter == byte)
            .and_then(|digit| u128::try_from(digit).ok())
            .ok_or(NotAnId::Form { expected })?;
        // 26 digits carry 130 bits: the first may only hold three.
        if place == 0 && digit > 7 {
            return Err(NotAnId::Form { expected });
        }
        value = (value << 5) | digit;
    }
    Ok(Uuid::from_u128(value))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// What stands before the underscore outside.
            pub const PREFIX: &'static str = $prefix;

            /// The bare UUID, as the engines keep it.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(Self::PREFIX, self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read(Self::PREFIX, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person's account; also names the profile, since one account has one.
    AccountId = "usr";
    /// A login from one browser or device.
    SessionId = "ses";
    /// A personal API token.
    TokenId = "tok";
    /// An invitation to register.
    InviteId = "inv";
    /// A story.
    StoryId = "sto";
    /// A volume of a story: part, book, season.
    VolumeId = "vol";
    /// A chapter.
    ChapterId = "chp";
    /// One state of a chapter's text.
    RevisionId = "rev";
    /// A tag or genre.
    TagId = "tag";
    /// One run of an importer.
    ImportId = "imp";
    /// An event waiting in the outbox.
    OutboxId = "evt";
    /// An entry of the audit trail.
    AuditId = "aud";
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zero;
    impl Chance for Zero {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn at(micros: i64) -> StoryId {
        StoryId::from(uuid_v7(Timestamp::from_micros(micros), &Zero))
    }

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = at(1_795_305_600_000_000);
        let text = id.to_string();
        assert!(text.starts_with("sto_") && text.len() == 30, "{text}");
        assert_eq!(text.parse::<StoryId>(), Ok(id));
    }

    #[test]
    fn ids_and_their_texts_sort_by_creation() {
        let (earlier, later) = (at(1_000_000_001), at(1_000_000_002));
        assert!(earlier < later);
        assert!(earlier.to_string() < later.to_string());
    }

    #[test]
    fn the_uuid_says_version_seven_and_the_rfc_variant() {
        let uuid = at(1_795_305_600_000_000).as_uuid();
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
    }

    #[test]
    fn a_chapter_id_is_never_taken_for_a_story_id() {
        let chapter = ChapterId::from(at(1).as_uuid()).to_string();
        assert_eq!(
            chapter.parse::<StoryId>(),
            Err(NotAnId::Prefix { expected: "sto" })
        );
    }

    #[test]
    fn too_large_too_short_and_foreign_letters_are_refused() {
        for text in [
            "sto_",
            "sto_0000000000000000000000000",
            "sto_80000000000000000000000000",
            "sto_0000000000000000000000000u",
            "sto_00000000000000000000000000x",
        ] {
            assert_eq!(
                text.parse::<StoryId>(),
                Err(NotAnId::Form { expected: "sto" }),
                "{text}"
            );
        }
    }
}
