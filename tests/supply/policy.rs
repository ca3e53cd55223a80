//! `deny.toml`, as far as our own checks need it.

use std::collections::BTreeSet;

use semver::Version;
use toml::{Table, Value};

/// What `deny.toml` says.
#[derive(Debug, Clone)]
pub struct Policy {
    pub targets: Vec<String>,
    /// Accepted for every package.
    pub licences: BTreeSet<String>,
    /// Accepted for one package only: its name and the licence.
    pub licence_exceptions: BTreeSet<(String, String)>,
    pub banned: BTreeSet<String>,
    pub skipped: Vec<Skip>,
    pub ignored_advisories: Vec<String>,
}

/// A package that may stand beside another version of itself.
#[derive(Debug, Clone)]
pub struct Skip {
    pub name: String,
    version: Option<Version>,
}

impl Skip {
    /// Reads `name` or `name@1.2.3`.
    pub fn parse(text: &str) -> Self {
        let (name, version) = text.split_once('@').unwrap_or((text, ""));
        Self {
            name: name.to_owned(),
            version: version.parse().ok(),
        }
    }

    pub fn covers(&self, name: &str, version: &Version) -> bool {
        self.name == name && self.version.as_ref().is_none_or(|own| own == version)
    }
}

impl Policy {
    /// What this package's licence may be.
    pub fn licences_for(&self, package: &str) -> BTreeSet<String> {
        let own = self
            .licence_exceptions
            .iter()
            .filter(|(name, _)| name == package);
        let own = own.map(|(_, licence)| licence.clone());
        self.licences.iter().cloned().chain(own).collect()
    }

    /// Reads the file, and insists on a reason for every exception.
    pub fn read(text: &str) -> Self {
        let file: Table = text.parse().unwrap();
        let list = |section: &str, key: &str| -> Vec<Value> {
            file[section][key].as_array().unwrap().clone()
        };
        let reasoned = |section: &str, key: &str, name: &str| -> Vec<String> {
            let entries = list(section, key);
            let name_of = |entry: &Value| {
                let reason = entry.get("reason").and_then(Value::as_str);
                assert!(
                    reason.is_some_and(|reason| !reason.trim().is_empty()),
                    "deny.toml: [{section}] {key}: {entry} has no reason"
                );
                of(entry, name)
            };
            entries.iter().map(name_of).collect()
        };
        let plain = |section: &str, key: &str| -> Vec<String> {
            let entries = list(section, key);
            let text = |entry: &Value| entry.as_str().unwrap().to_owned();
            entries.iter().map(text).collect()
        };
        let exceptions = list("licenses", "exceptions");
        let exceptions = exceptions.iter().flat_map(|entry| {
            let allow = entry["allow"].as_array().unwrap().iter();
            allow.map(|licence| (of(entry, "crate"), licence.as_str().unwrap().to_owned()))
        });
        let skipped = reasoned("bans", "skip", "crate");
        Self {
            targets: plain("graph", "targets"),
            licences: plain("licenses", "allow").into_iter().collect(),
            licence_exceptions: exceptions.collect(),
            banned: reasoned("bans", "deny", "crate").into_iter().collect(),
            skipped: skipped.iter().map(|text| Skip::parse(text)).collect(),
            ignored_advisories: reasoned("advisories", "ignore", "id"),
        }
    }
}

fn of(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap().to_owned()
}

#[test]
#[should_panic(expected = "has no reason")]
fn an_exception_without_a_reason_is_refused() {
    Policy::read(
        "[graph]\ntargets = []\n[licenses]\nallow = []\nexceptions = []\n[advisories]\nignore = []\n\
         [bans]\ndeny = []\nskip = [{ crate = \"syn@2.0.1\" }]",
    );
}
