//! The one door in: what kind of book is this, judged by its content and never by its name.

use std::fs;
use std::path::Path;

use crate::archive::Archive;
use crate::limits::Limits;
use crate::manuscript::Manuscript;
use crate::refusal::{Refusal, RefusalCode};
use crate::{epub, markdown};

/// A report with more warnings than this is read by nobody.
const MOST_WARNINGS: usize = 200;

/// Where a book is read from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// An uploaded file and the name it came with (used for a title, never to judge the kind).
    Bytes {
        /// The file's name.
        name: &'a str,
        /// Its content.
        bytes: &'a [u8],
    },
    /// A file, or a folder of Markdown.
    Path(&'a Path),
    /// Markdown files that a program carries with it: their names and texts.
    Texts {
        /// What the folder they come from is called.
        name: &'a str,
        /// Names, with `/` between folders, and texts.
        files: &'a [(&'a str, &'a str)],
    },
}

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Bounds for an untrusted file.
    pub limits: Limits,
    /// Keeps front and back matter as chapters of kind `extra` instead of skipping it.
    pub keep_all: bool,
}

/// Reads a book; front and back matter is skipped and listed.
pub fn read(source: Source<'_>, limits: &Limits) -> Result<Manuscript, Refusal> {
    read_with(
        source,
        &Reading {
            limits: limits.clone(),
            keep_all: false,
        },
    )
}

/// Reads a book the way `reading` says.
pub fn read_with(source: Source<'_>, reading: &Reading) -> Result<Manuscript, Refusal> {
    let manuscript = match source {
        Source::Bytes { name, bytes } => read_bytes(name, bytes, reading),
        Source::Path(path) => read_path(path, reading),
        Source::Texts { name, files } => markdown::read_texts(name, files, reading),
    }?;
    within_limits(manuscript, &reading.limits)
}

fn read_path(path: &Path, reading: &Reading) -> Result<Manuscript, Refusal> {
    let unreadable = |error: std::io::Error| {
        Refusal::new(
            RefusalCode::Unreadable,
            format!("{} cannot be read: {error}.", path.display()),
        )
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if metadata.is_dir() {
        return markdown::read_folder(path, &name, reading);
    }
    check_size(metadata.len(), &reading.limits)?;
    read_bytes(&name, &fs::read(path).map_err(unreadable)?, reading)
}

fn read_bytes(name: &str, bytes: &[u8], reading: &Reading) -> Result<Manuscript, Refusal> {
    check_size(
        u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        &reading.limits,
    )?;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let archive = Archive::open(bytes, &reading.limits)?;
        return read_zip(name, &archive, reading);
    }
    if let Some(message) = known_stranger(bytes) {
        return Err(Refusal::new(RefusalCode::UnknownFormat, message));
    }
    markdown::read_file(name, bytes, reading)
}

fn read_zip(name: &str, archive: &Archive<'_>, reading: &Reading) -> Result<Manuscript, Refusal> {
    let is_package = |entry: &String| entry.to_lowercase().ends_with(".opf");
    if archive.contains("META-INF/container.xml") || archive.names().iter().any(is_package) {
        return epub::read(archive, reading);
    }
    if archive
        .names()
        .iter()
        .any(|entry| markdown::is_markdown(entry))
    {
        return markdown::read_zip(archive, name, reading);
    }
    let message = if archive.contains("word/document.xml") {
        "This is a Word document. Save it as EPUB, or as Markdown, and import that."
    } else if archive.contains("mimetype") {
        "This EPUB has no META-INF/container.xml and no package document. Make it again or repair it with an EPUB editor."
    } else {
        "This zip holds neither an EPUB nor Markdown files (.md)."
    };
    Err(Refusal::new(RefusalCode::UnknownFormat, message))
}

fn check_size(bytes: u64, limits: &Limits) -> Result<(), Refusal> {
    if bytes <= limits.max_file_bytes {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalCode::TooLarge,
        format!(
            "The file is {} MiB, more than the {} MiB allowed. Remove large pictures or split the book.",
            bytes / (1024 * 1024),
            limits.max_file_bytes / (1024 * 1024)
        ),
    ))
}

fn known_stranger(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("The file is empty. Choose the book's file and try again.");
    }
    if bytes.starts_with(b"%PDF") {
        return Some(
            "This is a PDF, which holds pages and no text order. Convert it to EPUB first.",
        );
    }
    if bytes.get(60..68) == Some(b"BOOKMOBI") {
        return Some("This is a Kindle file (MOBI). Convert it to EPUB, for example with Calibre.");
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Some("This is an old Word document. Save it as EPUB or Markdown and import that.");
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some("This is an RTF file. Save it as EPUB or Markdown and import that.");
    }
    let head: Vec<u8> = bytes.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let html = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
    if html(b"<html") || html(b"<!doctype html") {
        return Some("This is an HTML page. Save it as EPUB or Markdown and import that.");
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if !utf16 && bytes.iter().take(8192).any(|byte| *byte == 0) {
        return Some(
            "This is neither an EPUB nor text. Quire reads EPUB 2, EPUB 3 and Markdown (a file, a folder or a zip).",
        );
    }
    None
}

/// What every reader's result must satisfy: something to read, nothing beyond what a story can hold.
fn within_limits(mut manuscript: Manuscript, limits: &Limits) -> Result<Manuscript, Refusal> {
    if manuscript.chapters.is_empty() {
        return Err(Refusal::new(
            RefusalCode::NoChapters,
            "No chapter was found: every file in the book looks like front or back matter, or is empty. \
             Import it keeping everything if that is wrong.",
        ));
    }
    if manuscript.chapters.len() > limits.max_chapters {
        return Err(Refusal::new(
            RefusalCode::TooLarge,
            format!(
                "The book has {} chapters, more than the {} allowed. Split it into several stories.",
                manuscript.chapters.len(),
                limits.max_chapters
            ),
        ));
    }
    for chapter in &manuscript.chapters {
        let chars = chapter.markdown.chars().count();
        if chars > limits.max_chapter_chars {
            return Err(Refusal::new(
                RefusalCode::TooLarge,
                format!(
                    "\"{}\" ({}) has {chars} characters, more than the {} a chapter may have. \
                     Split it at its headings and import again.",
                    chapter.title, chapter.source_path, limits.max_chapter_chars
                ),
            ));
        }
    }
    let mut warnings = Vec::new();
    let mut shorten = |title: &mut String| {
        if title.chars().count() > limits.max_title_chars {
            warnings.push(format!("a title was shortened: {title}"));
            let short: String = title.chars().take(limits.max_title_chars).collect();
            short.trim_end().clone_into(title);
        }
    };
    shorten(&mut manuscript.title);
    manuscript
        .volumes
        .iter_mut()
        .for_each(|volume| shorten(&mut volume.title));
    manuscript
        .chapters
        .iter_mut()
        .for_each(|chapter| shorten(&mut chapter.title));
    manuscript.warnings.extend(warnings);
    if let Some(more) = manuscript
        .warnings
        .len()
        .checked_sub(MOST_WARNINGS)
        .filter(|more| *more > 0)
    {
        manuscript.warnings.truncate(MOST_WARNINGS);
        manuscript
            .warnings
            .push(format!("and {more} more warnings"));
    }
    Ok(manuscript)
}
