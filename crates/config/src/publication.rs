//! `[publication]`: how closely the scheduler keeps the appointed time.

use std::time::Duration;

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// How chapters come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// How often due chapters are looked for.
    pub scheduler_interval: Duration,
    /// A chapter later than this is told as an alarm.
    pub max_lateness: Duration,
}

const INTERVAL: Key = Key {
    section: "publication",
    name: "scheduler_interval_ms",
    default: "2000",
    kind: Kind::Number {
        least: 50,
        most: 4000,
    },
    short: None,
    about: "How often due chapters are looked for. A chapter may appear this much after its time;\n5 s is the promise, so more than 4 s is refused.",
};
const LATENESS: Key = Key {
    section: "publication",
    name: "max_lateness_seconds",
    default: "60",
    kind: Kind::Number {
        least: 5,
        most: 86_400,
    },
    short: None,
    about: "A chapter this late raises an alarm in the log and the metrics.",
};

pub(crate) const KEYS: &[&Key] = &[&INTERVAL, &LATENESS];

impl Publication {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        Self {
            scheduler_interval: Duration::from_millis(reading.number(&INTERVAL)),
            max_lateness: Duration::from_secs(reading.number(&LATENESS)),
        }
    }
}
