//! What goes out comes back: byte for byte, with titles, kinds, notes and volumes.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use jiff::Timestamp;
use proptest::prelude::*;
use quire_books::{
    ChapterKind, Edition, EditionChapter, Manuscript, Note, SeriesPlace, Volume, epub, markdown,
};

use crate::support::{read_bytes, zip_of};

/// Markdown as the prose crate would render it, near enough for an export.
pub fn rendered(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(
        &mut html,
        pulldown_cmark::Parser::new_ext(markdown, pulldown_cmark::Options::ENABLE_FOOTNOTES),
    );
    html
}

pub fn chapter(id: &str, title: &str, text: &str) -> EditionChapter {
    EditionChapter {
        id: id.to_owned(),
        title: title.to_owned(),
        markdown: text.to_owned(),
        xhtml: rendered(text),
        ..EditionChapter::default()
    }
}

fn note(markdown: &str) -> Note {
    Note {
        markdown: markdown.to_owned(),
        xhtml: rendered(markdown),
    }
}

pub fn edition(chapters: Vec<EditionChapter>) -> Edition {
    Edition {
        story_id: *b"0123456789abcdef",
        title: "The Lamp & the “Well”".to_owned(),
        authors: vec!["Ada <Lovelace>".to_owned(), "Bo".to_owned()],
        language: "en-GB".to_owned(),
        description: Some("A tale.\n\nIn two paragraphs.".to_owned()),
        publisher: Some("Quire".to_owned()),
        rights: Some("CC0".to_owned()),
        series: Some(SeriesPlace {
            title: "Lights".to_owned(),
            position: 2,
        }),
        status: Some("In progress: 3 of 5 chapters".to_owned()),
        url: Some("https://quire.example/s/lamp?x=1&y=2".to_owned()),
        modified: "2026-11-22T10:20:31Z".parse::<Timestamp>().unwrap(),
        volumes: vec![
            Volume {
                title: "Part One".to_owned(),
            },
            Volume {
                title: "Part Two: \"Wells\"".to_owned(),
            },
        ],
        chapters,
    }
}

pub fn sample() -> Edition {
    let mut prologue = chapter("chp_01", "Prologue", "It *begins*.\n");
    prologue.kind = ChapterKind::Prologue;
    let mut first = chapter(
        "chp_02",
        "I: Of <Wells>",
        "One\\\ntwo[^1] — three.\n\n* * *\n\n> Quote\n\n1. a\n2. b\n\n[link](https://example.org/?a=1&b=2) [gone](#nowhere) ![p](x.png)\n\n[^1]: A note.\n",
    );
    first.volume = Some(0);
    first.note_before = Some(note("Hello, *readers*.\n\n- one"));
    first.note_after = Some(note("---\nBye: \"x\""));
    first.publish_at = Some("2026-12-01T09:00:00Z".to_owned());
    first.slug = Some("of-wells".to_owned());
    let mut second = chapter(
        "chp_03",
        "Bell \u{7} and form\u{c}feed",
        "Control \u{1}\u{b}\u{ffff} chars\r\nand CRLF, no newline at the end",
    );
    second.volume = Some(1);
    edition(vec![prologue, first, second])
}

fn entries(bytes: &[u8]) -> HashMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().to_owned(), content)
        })
        .collect()
}

fn assert_same_story(read: &Manuscript, edition: &Edition) {
    assert_eq!(read.title, edition.title);
    assert_eq!(read.authors, edition.authors);
    assert_eq!(read.language.as_deref(), Some(edition.language.as_str()));
    assert_eq!(read.description, edition.description);
    assert_eq!(read.license, edition.rights);
    assert_eq!(read.volumes, edition.volumes);
    assert_eq!(read.source.identifiers, [edition.identifier()]);
    assert_eq!(read.chapters.len(), edition.chapters.len());
    for (read, written) in read.chapters.iter().zip(&edition.chapters) {
        assert_eq!(read.markdown, written.markdown);
        assert_eq!(read.title, written.title);
        assert_eq!((read.kind, read.volume), (written.kind, written.volume));
        assert_eq!(
            read.note_before,
            written
                .note_before
                .as_ref()
                .map(|note| note.markdown.clone())
        );
        assert_eq!(
            read.note_after,
            written
                .note_after
                .as_ref()
                .map(|note| note.markdown.clone())
        );
        assert_eq!(
            (&read.publish_at, &read.slug),
            (&written.publish_at, &written.slug)
        );
    }
}

