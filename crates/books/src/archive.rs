//! A zip from a stranger, opened with care: every promise its directory makes is checked before or
//! while an entry is read, never after.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalCode};

/// Entries this small may have any ratio.
const RATIO_EXEMPT_BYTES: u64 = 1024 * 1024;

/// A zip whose directory has been checked. Entries are inflated when asked for.
pub(crate) struct Archive<'a> {
    zip: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    names: Vec<String>,
    by_lower_name: HashMap<String, usize>,
    inflated: Cell<u64>,
    limits: Limits,
}

impl<'a> Archive<'a> {
    /// Checks names, flags, declared sizes and overlaps.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Refusal> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if zip.len() > limits.max_entries {
            return Err(Refusal::new(
                RefusalCode::TooLarge,
                format!(
                    "The file holds {} entries, more than the {} allowed. Split it and import the parts.",
                    zip.len(),
                    limits.max_entries
                ),
            ));
        }
        let mut names = Vec::with_capacity(zip.len());
        let mut spans = Vec::with_capacity(zip.len());
        let mut declared: u64 = 0;
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| damaged(&error))?;
            let name = entry.name().to_owned();
            check_name(&name)?;
            if entry.is_symlink() {
                return Err(unsafe_path(&name, "is a link"));
            }
            if entry.encrypted() {
                return Err(Refusal::new(
                    RefusalCode::Encrypted,
                    format!(
                        "\"{name}\" is protected with a password. Make the file again without one."
                    ),
                ));
            }
            declared = declared.saturating_add(entry.size());
            if entry.compressed_size() > 0 {
                let start = entry.data_start().unwrap_or(0);
                spans.push((start, start.saturating_add(entry.compressed_size())));
            }
            names.push(name);
        }
        check_overlap(&mut spans)?;
        if declared > limits.max_total_uncompressed.saturating_mul(4) {
            return Err(too_much(limits));
        }
        let by_lower_name = names
            .iter()
            .enumerate()
            .map(|(index, name)| (name.to_lowercase(), index))
            .collect();
        Ok(Self {
            zip: RefCell::new(zip),
            names,
            by_lower_name,
            inflated: Cell::new(0),
            limits: limits.clone(),
        })
    }

    /// Entry names in the order of the directory, folders included.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether an entry exists, capitals aside.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.by_lower_name.contains_key(&name.to_lowercase())
    }

    /// Inflates an entry, or says there is none. Capitals do not matter: books made on file systems
    /// that ignore them name their files sloppily.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let exact = self.names.iter().position(|known| known == name);
        let Some(index) = exact.or_else(|| self.by_lower_name.get(&name.to_lowercase()).copied())
        else {
            return Ok(None);
        };
        let mut zip = self.zip.borrow_mut();
        let entry = zip.by_index(index).map_err(|error| damaged(&error))?;
        let compressed = entry.compressed_size().max(1);
        let left = self
            .limits
            .max_total_uncompressed
            .saturating_sub(self.inflated.get());
        let by_ratio = compressed
            .saturating_mul(self.limits.max_ratio)
            .max(RATIO_EXEMPT_BYTES);
        let allowed = left.min(by_ratio);
        let mut bytes = Vec::new();
        entry
            .take(allowed.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| {
                Refusal::new(
                    RefusalCode::Damaged,
                    format!(
                        "\"{name}\" in the file is damaged ({error}). Fetch or make the file again."
                    ),
                )
            })?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > by_ratio {
            return Err(Refusal::new(
                RefusalCode::ZipBomb,
                format!(
                    "\"{name}\" unpacks to more than {} times its size; no book does that. The file was not read.",
                    self.limits.max_ratio
                ),
            ));
        }
        if length > left {
            return Err(too_much(&self.limits));
        }
        self.inflated
            .set(self.inflated.get().saturating_add(length));
        Ok(Some(bytes))
    }
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let mut characters = name.chars();
    let drive = characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.next() == Some(':');
    if name.is_empty() || name.starts_with(['/', '\\']) || drive {
        return Err(unsafe_path(name, "is an absolute path"));
    }
    if name.contains('\0') {
        return Err(unsafe_path(name, "contains a NUL"));
    }
    if name.split(['/', '\\']).any(|part| part == "..") {
        return Err(unsafe_path(name, "leads outside the archive"));
    }
    Ok(())
}

fn unsafe_path(name: &str, what: &str) -> Refusal {
    Refusal::new(
        RefusalCode::UnsafePath,
        format!("The entry name {name:?} {what}. Make the file again with plain relative names."),
    )
}

fn check_overlap(spans: &mut [(u64, u64)]) -> Result<(), Refusal> {
    spans.sort_unstable();
    let mut end_before = 0;
    for (start, end) in spans {
        if *start < end_before {
            return Err(Refusal::new(
                RefusalCode::ZipBomb,
                "Entries of the zip share the same bytes, as in a zip bomb. Make the file again.",
            ));
        }
        end_before = *end;
    }
    Ok(())
}

fn too_much(limits: &Limits) -> Refusal {
    Refusal::new(
        RefusalCode::TooLarge,
        format!(
            "The file unpacks to more than {} MiB. Remove large pictures or split the book.",
            limits.max_total_uncompressed / (1024 * 1024)
        ),
    )
}

fn damaged(error: &ZipError) -> Refusal {
    if matches!(
        error,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
    ) {
        return Refusal::new(
            RefusalCode::Encrypted,
            "The file is protected with a password. Make it again without one.",
        );
    }
    Refusal::new(
        RefusalCode::Damaged,
        format!("The zip cannot be read ({error}). Fetch or make the file again."),
    )
}
