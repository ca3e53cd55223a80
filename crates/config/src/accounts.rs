//! `[accounts]`: who may register, how long a login lasts, what a password costs to check.

use std::time::Duration;

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// How accounts come and stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// Who may register.
    pub registration: Registration,
    /// A login without "remember me" ends after this long without use.
    pub session: Duration,
    /// A remembered login ends after this long without use.
    pub remembered_session: Duration,
    /// Memory of one password check, in KiB.
    pub argon2_memory_kib: u32,
    /// Passes over that memory.
    pub argon2_iterations: u32,
    /// Lanes.
    pub argon2_parallelism: u32,
    /// Password checks at once; the others wait.
    pub hashing_permits: u32,
}

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anyone.
    Open,
    /// Anyone, admitted by a moderator.
    Approval,
    /// Who has a code.
    Invite,
    /// Nobody.
    Closed,
}

const REGISTRATION: Key = Key {
    section: "accounts",
    name: "registration",
    default: "open",
    kind: Kind::Choice(&["open", "approval", "invite", "closed"]),
    short: None,
    about: "Who may register: anyone, anyone a moderator admits, who has a code, nobody.",
};
const SESSION: Key = Key {
    section: "accounts",
    name: "session_hours",
    default: "24",
    kind: Kind::Number {
        least: 1,
        most: 8760,
    },
    short: None,
    about: "A login without \"remember me\" ends after this long without use.",
};
const REMEMBERED: Key = Key {
    section: "accounts",
    name: "remembered_session_days",
    default: "30",
    kind: Kind::Number {
        least: 1,
        most: 365,
    },
    short: None,
    about: "A remembered login ends after this long without use.",
};
const MEMORY: Key = Key {
    section: "accounts",
    name: "argon2_memory_kib",
    default: "19456",
    kind: Kind::Number {
        least: 19_456,
        most: 1_048_576,
    },
    short: None,
    about: "Memory of one password check. The default is OWASP's smallest advice for argon2id; weaker is refused.",
};
const ITERATIONS: Key = Key {
    section: "accounts",
    name: "argon2_iterations",
    default: "2",
    kind: Kind::Number { least: 2, most: 20 },
    short: None,
    about: "Passes over that memory.",
};
const PARALLELISM: Key = Key {
    section: "accounts",
    name: "argon2_parallelism",
    default: "1",
    kind: Kind::Number { least: 1, most: 16 },
    short: None,
    about: "Lanes of one password check.",
};
const PERMITS: Key = Key {
    section: "accounts",
    name: "hashing_permits",
    default: "2",
    kind: Kind::Number { least: 1, most: 64 },
    short: None,
    about: "Password checks at once; more logins wait so that reading stays fast.",
};

pub(crate) const KEYS: &[&Key] = &[
    &REGISTRATION,
    &SESSION,
    &REMEMBERED,
    &MEMORY,
    &ITERATIONS,
    &PARALLELISM,
    &PERMITS,
];

impl Accounts {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        const HOUR_SECONDS: u64 = 3600;
        Self {
            registration: match reading.choice(&REGISTRATION) {
                "approval" => Registration::Approval,
                "invite" => Registration::Invite,
                "closed" => Registration::Closed,
                _ => Registration::Open,
            },
            session: Duration::from_secs(reading.number::<u64>(&SESSION) * HOUR_SECONDS),
            remembered_session: Duration::from_secs(
                reading.number::<u64>(&REMEMBERED) * 24 * HOUR_SECONDS,
            ),
            argon2_memory_kib: reading.number(&MEMORY),
            argon2_iterations: reading.number(&ITERATIONS),
            argon2_parallelism: reading.number(&PARALLELISM),
            hashing_permits: reading.number(&PERMITS),
        }
    }
}
