//! What `quire.toml` says, line by line.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::key::{Key, Kind, keys};
use crate::origin::Origin;
use crate::problem::Problem;
use crate::reading::{Given, Values, nearest};

pub(crate) fn read(path: &Path, text: &str, values: &mut Values, problems: &mut Vec<Problem>) {
    let place = |offset: usize| Origin::File {
        path: path.to_owned(),
        line: 1 + text
            .bytes()
            .take(offset)
            .filter(|byte| *byte == b'\n')
            .count(),
    };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        problems.push(Problem {
            subject: path.display().to_string(),
            origin: place(start).to_string(),
            wrong: format!("not TOML: {}", error.message()),
            fix: "correct the line; `quire config example` shows the form".to_owned(),
        });
    }
    for (name, table) in root.get_ref() {
        let origin = place(name.span().start);
        let section = name.get_ref();
        let known = keys().any(|key| key.section == section);
        let Some(entries) = table.get_ref().as_table().filter(|_table| known) else {
            problems.push(stray(section, &origin));
            continue;
        };
        for (name, value) in entries {
            let origin = place(name.span().start);
            let name = name.get_ref();
            match keys().find(|key| key.section == section && key.name == name) {
                None => problems.push(unknown(section, name, &origin)),
                Some(key) => match text_of(key, value) {
                    Some(text) => values.set(key, Given { text, origin }),
                    None => problems.push(Problem {
                        subject: key.path(),
                        origin: origin.to_string(),
                        wrong: format!(
                            "{} where {} is expected",
                            article(value.get_ref()),
                            wanted(key)
                        ),
                        fix: format!("write {}", example(key)),
                    }),
                },
            }
        }
    }
}

/// The value as it would stand in a variable, when it has the right type.
fn text_of(key: &Key, value: &Spanned<DeValue<'_>>) -> Option<String> {
    let value = value.get_ref();
    match key.kind {
        Kind::Number { .. } => value.as_integer().map(|number| {
            i128::from_str_radix(number.as_str(), number.radix()).map_or_else(
                |_too_large| number.as_str().to_owned(),
                |number| number.to_string(),
            )
        }),
        Kind::Switch => value.as_bool().map(|on| on.to_string()),
        Kind::List => {
            let items = value.as_array()?.iter();
            let texts: Option<Vec<&str>> = items.map(|item| item.get_ref().as_str()).collect();
            Some(texts?.join(","))
        }
        Kind::Text | Kind::Secret | Kind::SecretUrl | Kind::Choice(_) => {
            value.as_str().map(ToOwned::to_owned)
        }
    }
}

fn wanted(key: &Key) -> &'static str {
    match key.kind {
        Kind::Number { .. } => "a whole number",
        Kind::Switch => "true or false",
        Kind::List => "a list of texts",
        Kind::Text | Kind::Secret | Kind::SecretUrl | Kind::Choice(_) => "a text in quotes",
    }
}

fn article(value: &DeValue<'_>) -> String {
    let name = value.type_str();
    let an = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if an { "an" } else { "a" })
}

/// The line with the setting's default, in TOML.
pub(crate) fn example(key: &Key) -> String {
    let value = match key.kind {
        Kind::Number { .. } | Kind::Switch => key.default.to_owned(),
        Kind::List => "[]".to_owned(),
        Kind::Text | Kind::Secret | Kind::SecretUrl | Kind::Choice(_) => {
            toml::Value::from(key.default).to_string()
        }
    };
    format!("{} = {value}", key.name)
}

fn stray(name: &str, origin: &Origin) -> Problem {
    let fix = if let Some(key) = keys().find(|key| key.name == name) {
        format!("put it under [{}]", key.section)
    } else {
        match nearest(name, "", keys().map(|key| key.section.to_owned())) {
            Some(known) => format!("did you mean [{known}]?"),
            None => "remove it; `quire config example` shows all sections".to_owned(),
        }
    };
    Problem {
        subject: name.to_owned(),
        origin: origin.to_string(),
        wrong: "there is no such section".to_owned(),
        fix,
    }
}

fn unknown(section: &str, name: &str, origin: &Origin) -> Problem {
    let here = keys()
        .filter(|key| key.section == section)
        .map(|key| key.name.to_owned());
    let fix = match nearest(name, "", here) {
        Some(known) => format!("did you mean {known}?"),
        None => match keys().find(|key| key.name == name) {
            Some(elsewhere) => format!("put it under [{}]", elsewhere.section),
            None => "remove it; `quire config example` shows all settings".to_owned(),
        },
    };
    Problem {
        subject: format!("{section}.{name}"),
        origin: origin.to_string(),
        wrong: "there is no such setting".to_owned(),
        fix,
    }
}