#[test]
fn an_epub_of_ours_comes_back_whole() {
    let edition = sample();
    let read = read_bytes("x.epub", &epub::write(&edition)).unwrap();
    assert_eq!(read.source.format, "Quire EPUB");
    assert_eq!(read.warnings, Vec::<String>::new());
    assert_same_story(&read, &edition);
    assert_eq!(
        edition.identifier(),
        "urn:uuid:30313233-3435-3637-3839-616263646566"
    );
}

#[test]
fn a_markdown_zip_and_a_folder_of_ours_come_back_whole() {
    let edition = sample();
    assert_same_story(
        &read_bytes("x.zip", &markdown::write(&edition)).unwrap(),
        &edition,
    );

    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in markdown::files(&edition) {
        std::fs::write(folder.path().join(path), bytes).unwrap();
    }
    let names: Vec<String> = markdown::files(&edition).map(|(path, _)| path).collect();
    assert_eq!(
        names,
        [
            "story.md",
            "01-prologue.md",
            "02-of-wells.md",
            "03-bell-and-form-feed.md"
        ]
    );
    std::fs::write(folder.path().join("README.md"), "about").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("04-link.md")).unwrap();
    let read = quire_books::read(
        quire_books::Source::Path(folder.path()),
        &quire_books::Limits::default(),
    )
    .unwrap();
    assert_eq!(read.source.format, "Markdown folder");
    assert_same_story(&read, &edition);
    let skipped: Vec<&str> = read
        .skipped
        .iter()
        .map(|skipped| skipped.reason.as_str())
        .collect();
    assert_eq!(
        skipped,
        ["a link; links are not followed", "a file about the files"]
    );
}

#[test]
fn an_edition_grows_without_changing_what_is_there() {
    let mut edition = sample();
    let before = epub::write(&edition);
    assert_eq!(
        before,
        epub::write(&edition.clone()),
        "equal editions give equal bytes"
    );
    edition.chapters.push(chapter("chp_04", "New", "More."));
    edition.volumes.push(Volume {
        title: "Part Three".to_owned(),
    });
    edition.chapters.last_mut().unwrap().volume = Some(2);
    edition.modified = "2026-12-01T00:00:00Z".parse().unwrap();
    edition.status = None;
    let (before, after) = (entries(&before), entries(&epub::write(&edition)));
    let changing = [
        "package.opf",
        "nav.xhtml",
        "toc.ncx",
        "titlepage.xhtml",
        "quire.json",
    ];
    for (name, content) in &before {
        if !changing.iter().any(|changing| name.ends_with(changing)) {
            assert_eq!(after.get(name), Some(content), "{name}");
        }
    }
    assert!(
        after.contains_key("EPUB/chapter-chp_04.xhtml")
            && after.contains_key("EPUB/source/chapter-chp_04.md")
    );
}

#[test]
fn a_page_edited_after_the_export_is_believed_over_its_source() {
    let edition = sample();
    let mut files = entries(&epub::write(&edition));
    let page = files.get_mut("EPUB/chapter-chp_01.xhtml").unwrap();
    *page = String::from_utf8(page.clone())
        .unwrap()
        .replace("begins", "started")
        .into_bytes();
    files.insert(
        "EPUB/source/chapter-chp_03.md".to_owned(),
        b"tampered".to_vec(),
    );
    let borrowed: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    let read = read_bytes("x.epub", &zip_of(&borrowed)).unwrap();
    assert_eq!(read.chapters[0].markdown, "It *started*.\n");
    assert_eq!(read.chapters[1].markdown, edition.chapters[1].markdown);
    assert_eq!(
        read.chapters[2].markdown,
        "Control chars and CRLF, no newline at the end\n"
    );
    assert_eq!(read.warnings.len(), 2);
}

