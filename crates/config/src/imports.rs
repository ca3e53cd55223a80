//! `[imports]`: how much of an untrusted file we are willing to look at.

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// Limits of one import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imports {
    /// Largest file, in bytes.
    pub max_file_bytes: u64,
    /// Largest sum of what is inside, unpacked, in bytes.
    pub max_unpacked_bytes: u64,
    /// Most files inside.
    pub max_entries: u32,
    /// Most chapters.
    pub max_chapters: u32,
}

const FILE: Key = Key {
    section: "imports",
    name: "max_file_bytes",
    default: "52428800",
    kind: Kind::Number {
        least: 1_048_576,
        most: 1_073_741_824,
    },
    short: None,
    about: "The largest EPUB or zip. 50 MiB holds every novel without its pictures.",
};
const UNPACKED: Key = Key {
    section: "imports",
    name: "max_unpacked_bytes",
    default: "209715200",
    kind: Kind::Number {
        least: 1_048_576,
        most: 4_294_967_296,
    },
    short: None,
    about: "The most it may unpack to; stops files that grow without end.",
};
const ENTRIES: Key = Key {
    section: "imports",
    name: "max_entries",
    default: "10000",
    kind: Kind::Number {
        least: 10,
        most: 100_000,
    },
    short: None,
    about: "The most files inside.",
};
const CHAPTERS: Key = Key {
    section: "imports",
    name: "max_chapters",
    default: "5000",
    kind: Kind::Number {
        least: 1,
        most: 20_000,
    },
    short: None,
    about: "The most chapters of one story.",
};

pub(crate) const KEYS: &[&Key] = &[&FILE, &UNPACKED, &ENTRIES, &CHAPTERS];

impl Imports {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        let imports = Self {
            max_file_bytes: reading.number(&FILE),
            max_unpacked_bytes: reading.number(&UNPACKED),
            max_entries: reading.number(&ENTRIES),
            max_chapters: reading.number(&CHAPTERS),
        };
        if imports.max_unpacked_bytes < imports.max_file_bytes {
            reading.refuse(
                &UNPACKED,
                "less than imports.max_file_bytes".to_owned(),
                "raise max_unpacked_bytes; four times max_file_bytes is usual".to_owned(),
            );
        }
        imports
    }
}
