//! Short texts that people give, each a type of its own: a value that exists has been checked.
//!
//! Length counts Unicode scalar values after NFC and trimming (domain rules, "Types"). Only these
//! short texts are normalised; a chapter's prose never is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

/// Why a text was not accepted. The face adds which field it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Nothing is left after trimming.
    #[error("may not be empty")]
    Empty,
    /// Fewer than the least number of characters.
    #[error("needs at least {min} characters")]
    TooShort {
        /// The least number of characters.
        min: usize,
    },
    /// More than the greatest number of characters.
    #[error("may have at most {max} characters")]
    TooLong {
        /// The greatest number of characters.
        max: usize,
    },
    /// A control character where only visible text belongs.
    #[error("may not contain control characters")]
    Control,
    /// The text has another form than it needs.
    #[error("{rule}")]
    Form {
        /// The form it needs, in words.
        rule: &'static str,
    },
    /// A word outside a closed list.
    #[error("must be one of: {}", allowed.join(", "))]
    NotOneOf {
        /// The list.
        allowed: &'static [&'static str],
    },
}

impl Invalid {
    /// A stable code for programs: `empty`, `too-short`, `too-long`, `control`, `form`, `not-one-of`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooShort { .. } => "too-short",
            Self::TooLong { .. } => "too-long",
            Self::Control => "control",
            Self::Form { .. } => "form",
            Self::NotOneOf { .. } => "not-one-of",
        }
    }
}

/// Whether line breaks and tabs belong in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn tidy(text: &str, min: usize, max: usize, lines: Lines) -> Result<String, Invalid> {
    // A text far above its limit is refused before work is spent on normalising it.
    if text.len() > max.saturating_mul(16).saturating_add(1_024) {
        return Err(Invalid::TooLong { max });
    }
    let tidy: String = text.nfc().collect::<String>().trim().to_owned();
    let allowed = |c: char| lines == Lines::Many && matches!(c, '\n' | '\r' | '\t');
    if tidy.chars().any(|c| c.is_control() && !allowed(c)) {
        return Err(Invalid::Control);
    }
    let length = tidy.chars().count();
    if length == 0 && min > 0 {
        return Err(Invalid::Empty);
    }
    if length < min {
        return Err(Invalid::TooShort { min });
    }
    if length > max {
        return Err(Invalid::TooLong { max });
    }
    Ok(tidy)
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($min:literal..=$max:literal, $lines:ident) $(check $check:path)?;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The greatest number of characters.
            pub const MAX: usize = $max;
            /// The least number of characters.
            pub const MIN: usize = $min;

            /// Checks and tidies a text.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                let tidy = tidy(text, $min, $max, Lines::$lines)?;
                $($check(&tidy)?;)?
                Ok(Self(tidy))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes a text the store has kept: it was checked when it came in.
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                Self::parse(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

fn handle_form(text: &str) -> Result<(), Invalid> {
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        Ok(())
    } else {
        Err(Invalid::Form {
            rule: "use letters a-z, digits and underscores only",
        })
    }
}

/// One `@` with something on both sides and a dot-atom domain. Whether mail arrives is found out by
/// sending one, not by a longer expression.
fn email_form(text: &str) -> Result<(), Invalid> {
    let wrong = Invalid::Form {
        rule: "write an e-mail address like name@example.org",
    };
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Err(wrong);
    };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.contains('@')
        && !local.chars().any(char::is_whitespace);
    if local_ok && domain.len() <= 253 && domain.split('.').all(label) {
        Ok(())
    } else {
        Err(wrong)
    }
}

texts! {
    /// The name in `/@{handle}`: `^[A-Za-z0-9_]{3,30}$`, unique without regard to case.
    Handle(3..=30, One) check handle_form;
    /// An e-mail address, unique without regard to case.
    EmailAddress(3..=254, One) check email_form;
    /// The name shown for a person.
    DisplayName(1..=100, One);
    /// What a person says of themselves, in Markdown.
    Bio(0..=2000, Many);
    /// A story's title.
    StoryTitle(1..=255, One);
    /// A chapter's title.
    ChapterTitle(1..=255, One);
    /// A volume's title.
    VolumeTitle(1..=255, One);
    /// A story's description in Markdown; its first paragraph is the text on cards.
    Blurb(0..=2000, Many);
    /// An author's note before or after a chapter, in Markdown.
    AuthorNote(0..=5000, Many);
    /// A tag's name as people see it.
    TagName(1..=100, One);
    /// What a person calls a revision, token or session.
    Label(1..=100, One);
    /// A short plain remark: why a story rests, what an applicant answers.
    Remark(0..=500, Many);
    /// The name of the site.
    SiteName(1..=100, One);
    /// What a reader looks for.
    SearchText(0..=500, One);
}

impl Handle {
    /// The form that is compared: handles differ only when these do.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl EmailAddress {
    /// The form that is compared: addresses differ only when these do.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrounding_space_goes_and_composed_letters_count_once() {
        let title = StoryTitle::parse("  Cafe\u{301}  ").unwrap();
        assert_eq!(title.as_str(), "Café");
    }

    #[test]
    fn a_title_of_255_characters_fits_and_256_do_not() {
        assert!(StoryTitle::parse(&"ß".repeat(255)).is_ok());
        assert_eq!(
            StoryTitle::parse(&"ß".repeat(256)),
            Err(Invalid::TooLong { max: 255 })
        );
    }

    #[test]
    fn a_title_of_spaces_is_empty() {
        assert_eq!(StoryTitle::parse(" \u{a0} "), Err(Invalid::Empty));
    }

    #[test]
    fn a_title_has_one_line_and_a_blurb_may_have_many() {
        assert_eq!(StoryTitle::parse("a\nb"), Err(Invalid::Control));
        assert!(Blurb::parse("a\nb").is_ok());
        assert_eq!(Blurb::parse("a\0b"), Err(Invalid::Control));
    }

    #[test]
    fn handles_are_ascii_words_and_compare_without_case() {
        assert_eq!(Handle::parse("Ada_1").unwrap().key(), "ada_1");
        for wrong in ["ad", "a-d-a", "äda", "a b c", &"a".repeat(31)] {
            assert!(Handle::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn addresses_need_a_name_and_a_domain() {
        for right in [
            "ada@example.org",
            "a.b+c@mail.example.org",
            "ü@exämple.org",
            "a@localhost",
        ] {
            assert!(EmailAddress::parse(right).is_ok(), "{right}");
        }
        for wrong in [
            "ada",
            "@example.org",
            "ada@",
            "a b@example.org",
            "a@b@c.org",
            "a@-b.org",
            "a@b..org",
        ] {
            assert!(EmailAddress::parse(wrong).is_err(), "{wrong}");
        }
    }
}
