//! Turns what was said into typed values and collects what is wrong on the way.

use std::collections::HashMap;

use crate::key::{Key, Kind};
use crate::origin::Origin;
use crate::problem::Problem;

/// One value as it was given.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// What was given, the highest source last.
#[derive(Debug, Default)]
pub(crate) struct Values(HashMap<(&'static str, &'static str), Given>);

impl Values {
    pub(crate) fn set(&mut self, key: &'static Key, given: Given) {
        self.0.insert((key.section, key.name), given);
    }

    pub(crate) fn given(&self, key: &Key) -> Option<&Given> {
        self.0.get(&(key.section, key.name))
    }

    pub(crate) fn text<'a>(&'a self, key: &'a Key) -> &'a str {
        self.given(key)
            .map_or(key.default, |given| given.text.trim())
    }

    pub(crate) fn origin(&self, key: &Key) -> Origin {
        self.given(key)
            .map_or(Origin::Default, |given| given.origin.clone())
    }
}

/// Reads keys into typed values; a value that is refused gives the type's default, and a problem.
pub(crate) struct Reading<'a> {
    pub(crate) values: &'a Values,
    pub(crate) problems: &'a mut Vec<Problem>,
}

impl Reading<'_> {
    pub(crate) fn text<'a>(&'a self, key: &'a Key) -> &'a str {
        self.values.text(key)
    }

    /// A text that may be left empty.
    pub(crate) fn optional(&self, key: &Key) -> Option<String> {
        let text = self.text(key);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A text understood by `parse`; `None` when it is empty or refused.
    pub(crate) fn parsed<T>(
        &mut self,
        key: &Key,
        accepts: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key).to_owned();
        if text.is_empty() {
            return None;
        }
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse_value(key, &text, accepts);
        }
        parsed
    }

    pub(crate) fn each<T>(
        &mut self,
        key: &Key,
        accepts: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let all = self.text(key).to_owned();
        let items = all
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty());
        items
            .filter_map(|item| {
                let parsed = parse(item);
                if parsed.is_none() {
                    self.refuse_value(key, item, accepts);
                }
                parsed
            })
            .collect()
    }

    pub(crate) fn number<T: TryFrom<u64> + Default>(&mut self, key: &Key) -> T {
        let Kind::Number { least, most } = key.kind else {
            return T::default();
        };
        self.parsed(key, &key.accepts(), |text| {
            let number: u64 = text.parse().ok()?;
            (least..=most).contains(&number).then_some(number)
        })
        .and_then(|number| T::try_from(number).ok())
        .unwrap_or_default()
    }

    pub(crate) fn switch(&mut self, key: &Key) -> bool {
        self.parsed(key, &key.accepts(), |text| match text {
            "true" | "on" | "yes" | "1" => Some(true),
            "false" | "off" | "no" | "0" => Some(false),
            _ => None,
        })
        .unwrap_or_default()
    }

    pub(crate) fn choice(&mut self, key: &Key) -> &'static str {
        let Kind::Choice(words) = key.kind else {
            return "";
        };
        let known = |text: &str| words.iter().copied().find(|word| *word == text);
        self.parsed(key, &key.accepts(), known).unwrap_or_default()
    }

    /// Refuses a value that is well formed but cannot be used.
    pub(crate) fn refuse(&mut self, key: &Key, wrong: String, fix: String) {
        self.problems.push(Problem {
            subject: key.path(),
            origin: self.values.origin(key).to_string(),
            wrong,
            fix,
        });
    }

    fn refuse_value(&mut self, key: &Key, text: &str, accepts: &str) {
        let wrong = match key.kind {
            // Even a broken URL may hold a working password.
            Kind::Secret | Kind::SecretUrl => "the value is not understood".to_owned(),
            _ => format!("{text:?} is not understood"),
        };
        let meant = match key.kind {
            Kind::Choice(words) => nearest(text, "", words.iter().map(|word| (*word).to_owned())),
            _ => None,
        };
        let fix = match meant {
            Some(word) => format!("did you mean {word}? It is {accepts}"),
            None => format!("write {accepts}"),
        };
        self.refuse(key, wrong, fix);
    }
}

/// The known word most like a mistaken one, if any is like it; `prefix` is common to all.
pub(crate) fn nearest(
    mistaken: &str,
    prefix: &str,
    known: impl Iterator<Item = String>,
) -> Option<String> {
    let bare = |word: &str| {
        word.strip_prefix(prefix)
            .unwrap_or(word)
            .to_ascii_lowercase()
    };
    let wanted = bare(mistaken);
    let most = 1 + wanted.chars().count() / 4;
    known
        .filter_map(|word| {
            let candidate = bare(&word);
            let distance = strsim::damerau_levenshtein(&wanted, &candidate);
            // LISTEN_ADDR is far from LISTEN by letters and near by sense.
            let extended = wanted.starts_with(&candidate) || candidate.starts_with(&wanted);
            (distance <= most || extended).then_some((distance, word))
        })
        .min_by_key(|(distance, _word)| *distance)
        .map(|(_distance, word)| word)
}
