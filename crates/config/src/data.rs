//! `[data]`: the folder that holds everything we keep.

use std::path::PathBuf;

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// What is kept on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// The database file, media and `quire.toml`; created at the first start.
    pub folder: PathBuf,
}

pub(crate) const FOLDER: Key = Key {
    section: "data",
    name: "folder",
    default: "./quire-data",
    kind: Kind::Text,
    short: Some("QUIRE_DATA"),
    about: "The folder of the database, media and this file. Set it here only in a file given with --config.",
};

pub(crate) const KEYS: &[&Key] = &[&FOLDER];

impl Data {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        Self {
            folder: reading.text(&FOLDER).into(),
        }
    }
}
