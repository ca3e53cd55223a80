//! What a setting is: its name, default, kind and meaning. The flat list of all of them.

use crate::{accounts, admin, data, database, imports, log, publication, server, site};

/// One setting, as it is documented and read.
#[derive(Debug)]
pub struct Key {
    /// The table of the file it stands in.
    pub section: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// The default as one would write it in a variable; empty means none.
    pub default: &'static str,
    /// What it accepts.
    pub kind: Kind,
    /// A shorter variable than `QUIRE_<SECTION>_<NAME>`, where scripts rely on one.
    pub short: Option<&'static str>,
    /// What it means, for the example file and the documentation.
    pub about: &'static str,
}

/// What a setting accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// Text that is never shown.
    Secret,
    /// A URL whose password is never shown.
    SecretUrl,
    /// A whole number within these bounds.
    Number {
        /// The smallest.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// `true` or `false`.
    Switch,
    /// Several texts: an array in the file, separated by commas elsewhere.
    List,
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl Key {
    /// `server.listen`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// The variables that set it: the full name, then the short one.
    pub fn variables(&self) -> impl Iterator<Item = String> {
        let full = format!("QUIRE_{}_{}", self.section, self.name).to_ascii_uppercase();
        let short = self.short.filter(|short| *short != full);
        std::iter::once(full).chain(short.map(ToOwned::to_owned))
    }

    /// What it accepts, as the fix of a wrong value.
    pub fn accepts(&self) -> String {
        match self.kind {
            Kind::Text | Kind::Secret => "a text".to_owned(),
            Kind::SecretUrl => "postgres://user:password@host/database".to_owned(),
            Kind::Number { least, most } => format!("a whole number from {least} to {most}"),
            Kind::Switch => "true or false".to_owned(),
            Kind::List => "a list of texts".to_owned(),
            Kind::Choice(words) => format!("one of {}", words.join(", ")),
        }
    }
}

/// Every setting there is, in the order of the file.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    [
        server::KEYS,
        data::KEYS,
        database::KEYS,
        accounts::KEYS,
        admin::KEYS,
        publication::KEYS,
        imports::KEYS,
        log::KEYS,
        site::KEYS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_settings_answer_to_one_variable() {
        let mut seen = HashSet::new();
        for key in keys() {
            for variable in key.variables() {
                assert!(
                    !variable.ends_with("_FILE"),
                    "{variable} reads like a secret's file"
                );
                assert!(seen.insert(variable.clone()), "{variable} is there twice");
            }
        }
    }

    #[test]
    fn a_number_that_measures_something_says_its_unit() {
        let units = ["_seconds", "_ms", "_hours", "_days", "_bytes", "_kib"];
        let counts = [
            "pool_min",
            "pool_max",
            "permits",
            "iterations",
            "parallelism",
            "entries",
            "chapters",
        ];
        for key in keys().filter(|key| matches!(key.kind, Kind::Number { .. })) {
            let named = units
                .iter()
                .chain(&counts)
                .any(|end| key.name.ends_with(end));
            assert!(named, "{}", key.path());
        }
    }
}
