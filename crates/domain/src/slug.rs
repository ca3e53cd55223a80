//! The readable part of an address: `/s/{slug}`, `/s/{slug}/{number}-{chapter-slug}`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::Invalid;

/// Lower-case letters a-z, digits and single hyphens inside, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The greatest number of characters.
    pub const MAX: usize = 80;

    /// Checks a slug that somebody wrote.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if text.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        let letters = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !letters || text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err(Invalid::Form {
                rule: "use a-z, 0-9 and single hyphens between them",
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// Makes a slug of a title in any script by transliteration; `None` when nothing readable is
    /// left (the caller then names the thing by its id).
    pub fn from_title(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in deunicode::deunicode(title).chars() {
            if slug.len() >= Self::MAX {
                break;
            }
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                'A'..='Z' => slug.push(c.to_ascii_lowercase()),
                // "don't" stays one word
                '\'' | '`' => {}
                _ if slug.is_empty() || slug.ends_with('-') => {}
                _ => slug.push('-'),
            }
        }
        let slug = slug.trim_end_matches('-');
        (!slug.is_empty()).then(|| Self(slug.to_owned()))
    }

    /// The same slug with `-n` behind it, shortened so that it still fits.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        let tail = format!("-{n}");
        let keep = Self::MAX.saturating_sub(tail.len());
        let head: String = self.0.chars().take(keep).collect();
        Self(format!("{}{tail}", head.trim_end_matches('-')))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a slug the store has kept: it was checked when it came in.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(title: &str) -> Option<String> {
        Slug::from_title(title).map(|slug| slug.to_string())
    }

    #[test]
    fn titles_in_many_scripts_become_readable() {
        assert_eq!(
            made("Great Expectations").as_deref(),
            Some("great-expectations")
        );
        assert_eq!(made("Don’t Look — Now!").as_deref(), Some("dont-look-now"));
        assert_eq!(made("Война и мир").as_deref(), Some("voina-i-mir"));
        assert_eq!(made("Élan vital").as_deref(), Some("elan-vital"));
    }

    #[test]
    fn a_title_without_letters_makes_no_slug() {
        assert_eq!(made("***"), None);
        assert_eq!(made(""), None);
    }

    #[test]
    fn a_long_title_is_cut_to_eighty_and_stays_well_formed() {
        let slug = made(&"abcdefg ".repeat(40)).unwrap();
        assert!(slug.len() <= 80, "{slug}");
        assert!(Slug::parse(&slug).is_ok(), "{slug}");
        assert!(Slug::parse(Slug::parse(&slug).unwrap().numbered(12).as_str()).is_ok());
    }

    #[test]
    fn written_slugs_are_held_to_the_form() {
        for wrong in ["", "-a", "a-", "a--b", "A", "ä", "a b", &"a".repeat(81)] {
            assert!(Slug::parse(wrong).is_err(), "{wrong}");
        }
    }
}
