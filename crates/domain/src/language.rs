//! The language a story is written in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::Invalid;

/// A BCP 47 language tag (RFC 5646) in its recommended case: `en`, `pt-BR`, `zh-Hant-TW`.
/// Checked for form, not against the registry: a tag newer than this program must not be refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// Checks the form and sets the case recommended by RFC 5646, section 2.1.1.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let wrong = Invalid::Form {
            rule: "write a language tag like en, de or pt-BR (BCP 47)",
        };
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if text.len() > 35 {
            return Err(Invalid::TooLong { max: 35 });
        }
        let mut parts = Vec::new();
        for (place, part) in text.split('-').enumerate() {
            let fits =
                (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
            if !fits {
                return Err(wrong);
            }
            let first = place == 0;
            if first
                && !(matches!(part.len(), 2..=8) && part.bytes().all(|b| b.is_ascii_alphabetic()))
            {
                return Err(wrong);
            }
            parts.push(match part.len() {
                2 if !first => part.to_ascii_uppercase(),
                4 if !first && part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    let mut letters = part.chars();
                    letters
                        .next()
                        .map(|c| c.to_ascii_uppercase())
                        .into_iter()
                        .chain(letters.map(|c| c.to_ascii_lowercase()))
                        .collect()
                }
                _ => part.to_ascii_lowercase(),
            });
        }
        Ok(Self(parts.join("-")))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a tag the store has kept: it was checked when it came in.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Language {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_take_their_recommended_case() {
        for (given, kept) in [
            ("EN", "en"),
            ("pt-br", "pt-BR"),
            ("ZH-hant-tw", "zh-Hant-TW"),
            ("de-1996", "de-1996"),
        ] {
            assert_eq!(Language::parse(given).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for wrong in ["", "e", "english language", "en_US", "en--US", "12", "en-"] {
            assert!(Language::parse(wrong).is_err(), "{wrong}");
        }
    }
}
