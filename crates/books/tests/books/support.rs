//! Books for tests: the shared novels, and EPUBs built by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use quire_books::{Limits, Manuscript, Refusal, Source, read};
use zip::write::SimpleFileOptions;

pub const NOVELS: [&str; 5] = [
    "around-the-world-in-eighty-days",
    "great-expectations",
    "sherlock-holmes-adventures",
    "the-moonstone",
    "the-pickwick-papers",
];

/// The bytes of a shared novel; fails with one clear line when it is not there.
pub fn novel_bytes(name: &str) -> Vec<u8> {
    let folder = std::env::var_os("QUIRE_TEXTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/texts"),
        PathBuf::from,
    );
    let path = folder.join(format!("{name}.epub"));
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{} is needed for this test ({error}); set QUIRE_TEXTS to its folder",
            path.display()
        )
    })
}

/// A shared novel as it is read, each read once.
pub fn novel(name: &str) -> Manuscript {
    static READ: Mutex<BTreeMap<String, Manuscript>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let read = read
        .entry(name.to_owned())
        .or_insert_with(|| read_bytes("novel.epub", &novel_bytes(name)).unwrap());
    read.clone()
}

pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Manuscript, Refusal> {
    read(Source::Bytes { name, bytes }, &Limits::default())
}

/// Words by letters and digits only, in lower case.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '\u{2060}'))
        .map(|word| {
            word.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// What a reader of the rendered Markdown reads; footnotes aside.
pub fn rendered(markdown: &str) -> String {
    let options =
        Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut text = String::new();
    let mut in_note = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => in_note = true,
            Event::End(TagEnd::FootnoteDefinition) => in_note = false,
            _ if in_note => {}
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::TableCell
                | TagEnd::Item
                | TagEnd::CodeBlock,
            ) => text.push('\n'),
            Event::Html(html) | Event::InlineHtml(html) => panic!("raw HTML in Markdown: {html}"),
            _ => {}
        }
    }
    text
}

pub fn rendered_words(markdown: &str) -> Vec<String> {
    words(&rendered(markdown))
}

/// The words of the documents a manuscript was made from, by a reader that knows nothing of the
/// crate: tags out, block tags as spaces, note marks dropped.
pub fn words_of_pages(name: &str, book: &Manuscript) -> Vec<String> {
    let bytes = novel_bytes(name);
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text_of = |path: &str| {
        let mut text = String::new();
        zip.by_name(path)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    let package = text_of("epub/content.opf");
    let mut found = Vec::new();
    for itemref in package.split("<itemref").skip(1) {
        let idref = itemref.split('"').nth(1).unwrap();
        let item = package
            .split("<item ")
            .find(|item| item.contains(&format!("id=\"{idref}\"")))
            .unwrap();
        let path = format!(
            "epub/{}",
            item.split("href=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
        );
        if book.skipped.iter().all(|skipped| skipped.path != path) {
            found.extend(words(&strip(text_of(&path).split("<body").nth(1).unwrap())));
        }
    }
    found
}

/// The text of one document of a novel, tags out and note marks dropped.
pub fn text_of_page(name: &str, path: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(novel_bytes(name))).unwrap();
    let mut text = String::new();
    zip.by_name(path)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    strip(text.split("<body").nth(1).unwrap())
}

fn strip(body: &str) -> String {
    let mut text = String::new();
    let mut in_mark = false;
    for piece in body.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap();
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap();
        if name == "a" {
            in_mark = tag.contains("noteref");
        } else if !matches!(
            name,
            "em" | "i" | "b" | "strong" | "abbr" | "span" | "time" | "sup"
        ) {
            text.push(' ');
        }
        if !in_mark {
            text.push_str(after);
        }
    }
    text.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
}

/// A zip of named entries, stored or deflated.
pub fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub const CONTAINER: &str = r#"<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

/// An EPUB of documents under `OPS/`, in the order given; a document called `toc.ncx` or `nav.xhtml`
/// is not put in the spine.
pub fn epub(documents: &[(&str, &str)]) -> Vec<u8> {
    let mut manifest = String::new();
    let mut spine = String::new();
    for (at, (name, _)) in documents.iter().enumerate() {
        let (kind, properties) = match *name {
            "toc.ncx" => ("application/x-dtbncx+xml", ""),
            "nav.xhtml" => ("application/xhtml+xml", " properties=\"nav\""),
            _ => ("application/xhtml+xml", ""),
        };
        write!(
            manifest,
            "<item id=\"i{at}\" href=\"{name}\" media-type=\"{kind}\"{properties}/>"
        )
        .unwrap();
        if !matches!(*name, "toc.ncx" | "nav.xhtml") {
            write!(spine, "<itemref idref=\"i{at}\"/>").unwrap();
        }
    }
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>Book</dc:title><dc:creator>Ada</dc:creator><dc:language>en</dc:language></metadata>\
         <manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    let mut entries: Vec<(String, Vec<u8>)> = vec![
        ("mimetype".into(), b"application/epub+zip".to_vec()),
        ("META-INF/container.xml".into(), CONTAINER.into()),
        ("OPS/book.opf".into(), package.into_bytes()),
    ];
    entries.extend(
        documents
            .iter()
            .map(|(name, text)| (format!("OPS/{name}"), text.as_bytes().to_vec())),
    );
    let borrowed: Vec<(&str, &[u8])> = entries
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zip_of(&borrowed)
}

/// A well-formed page around a body.
pub fn page(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title>x</title></head><body>{body}</body></html>"
    )
}
