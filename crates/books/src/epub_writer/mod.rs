//! An edition as an EPUB 3 that grows without changing.
//!
//! A reading device keeps its place by package identifier and file name. So both are stable: the
//! identifier is the story's, a chapter's file is called after its id, and its bytes depend on that
//! chapter alone. A new chapter adds files and changes only the package, the tables of contents,
//! the title page and the record.

mod fragment;
mod navigation;
mod package;
mod pages;

use crate::edition::Edition;
use crate::epub::own::{FORMAT, RECORD, Record, RecordedChapter, sha256};
use crate::manuscript::Volume;
use crate::packing::Packing;

const CONTAINER: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"#;

const STYLE: &str = "\
body { margin: 0 5%; line-height: 1.5; }
h1, h2 { text-align: center; font-weight: normal; line-height: 1.25; margin: 2em 0 1.5em; }
p { margin: 0; text-indent: 1.5em; }
h2 + p, hr + p, blockquote p, aside p, .plain p { text-indent: 0; }
blockquote { margin: 1em 2em; }
hr { border: 0; margin: 1.5em auto; width: 30%; border-top: 1px solid; }
aside.note { font-size: 0.9em; border: 1px solid; padding: 0.5em 1em; margin: 1.5em 0; }
table { border-collapse: collapse; margin: 1em auto; }
td, th { border: 1px solid; padding: 0.2em 0.6em; }
.plain { text-align: center; }
";

/// A page of the edition: its manifest id, file name, title and how the tables of contents show it.
pub(crate) struct Page {
    id: String,
    file: String,
    title: String,
    content: String,
    /// Index of the volume it belongs to, or is the heading of.
    volume: Option<usize>,
    heads_volume: bool,
    /// Index into the edition's chapters.
    chapter: Option<usize>,
}

/// Writes an EPUB 3. Equal editions give equal bytes; the time in the file is [`Edition::modified`].
#[must_use]
pub fn write(edition: &Edition) -> Vec<u8> {
    let pages = arrange(edition);
    let mut packing = Packing::at(edition.modified);
    packing.store("mimetype", b"application/epub+zip");
    packing.deflate("META-INF/container.xml", CONTAINER.as_bytes());
    packing.deflate(
        "EPUB/package.opf",
        package::document(edition, &pages).as_bytes(),
    );
    packing.deflate(
        "EPUB/nav.xhtml",
        navigation::document(edition, &pages).as_bytes(),
    );
    packing.deflate("EPUB/toc.ncx", navigation::ncx(edition, &pages).as_bytes());
    packing.deflate("EPUB/style.css", STYLE.as_bytes());
    packing.deflate(
        &format!("EPUB/{RECORD}"),
        record(edition, &pages).as_bytes(),
    );
    for page in &pages {
        packing.deflate(&format!("EPUB/{}", page.file), page.content.as_bytes());
        if let Some(chapter) = page.chapter.and_then(|at| edition.chapters.get(at)) {
            packing.deflate(
                &format!("EPUB/{}", source_file(page)),
                chapter.markdown.as_bytes(),
            );
        }
    }
    packing.finish()
}

/// Pages in reading order: title page, then volumes and chapters.
fn arrange(edition: &Edition) -> Vec<Page> {
    let mut pages = vec![Page {
        id: "titlepage".to_owned(),
        file: "titlepage.xhtml".to_owned(),
        title: edition.title.clone(),
        content: pages::title_page(edition),
        volume: None,
        heads_volume: false,
        chapter: None,
    }];
    let mut volume = None;
    for (at, chapter) in edition.chapters.iter().enumerate() {
        let named = chapter
            .volume
            .and_then(|at| Some((at, edition.volumes.get(at)?)));
        if let Some((index, heading)) = named.filter(|(index, _)| volume != Some(*index)) {
            // A volume taken up again after another one gets no second page.
            let file = format!("volume-{}.xhtml", index + 1);
            if !pages.iter().any(|page| page.file == file) {
                pages.push(Page {
                    id: format!("volume-{}", index + 1),
                    file,
                    title: heading.title.clone(),
                    content: pages::volume(edition, &heading.title),
                    volume: Some(index),
                    heads_volume: true,
                    chapter: None,
                });
            }
        }
        volume = named.map(|(index, _)| index);
        let id = unique_id(&chapter.id, at, &pages);
        pages.push(Page {
            file: format!("{id}.xhtml"),
            id,
            title: chapter.title.clone(),
            content: pages::chapter(edition, chapter),
            volume,
            heads_volume: false,
            chapter: Some(at),
        });
    }
    pages
}

/// `chapter-<id>`, with nothing a file name or an XML id may not contain.
fn unique_id(id: &str, at: usize, pages: &[Page]) -> String {
    let safe: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .collect();
    let name = if safe.is_empty() {
        format!("chapter-{}", at + 1)
    } else {
        format!("chapter-{safe}")
    };
    if pages.iter().any(|page| page.id == name) {
        format!("{name}-{}", at + 1)
    } else {
        name
    }
}

fn source_file(page: &Page) -> String {
    format!("source/{}.md", page.id)
}

fn record(edition: &Edition, pages: &[Page]) -> String {
    let chapters = pages
        .iter()
        .filter_map(|page| Some((page, edition.chapters.get(page.chapter?)?)))
        .map(|(page, chapter)| RecordedChapter {
            page: page.file.clone(),
            page_sha256: sha256(page.content.as_bytes()),
            source: source_file(page),
            source_sha256: sha256(chapter.markdown.as_bytes()),
            title: chapter.title.clone(),
            kind: chapter.kind,
            volume: chapter.volume,
            note_before: chapter
                .note_before
                .as_ref()
                .map(|note| note.markdown.clone()),
            note_after: chapter
                .note_after
                .as_ref()
                .map(|note| note.markdown.clone()),
            publish_at: chapter.publish_at.clone(),
            slug: chapter.slug.clone(),
        })
        .collect();
    let volumes: Vec<Volume> = edition.volumes.clone();
    let record = Record {
        format: FORMAT.to_owned(),
        version: Record::version(),
        title: edition.title.clone(),
        authors: edition.authors.clone(),
        language: Some(edition.language.clone()).filter(|language| !language.is_empty()),
        description: edition.description.clone(),
        rights: edition.rights.clone(),
        volumes,
        chapters,
    };
    // Text, numbers and lists only: nothing in a record can fail to be JSON.
    serde_json::to_string_pretty(&record).unwrap_or_default()
}

/// Text for XML: escaped, and without the control characters XML cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A bare carriage return would come back as a line feed.
            '\r' => out.push_str("&#13;"),
            other if is_xml(other) => out.push(other),
            _ => {}
        }
    }
    out
}

/// XML 1.0's `Char`, without the two code points per plane that mean nothing.
pub(crate) fn is_xml(character: char) -> bool {
    let code = u32::from(character);
    (matches!(character, '\t' | '\n' | '\r') || code >= 0x20)
        && code & 0xfffe != 0xfffe
        && !(0x7f..=0x9f).contains(&code)
}

/// A title that is never empty, for elements that may not be.
pub(crate) fn shown(title: &str) -> String {
    let text = escape(title.trim());
    if text.trim().is_empty() {
        "—".to_owned()
    } else {
        text
    }
}

/// The language tag, or the one for "not determined".
pub(crate) fn language(edition: &Edition) -> String {
    let tag = edition.language.trim();
    let plain = !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain {
        tag.to_owned()
    } else {
        "und".to_owned()
    }
}
