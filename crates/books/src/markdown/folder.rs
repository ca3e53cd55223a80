//! The texts of a folder on disk.

use std::fs;
use std::path::Path;

use super::reading::{File, skip, text_of, unwanted};
use crate::manuscript::Manuscript;
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;

const MAX_DEPTH: usize = 16;

/// Every Markdown file below a folder. Links and hidden folders are skipped and listed.
pub(super) fn texts(
    folder: &Path,
    reading: &Reading,
    manuscript: &mut Manuscript,
) -> Result<Vec<File>, Refusal> {
    let mut walk = Walk {
        reading,
        manuscript,
        entries: 0,
        bytes: 0,
        files: Vec::new(),
    };
    walk.folder(folder, "", 0)?;
    Ok(walk.files)
}

struct Walk<'a> {
    reading: &'a Reading,
    manuscript: &'a mut Manuscript,
    entries: usize,
    bytes: u64,
    files: Vec<File>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), Refusal> {
        let unreadable = |error: std::io::Error| {
            Refusal::new(
                RefusalCode::Unreadable,
                format!("{} cannot be read: {error}.", folder.display()),
            )
        };
        let limits = &self.reading.limits;
        let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)
            .map_err(unreadable)?
            .collect::<Result<_, _>>()
            .map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(unreadable)?;
            self.entries += 1;
            if self.entries > limits.max_entries {
                return Err(too_large(format!(
                    "The folder holds more than {} files. Import it in parts.",
                    limits.max_entries
                )));
            }
            if kind.is_symlink() {
                skip(self.manuscript, &path, "a link; links are not followed");
            } else if kind.is_dir() {
                if path.starts_with('.') || path.contains("/.") {
                    skip(self.manuscript, &path, "a hidden folder");
                } else if depth >= MAX_DEPTH {
                    skip(self.manuscript, &path, "a folder too deep inside others");
                } else {
                    self.folder(&entry.path(), &format!("{path}/"), depth + 1)?;
                }
            } else if let Some(reason) = unwanted(&path) {
                skip(self.manuscript, &path, reason);
            } else {
                self.bytes = self
                    .bytes
                    .saturating_add(entry.metadata().map_err(unreadable)?.len());
                if self.bytes > limits.max_file_bytes {
                    let mib = limits.max_file_bytes / (1024 * 1024);
                    return Err(too_large(format!(
                        "The folder's texts are more than {mib} MiB. Import it in parts."
                    )));
                }
                let bytes = fs::read(entry.path()).map_err(unreadable)?;
                let text = text_of(&path, &bytes, self.manuscript);
                self.files.push(File { path, text });
            }
        }
        Ok(())
    }
}

fn too_large(message: String) -> Refusal {
    Refusal::new(RefusalCode::TooLarge, message)
}
