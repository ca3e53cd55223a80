//! `[site]`: how the site introduces itself.

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// What readers see of the site as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// BCP 47 tag of its own texts.
    pub language: String,
}

const NAME: Key = Key {
    section: "site",
    name: "name",
    default: "Quire",
    kind: Kind::Text,
    short: None,
    about: "The name in the header, in feeds and in mails.",
};
const DESCRIPTION: Key = Key {
    section: "site",
    name: "description",
    default: "Stories, a chapter at a time.",
    kind: Kind::Text,
    short: None,
    about: "One or two sentences for the home page and search engines.",
};
const LANGUAGE: Key = Key {
    section: "site",
    name: "language",
    default: "en",
    kind: Kind::Text,
    short: None,
    about: "Language of the site's own texts, as a BCP 47 tag.",
};

pub(crate) const KEYS: &[&Key] = &[&NAME, &DESCRIPTION, &LANGUAGE];

impl Site {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        Self {
            name: reading
                .parsed(&NAME, "1 to 100 characters", |text| {
                    (text.chars().count() <= 100).then(|| text.to_owned())
                })
                .unwrap_or_default(),
            description: reading.text(&DESCRIPTION).to_owned(),
            language: reading
                .parsed(&LANGUAGE, "a language tag such as en or pt-BR", |text| {
                    language_tag(text).then(|| text.to_owned())
                })
                .unwrap_or_default(),
        }
    }
}

fn language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
