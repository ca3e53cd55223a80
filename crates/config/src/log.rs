//! `[log]`: how much is told and in which form.

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// What is logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// `info`, or per crate: `info,quire_store=debug`.
    pub level: String,
    /// The form of a line.
    pub format: LogFormat,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// One JSON object a line.
    Json,
    /// For eyes.
    Text,
}

const LEVEL: Key = Key {
    section: "log",
    name: "level",
    default: "info",
    kind: Kind::Text,
    short: None,
    about: "error, warn, info, debug or trace; also per crate: info,quire_store=debug.",
};
const FORMAT: Key = Key {
    section: "log",
    name: "format",
    default: "auto",
    kind: Kind::Choice(&["auto", "json", "text"]),
    short: None,
    about: "auto is text on a terminal and JSON elsewhere.",
};

pub(crate) const KEYS: &[&Key] = &[&LEVEL, &FORMAT];

const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

impl Log {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        Self {
            level: reading
                .parsed(
                    &LEVEL,
                    "error, warn, info, debug or trace, or a list such as info,quire_store=debug",
                    |text| understood(text).then(|| text.to_owned()),
                )
                .unwrap_or_default(),
            format: match reading.choice(&FORMAT) {
                "json" => LogFormat::Json,
                "text" => LogFormat::Text,
                _ => LogFormat::Auto,
            },
        }
    }
}

fn understood(directives: &str) -> bool {
    directives.split(',').all(|directive| {
        let level = directive
            .rsplit_once('=')
            .map_or(directive, |(_target, level)| level);
        LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_word_or_a_list_of_targets() {
        assert!(understood("info") && understood("warn,quire_store=debug") && understood("DEBUG"));
        assert!(
            !understood("loud") && !understood("info,quire_store=loud") && !understood("info,")
        );
    }
}
