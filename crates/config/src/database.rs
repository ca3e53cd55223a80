//! `[database]`: SQLite in the data folder, or a PostgreSQL server.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::key::{Key, Kind};
use crate::reading::Reading;
use crate::secret::REDACTED;

/// How we reach the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// The PostgreSQL server; `None` = SQLite in the data folder.
    pub url: Option<DatabaseUrl>,
    /// Connections kept open.
    pub pool_min: u32,
    /// Connections at most.
    pub pool_max: u32,
    /// How long a unit waits for its connection before it is refused.
    pub acquire_timeout: Duration,
    /// How long one statement may take; shorter than a request may.
    pub statement_timeout: Duration,
}

/// Where PostgreSQL is. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

const URL: Key = Key {
    section: "database",
    name: "url",
    default: "",
    kind: Kind::SecretUrl,
    short: None,
    about: "A PostgreSQL server: postgres://user:password@host/database. Empty: SQLite in the data folder.\nQUIRE_DATABASE_URL_FILE reads it from a file.",
};
const POOL_MIN: Key = Key {
    section: "database",
    name: "pool_min",
    default: "2",
    kind: Kind::Number {
        least: 0,
        most: 1000,
    },
    short: None,
    about: "PostgreSQL connections kept open.",
};
const POOL_MAX: Key = Key {
    section: "database",
    name: "pool_max",
    default: "16",
    kind: Kind::Number {
        least: 1,
        most: 1000,
    },
    short: None,
    about: "PostgreSQL connections at most.",
};
const ACQUIRE_TIMEOUT: Key = Key {
    section: "database",
    name: "acquire_timeout_ms",
    default: "2000",
    kind: Kind::Number {
        least: 10,
        most: 60_000,
    },
    short: None,
    about: "How long a request waits for a connection before it is answered with 503.",
};
const STATEMENT_TIMEOUT: Key = Key {
    section: "database",
    name: "statement_timeout_ms",
    default: "10000",
    kind: Kind::Number {
        least: 100,
        most: 600_000,
    },
    short: None,
    about: "How long one statement may take. Must be shorter than server.request_timeout_seconds.",
};

pub(crate) const KEYS: &[&Key] = &[
    &URL,
    &POOL_MIN,
    &POOL_MAX,
    &ACQUIRE_TIMEOUT,
    &STATEMENT_TIMEOUT,
];

impl Database {
    pub(crate) fn read(reading: &mut Reading<'_>, request_timeout: Duration) -> Self {
        let database = Self {
            url: reading.parsed(
                &URL,
                "postgres://user:password@host/database",
                DatabaseUrl::parse,
            ),
            pool_min: reading.number(&POOL_MIN),
            pool_max: reading.number(&POOL_MAX),
            acquire_timeout: Duration::from_millis(reading.number(&ACQUIRE_TIMEOUT)),
            statement_timeout: Duration::from_millis(reading.number(&STATEMENT_TIMEOUT)),
        };
        if database.pool_min > database.pool_max {
            reading.refuse(
                &POOL_MIN,
                format!(
                    "{} is more than database.pool_max, {}",
                    database.pool_min, database.pool_max
                ),
                "lower pool_min or raise pool_max".to_owned(),
            );
        }
        for (key, limit) in [
            (&STATEMENT_TIMEOUT, database.statement_timeout),
            (&ACQUIRE_TIMEOUT, database.acquire_timeout),
        ] {
            if limit >= request_timeout {
                reading.refuse(
                    key,
                    format!(
                        "{} ms is not shorter than the request timeout of {} ms, so it would never tell what was slow",
                        limit.as_millis(),
                        request_timeout.as_millis()
                    ),
                    format!("lower {} or raise server.request_timeout_seconds", key.path()),
                );
            }
        }
        database
    }
}

impl DatabaseUrl {
    fn parse(text: &str) -> Option<Self> {
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))?;
        (!rest.is_empty() && !text.contains(char::is_whitespace)).then(|| Self(text.to_owned()))
    }

    /// The URL with its password: hand it to the driver, never to a log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The URL with every password in it replaced; errs on the side of hiding too much.
pub(crate) fn redact(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return REDACTED.to_owned();
    };
    let (place, parameters) = match rest.split_once('?') {
        // A question mark before the last @ belongs to a password nobody escaped.
        Some((place, parameters)) if !parameters.contains('@') => (place, Some(parameters)),
        _ => (rest, None),
    };
    let place = match place.rsplit_once('@') {
        Some((who, host)) => match who.split_once(':') {
            Some((user, _password)) => format!("{user}:{REDACTED}@{host}"),
            None => place.to_owned(),
        },
        None => place.to_owned(),
    };
    let hidden = |name: &str| name.to_ascii_lowercase().contains("pass");
    let shown = |parameter: &str| match parameter.split_once('=') {
        Some((name, _value)) if hidden(name) => format!("{name}={REDACTED}"),
        _ => parameter.to_owned(),
    };
    let parameters = parameters.map_or(String::new(), |all| {
        let all: Vec<String> = all.split('&').map(shown).collect();
        format!("?{}", all.join("&"))
    });
    format!("{scheme}://{place}{parameters}")
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&redact(&self.0))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_url_keeps_its_place_and_loses_its_passwords() {
        for (url, shown) in [
            (
                "postgres://q:s3cret@db:5432/quire",
                "postgres://q:[redacted]@db:5432/quire",
            ),
            (
                "postgres://q:s3c:r@t@db/quire",
                "postgres://q:[redacted]@db/quire",
            ),
            (
                "postgres://q:s3?c@db/quire",
                "postgres://q:[redacted]@db/quire",
            ),
            ("postgres://q@db/quire", "postgres://q@db/quire"),
            (
                "postgres://db/quire?user=q&password=s3cret&sslmode=require",
                "postgres://db/quire?user=q&password=[redacted]&sslmode=require",
            ),
            ("host=db password=s3cret", "[redacted]"),
        ] {
            assert_eq!(redact(url), shown);
        }
        let url = DatabaseUrl::parse("postgres://q:s3cret@db/quire").unwrap();
        assert!(
            !format!("{url:?} {url} {}", serde_json::to_string(&url).unwrap()).contains("s3cret")
        );
        assert!(url.expose().contains("s3cret"));
    }
}
