//! All settings of one start: what they are, where they came from, what is wrong with them.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::{fs, io};

use serde::Serialize;

use crate::key::{Kind, keys};
use crate::problem::{Problem, Problems};
use crate::reading::{Reading, Values};
use crate::secret::REDACTED;
use crate::{
    Accounts, Admin, Data, Database, Imports, Log, Publication, Server, Site, Sources, data,
    database, environment, file,
};

/// The typed settings, one struct per section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[data]`
    pub data: Data,
    /// `[database]`
    pub database: Database,
    /// `[accounts]`
    pub accounts: Accounts,
    /// `[admin]`
    pub admin: Admin,
    /// `[publication]`
    pub publication: Publication,
    /// `[imports]`
    pub imports: Imports,
    /// `[log]`
    pub log: Log,
    /// `[site]`
    pub site: Site,
}

/// One line of `quire config show`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// `server.listen`
    pub key: String,
    /// The value, secrets and the passwords of URLs redacted.
    pub value: String,
    /// Where it came from.
    pub origin: String,
}

/// The settings with their origins and problems.
#[derive(Debug)]
pub struct Settings {
    values: Values,
    config: Config,
    problems: Problems,
    file: Option<PathBuf>,
}

impl Settings {
    /// Reads the file that the sources lead to, then the environment, then the flags.
    pub fn read(sources: &Sources) -> Self {
        let mut problems = Vec::new();
        let mut said = Values::default();
        environment::read(&sources.environment, &mut said, &mut problems);
        environment::read_flags(&sources.flags, &mut said, &mut problems);

        let mut values = Values::default();
        let chosen = sources.config_file.clone().or_else(|| {
            let named = |(name, path): &&(String, String)| {
                name == environment::CONFIG_VARIABLE && !path.is_empty()
            };
            let variable = sources.environment.iter().find(named);
            variable.map(|(_name, path)| path.into())
        });
        let file = if let Some(path) = chosen {
            read_file(path, true, &mut values, &mut problems)
        } else {
            let path = PathBuf::from(said.text(&data::FOLDER)).join("quire.toml");
            let found = read_file(path, false, &mut values, &mut problems);
            refuse_moving(&values, &mut problems);
            found
        };
        for key in keys() {
            if let Some(given) = said.given(key) {
                values.set(key, given.clone());
            }
        }
        refuse_empty(&values, &mut problems);

        let mut reading = Reading {
            values: &values,
            problems: &mut problems,
        };
        let server = Server::read(&mut reading);
        let config = Config {
            data: Data::read(&mut reading),
            database: Database::read(&mut reading, server.request_timeout),
            accounts: Accounts::read(&mut reading),
            admin: Admin::read(&mut reading),
            publication: Publication::read(&mut reading),
            imports: Imports::read(&mut reading),
            log: Log::read(&mut reading),
            site: Site::read(&mut reading),
            server,
        };
        Self {
            values,
            config,
            problems: Problems(problems),
            file,
        }
    }

    /// Everything that is wrong; empty when the settings can be used.
    pub fn check(&self) -> &[Problem] {
        &self.problems.0
    }

    /// The typed settings, or everything that is wrong with them.
    pub fn config(self) -> Result<Config, Problems> {
        if self.problems.0.is_empty() {
            Ok(self.config)
        } else {
            Err(self.problems)
        }
    }

    /// The file that was read, when there was one.
    pub fn file(&self) -> Option<&PathBuf> {
        self.file.as_ref()
    }

    /// Every setting with its value and origin, in the order of the file.
    pub fn show(&self) -> Vec<Row> {
        keys()
            .map(|key| {
                let text = self.values.text(key);
                Row {
                    key: key.path(),
                    value: match key.kind {
                        _ if text.is_empty() => String::new(),
                        Kind::Secret => REDACTED.to_owned(),
                        Kind::SecretUrl => database::redact(text),
                        _ => text.to_owned(),
                    },
                    origin: self.values.origin(key).to_string(),
                }
            })
            .collect()
    }

    /// [`Self::show`] as a JSON array of `{key, value, origin}`.
    pub fn show_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&self.show())
    }
}

fn read_file(
    path: PathBuf,
    demanded: bool,
    values: &mut Values,
    problems: &mut Vec<Problem>,
) -> Option<PathBuf> {
    let absent = |error: &io::Error| error.kind() == ErrorKind::NotFound;
    match fs::read_to_string(&path) {
        Ok(text) => {
            file::read(&path, &text, values, problems);
            Some(path)
        }
        Err(error) if absent(&error) && !demanded => None,
        Err(error) => {
            problems.push(Problem {
                subject: path.display().to_string(),
                origin: "file".to_owned(),
                wrong: format!("cannot be read: {error}"),
                fix: "correct the path given with --config, or make the file readable".to_owned(),
            });
            None
        }
    }
}

/// A file found *through* the data folder cannot say where the data folder is.
fn refuse_moving(values: &Values, problems: &mut Vec<Problem>) {
    if values.given(&data::FOLDER).is_some() {
        problems.push(Problem {
            subject: data::FOLDER.path(),
            origin: values.origin(&data::FOLDER).to_string(),
            wrong: "this file was found in the data folder, so it cannot name another".to_owned(),
            fix: "remove the line and use --data or QUIRE_DATA, or give the file with --config"
                .to_owned(),
        });
    }
}

fn refuse_empty(values: &Values, problems: &mut Vec<Problem>) {
    for key in keys().filter(|key| !key.default.is_empty()) {
        if values.text(key).is_empty() {
            problems.push(Problem {
                subject: key.path(),
                origin: values.origin(key).to_string(),
                wrong: "is empty".to_owned(),
                fix: format!(
                    "write {}, or remove it for the default {}",
                    key.accepts(),
                    key.default
                ),
            });
        }
    }
}
