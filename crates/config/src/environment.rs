//! What the environment and the flags say.

use std::fs;
use std::path::Path;

use crate::key::{Key, keys};
use crate::origin::Origin;
use crate::problem::Problem;
use crate::reading::{Given, Values, nearest};

const FILE_SUFFIX: &str = "_FILE";
/// Names the configuration file, so it is no setting itself.
pub(crate) const CONFIG_VARIABLE: &str = "QUIRE_CONFIG";
/// Names the folder `quire demo load` takes books from: of one command, and no setting.
const DEMO_VARIABLE: &str = "QUIRE_DEMO_DIR";
/// Switches of our own tests.
const TEST_PREFIX: &str = "QUIRE_TEST_";
/// Nobody keeps a larger secret in a file.
const SECRET_BYTES: u64 = 64 * 1024;

pub(crate) fn read(
    environment: &[(String, String)],
    values: &mut Values,
    problems: &mut Vec<Problem>,
) {
    let mut said: Vec<(&'static Key, &str)> = Vec::new();
    for (name, value) in environment {
        // An empty variable is how compose files and shells say "not set".
        let elsewhere = [CONFIG_VARIABLE, DEMO_VARIABLE].contains(&name.as_str())
            || name.starts_with(TEST_PREFIX);
        if value.is_empty() || elsewhere || is_service_link(name, value) {
            continue;
        }
        let plain = named(name).map(|key| (key, Ok(value.clone())));
        let from_file = || {
            let key = named(name.strip_suffix(FILE_SUFFIX)?)?;
            Some((key, secret_in(Path::new(value))))
        };
        let Some((key, text)) = plain.or_else(from_file) else {
            problems.push(unknown(name));
            continue;
        };
        let origin = Origin::Environment(name.clone());
        if let Some((_key, other)) = said.iter().find(|(known, _name)| std::ptr::eq(*known, key)) {
            problems.push(Problem {
                subject: key.path(),
                origin: origin.to_string(),
                wrong: format!("{other} says it already"),
                fix: format!("unset {other} or {name}"),
            });
            continue;
        }
        said.push((key, name));
        match text {
            Ok(text) => values.set(key, Given { text, origin }),
            Err(reason) => problems.push(Problem {
                subject: key.path(),
                origin: origin.to_string(),
                wrong: format!("{value} cannot be read: {reason}"),
                fix: format!(
                    "make the file readable to this user, or set {}",
                    name.trim_end_matches(FILE_SUFFIX)
                ),
            }),
        }
    }
}

pub(crate) fn read_flags(
    flags: &[(String, String)],
    values: &mut Values,
    problems: &mut Vec<Problem>,
) {
    for (name, text) in flags {
        let variable = format!("QUIRE_{}", name.replace('-', "_").to_ascii_uppercase());
        let Some(key) = named(&variable).or_else(|| keys().find(|key| key.path() == *name)) else {
            problems.push(Problem {
                subject: name.clone(),
                origin: Origin::Flag(name.clone()).to_string(),
                wrong: "there is no such setting".to_owned(),
                fix: "see `quire config show` for all of them".to_owned(),
            });
            continue;
        };
        let origin = Origin::Flag(name.clone());
        values.set(
            key,
            Given {
                text: text.clone(),
                origin,
            },
        );
    }
}

fn named(variable: &str) -> Option<&'static Key> {
    keys().find(|key| key.variables().any(|name| name == variable))
}

fn secret_in(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > SECRET_BYTES {
        return Err(format!("{size} bytes are too many for a secret"));
    }
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn unknown(name: &str) -> Problem {
    let candidates = keys().flat_map(Key::variables);
    Problem {
        subject: name.to_owned(),
        origin: Origin::Environment(name.to_owned()).to_string(),
        wrong: "there is no such setting".to_owned(),
        fix: match nearest(name, "QUIRE_", candidates) {
            Some(known) => format!("did you mean {known}?"),
            None => "unset it; `quire config show` lists all settings".to_owned(),
        },
    }
}

/// Kubernetes tells every pod about a service called `quire` in variables that begin like ours.
fn is_service_link(name: &str, value: &str) -> bool {
    let socket = value.starts_with("tcp://") || value.starts_with("udp://");
    let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        "QUIRE_SERVICE_HOST" => true,
        "QUIRE_PORT" => socket,
        _ if name.starts_with("QUIRE_SERVICE_PORT") => number,
        _ => name.strip_prefix("QUIRE_PORT_").is_some_and(|port| {
            port.starts_with(|first: char| first.is_ascii_digit())
                && (port.contains("_TCP") || port.contains("_UDP"))
        }),
    }
}