#[test]
fn another_readers_view_of_our_epub_is_the_same_story() {
    // Without the record it is any EPUB: chapters and volumes must still be found.
    let mut files = entries(&epub::write(&sample()));
    files.remove("EPUB/quire.json");
    let borrowed: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    let read = read_bytes("x.epub", &zip_of(&borrowed)).unwrap();
    let titles: Vec<&str> = read
        .chapters
        .iter()
        .map(|chapter| chapter.title.as_str())
        .collect();
    assert_eq!(titles, ["Prologue", "I: Of <Wells>", "Bell and formfeed"]);
    let volumes: Vec<Option<usize>> = read.chapters.iter().map(|chapter| chapter.volume).collect();
    assert_eq!(volumes, [None, Some(0), Some(1)]);
    assert_eq!(read.skipped[0].reason, "title page");
}

#[test]
fn markdown_files_in_the_wild_are_ordered_and_described() {
    let bytes = zip_of(&[
        (
            "novel/_index.md",
            b"---\ntitle: Wild\nauthor: Ada\nlang: en\n---\nA blurb.\n",
        ),
        ("novel/part-1/_index.md", b"---\ntitle: The First\n---\n"),
        ("novel/part-1/10-late.md", b"# Late\n\ntext"),
        (
            "novel/part-1/2-early.md",
            b"+++\ntitle = \"Early\"\nkind = \"interlude\"\nmood = \"blue\"\n+++\ntext",
        ),
        (
            "novel/zz-epilogue.md",
            b"---\r\ntitle: Epilogue\r\n---\r\n\r\ntext\r\n",
        ),
        ("novel/map.png", b"x"),
        ("novel/LICENSE.md", b"x"),
        ("novel/empty.md", b" \n"),
    ]);
    let read = read_bytes("w.zip", &bytes).unwrap();
    assert_eq!(
        (read.title.as_str(), read.description.as_deref()),
        ("Wild", Some("A blurb."))
    );
    let seen: Vec<(&str, Option<usize>, ChapterKind, &str)> = read
        .chapters
        .iter()
        .map(|chapter| {
            (
                chapter.title.as_str(),
                chapter.volume,
                chapter.kind,
                chapter.markdown.as_str(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("Early", Some(0), ChapterKind::Interlude, "text"),
            ("Late", Some(0), ChapterKind::Chapter, "# Late\n\ntext"),
            ("Epilogue", None, ChapterKind::Epilogue, "\r\ntext\r\n"),
        ]
    );
    assert_eq!(
        read.volumes,
        [Volume {
            title: "The First".to_owned()
        }]
    );
    assert_eq!(
        read.chapters[0]
            .front_matter
            .get("mood")
            .map(String::as_str),
        Some("blue")
    );
    assert_eq!(read.skipped.len(), 3);
    let broken = read_bytes("b.zip", &zip_of(&[("a.md", b"+++\ntitle = \n+++\nx")])).unwrap_err();
    assert_eq!(broken.code, quire_books::RefusalCode::BadFrontMatter);
    assert!(broken.message.contains("a.md"));
}

fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        any::<String>(),
        Just("---\n".to_owned()),
        Just("+++\r\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\0\u{1}\u{fffe}\u{feff}\u{2028}".to_owned()),
        Just("title: x\n".to_owned()),
        Just("# h\n".to_owned()),
        Just("]]>&amp;<b>".to_owned()),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_both_formats(
        texts in prop::collection::vec((odd_text(), odd_text(), prop::option::of(odd_text()), prop::option::of(0_usize..2)), 1..4),
    ) {
        let chapters = texts.iter().enumerate().map(|(at, (title, text, before, volume))| {
            let mut made = chapter(&format!("c{at}"), &format!("T{title}").chars().take(200).collect::<String>(), text);
            made.note_before = before.as_ref().map(|text| note(text));
            made.volume = *volume;
            made
        }).collect();
        let edition = edition(chapters);
        assert_same_story(&read_bytes("x.epub", &epub::write(&edition)).unwrap(), &edition);
        assert_same_story(&read_bytes("x.zip", &markdown::write(&edition)).unwrap(), &edition);
    }
}
