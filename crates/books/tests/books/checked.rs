//! What epubcheck says about our exports: nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use quire_books::{EditionChapter, epub};

use crate::round_trips::{chapter, edition, rendered, sample};
use crate::support::novel;

/// Fails unless epubcheck finds no error and no warning.
fn check(name: &str, bytes: &[u8]) {
    let jar = std::env::var_os("QUIRE_EPUBCHECK").map_or_else(
        || PathBuf::from("/usr/share/java/epubcheck.jar"),
        PathBuf::from,
    );
    assert!(
        Path::new(&jar).exists(),
        "epubcheck is needed for this test: apt-get install epubcheck default-jre-headless (or set QUIRE_EPUBCHECK to epubcheck.jar)"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let output = Command::new("java")
        .arg("-jar")
        .arg(&jar)
        .arg(&file)
        .output()
        .unwrap_or_else(|error| panic!("java is needed for this test ({error}): apt-get install epubcheck default-jre-headless"));
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let clean = output.status.success() && said.contains("No errors or warnings detected");
    assert!(clean, "{said}");
}

#[test]
fn epubcheck_finds_no_fault_with_an_awkward_edition() {
    let mut edition = sample();
    edition.chapters.push(chapter(
        "chp 04/..",
        "",
        "<p id=\"1\">raw</p><script>x</script>\n\n<table><tr><td>1</td></tr></table>",
    ));
    edition.chapters.push(EditionChapter {
        id: "chp_05".to_owned(),
        title: "Stat box".to_owned(),
        volume: Some(0),
        xhtml: "<p id=\"p1\" data-bid=\"x\">a<br>b</p><p id=\"p1\" style=\"x\"><a href=\"chapter 2\">z</a><a href=\"#p1\">y</a></p>loose<ul></ul><hr>\
                <table><thead><tr><th>STR</th></tr></thead><tbody><tr><td colspan=\"1\">5</td></tr></tbody></table>\
                <details><summary>Spoiler</summary><p>he did it</p></details><blockquote>bare</blockquote>"
            .to_owned(),
        ..EditionChapter::default()
    });
    check("awkward.epub", &epub::write(&edition));
}

#[test]
fn epubcheck_finds_no_fault_with_a_bare_edition() {
    let mut bare = edition(vec![chapter("a", "Only", "Text.")]);
    bare.authors.clear();
    bare.language.clear();
    bare.volumes.clear();
    bare.description = None;
    bare.publisher = None;
    bare.rights = None;
    bare.series = None;
    bare.status = None;
    bare.url = None;
    check("bare.epub", &epub::write(&bare));
    bare.chapters.clear();
    check("empty.epub", &epub::write(&bare));
}

#[test]
fn a_novel_goes_out_checked_and_comes_back_the_same() {
    let book = novel("great-expectations");
    let mut written = edition(
        book.chapters
            .iter()
            .enumerate()
            .map(|(at, read)| EditionChapter {
                id: format!("chp_{at:03}"),
                title: read.title.clone(),
                kind: read.kind,
                volume: read.volume,
                markdown: read.markdown.clone(),
                xhtml: rendered(&read.markdown),
                ..EditionChapter::default()
            })
            .collect(),
    );
    written.volumes.clone_from(&book.volumes);
    let bytes = epub::write(&written);
    check("great-expectations.epub", &bytes);
    let again = crate::support::read_bytes("g.epub", &bytes).unwrap();
    assert_eq!(again.volumes, book.volumes);
    for (read, expected) in again.chapters.iter().zip(&book.chapters) {
        assert_eq!(read.markdown, expected.markdown);
        assert_eq!(
            (&read.title, read.volume),
            (&expected.title, expected.volume)
        );
    }
}
