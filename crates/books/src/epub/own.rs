//! Our own exports, recognised by the record they carry: the embedded sources give back exactly the
//! Markdown that went in, as long as nobody has edited the pages since.

use serde::{Deserialize, Serialize};

use super::document;
use super::heading;
use super::notes::{ChapterNotes, NoteBook};
use super::package::Package;
use crate::archive::Archive;
use crate::manuscript::{ChapterKind, Manuscript, ManuscriptChapter, Origin, Volume};
use crate::refusal::Refusal;
use crate::source::Reading;
use crate::xhtml::blocks::BlockReader;
use crate::xhtml::render;

/// The record's name beside the package document.
pub(crate) const RECORD: &str = "quire.json";
/// What the record calls itself.
pub(crate) const FORMAT: &str = "quire-edition";
const VERSION: u32 = 1;

/// What an export says about itself for the way back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) format: String,
    pub(crate) version: u32,
    pub(crate) title: String,
    pub(crate) authors: Vec<String>,
    pub(crate) language: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) rights: Option<String>,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) chapters: Vec<RecordedChapter>,
}

/// One chapter of a record. Paths are relative to the package document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RecordedChapter {
    pub(crate) page: String,
    pub(crate) page_sha256: String,
    pub(crate) source: String,
    pub(crate) source_sha256: String,
    pub(crate) title: String,
    pub(crate) kind: ChapterKind,
    pub(crate) volume: Option<usize>,
    pub(crate) note_before: Option<String>,
    pub(crate) note_after: Option<String>,
    pub(crate) publish_at: Option<String>,
    pub(crate) slug: Option<String>,
}

impl Record {
    /// The version this crate writes.
    pub(crate) const fn version() -> u32 {
        VERSION
    }
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER
        .encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref())
}

/// Reads an export of ours; none when the book is not one.
pub(super) fn read(
    archive: &Archive<'_>,
    package: &Package,
    reading: &Reading,
) -> Result<Option<Manuscript>, Refusal> {
    let folder = package
        .path
        .rsplit_once('/')
        .map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let Some(bytes) = archive.read(&format!("{folder}{RECORD}"))? else {
        return Ok(None);
    };
    let Ok(record) = serde_json::from_slice::<Record>(&bytes) else {
        return Ok(None);
    };
    if record.format != FORMAT || record.version != VERSION || record.chapters.is_empty() {
        return Ok(None);
    }
    let mut manuscript = Manuscript {
        title: record.title,
        authors: record.authors,
        language: record.language,
        description: record.description,
        license: record.rights,
        source: Origin {
            format: "Quire EPUB".to_owned(),
            identifiers: package.identifiers.clone(),
        },
        ..Manuscript::default()
    };
    let volumes = record.volumes.len();
    manuscript.volumes = record.volumes;
    for chapter in record.chapters {
        let page_path = format!("{folder}{}", chapter.page);
        let page = archive.read(&page_path)?;
        let source = archive.read(&format!("{folder}{}", chapter.source))?;
        let untouched = page
            .as_ref()
            .is_some_and(|page| sha256(page) == chapter.page_sha256);
        let intact = source.filter(|source| sha256(source) == chapter.source_sha256);
        let markdown = match intact
            .filter(|_| untouched || page.is_none())
            .map(String::from_utf8)
        {
            Some(Ok(markdown)) => markdown,
            _ if page.is_some() => {
                manuscript.warnings.push(format!(
                    "\"{page_path}\" was changed after the export; its text was read from the page"
                ));
                page_markdown(archive, &page_path, reading, &mut manuscript)?
            }
            _ => {
                manuscript.warnings.push(format!(
                    "\"{page_path}\" is missing; the chapter was left out"
                ));
                continue;
            }
        };
        manuscript.chapters.push(ManuscriptChapter {
            title: chapter.title,
            kind: chapter.kind,
            volume: chapter.volume.filter(|volume| *volume < volumes),
            markdown,
            source_path: page_path,
            note_before: chapter.note_before,
            note_after: chapter.note_after,
            publish_at: chapter.publish_at,
            slug: chapter.slug,
            ..ManuscriptChapter::default()
        });
    }
    Ok(Some(manuscript))
}

/// The text of a page whose source cannot be trusted, without heading and author's notes, which the
/// record has.
fn page_markdown(
    archive: &Archive<'_>,
    path: &str,
    reading: &Reading,
    manuscript: &mut Manuscript,
) -> Result<String, Refusal> {
    let documents = [document::read(
        archive,
        path,
        true,
        reading,
        &mut manuscript.warnings,
    )?];
    let book = NoteBook::find(&documents, &[None]);
    let mut notes = ChapterNotes::new(&book, &documents, 0);
    let mut blocks = Vec::new();
    for document in &documents {
        let mut reader = BlockReader {
            tree: &document.tree,
            range: document.body..document.tree.len(),
            notes: &mut notes,
            cleaned: &mut manuscript.cleaned,
            warnings: &mut manuscript.warnings,
            group: None,
            section: 0,
        };
        let text = document.tree.by_id("text").unwrap_or(document.body);
        blocks = reader.read_below(text);
    }
    Ok(render::markdown(&heading::peel(blocks, None, "").body))
}
