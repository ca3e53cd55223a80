//! The shapes books come in, and their dirt.

use proptest::prelude::*;
use quire_books::{ChapterKind, Manuscript};

use crate::support::{CONTAINER, epub, page, read_bytes, rendered, zip_of};

fn book(documents: &[(&str, &str)]) -> Manuscript {
    read_bytes("book.epub", &epub(documents)).unwrap()
}

fn outline(manuscript: &Manuscript) -> Vec<String> {
    manuscript
        .chapters
        .iter()
        .map(|chapter| {
            let volume = chapter
                .volume
                .map_or("-", |at| &manuscript.volumes[at].title);
            format!(
                "{volume} | {} | {}",
                chapter.title,
                chapter.markdown.trim().replace('\n', "/")
            )
        })
        .collect()
}

fn ncx(points: &str) -> String {
    format!("<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\"><navMap>{points}</navMap></ncx>")
}

fn point(title: &str, source: &str, inner: &str) -> String {
    format!(
        "<navPoint><navLabel><text>{title}</text></navLabel><content src=\"{source}\"/>{inner}</navPoint>"
    )
}

#[test]
fn nested_parts_become_volumes() {
    let toc = ncx(&format!(
        "{}{}",
        point(
            "Part One",
            "p1.xhtml",
            &(point("Chapter 1", "a.xhtml", "") + &point("Chapter 2", "b.xhtml", ""))
        ),
        point("Part Two", "c.xhtml", &point("Chapter 3", "c.xhtml#c3", ""))
    ));
    let manuscript = book(&[
        (
            "p1.xhtml",
            &page("<h1>Part One</h1><p>In which it begins.</p>"),
        ),
        ("a.xhtml", &page("<h2>Chapter 1</h2><p>one</p>")),
        ("b.xhtml", &page("<h2>Chapter 2</h2><p>two</p>")),
        (
            "c.xhtml",
            &page("<h1>Part Two</h1><div id=\"c3\"><h2>Chapter 3</h2><p>three</p></div>"),
        ),
        ("toc.ncx", &toc),
    ]);
    assert_eq!(
        outline(&manuscript),
        [
            "Part One | Chapter 1 | In which it begins.//one",
            "Part One | Chapter 2 | two",
            "Part Two | Chapter 3 | three"
        ]
    );
}

#[test]
fn a_flat_table_of_contents_with_part_pages_gives_volumes_too() {
    let toc = ncx(&["prologue", "Part One", "Night", "Part Two", "Day"]
        .iter()
        .enumerate()
        .map(|(at, title)| point(title, &format!("{at}.xhtml"), ""))
        .collect::<String>());
    let manuscript = book(&[
        ("0.xhtml", &page("<h2>Prologue</h2><p>before</p>")),
        ("1.xhtml", &page("<h1>PART ONE</h1>")),
        ("2.xhtml", &page("<h2>Night</h2><p>dark</p>")),
        ("3.xhtml", &page("<h1>PART TWO</h1>")),
        ("4.xhtml", &page("<h2>Day</h2><p>light</p>")),
        ("toc.ncx", &toc),
    ]);
    assert_eq!(
        outline(&manuscript),
        [
            "- | Prologue | before",
            "PART ONE | Night | dark",
            "PART TWO | Day | light"
        ]
    );
    assert_eq!(manuscript.chapters[0].kind, ChapterKind::Prologue);
}

#[test]
fn chapters_are_split_and_joined_as_the_table_of_contents_says() {
    let toc = ncx(&(point("One", "a.xhtml#one", "") + &point("Two", "a.xhtml#two", "")));
    let manuscript = book(&[
        (
            "a.xhtml",
            &page("<h2><a id=\"one\"/>One</h2><p>1</p><div><h2 id=\"two\">Two</h2><p>2</p></div>"),
        ),
        ("b.xhtml", &page("<p>still two</p>")),
        ("toc.ncx", &toc),
    ]);
    assert_eq!(
        outline(&manuscript),
        ["- | One | 1", "- | Two | 2//still two"]
    );
}

#[test]
fn without_a_table_of_contents_headings_decide() {
    let one_file = book(&[(
        "a.xhtml",
        &page("<h1>Book</h1><h2>Chapter 1</h2><h3>The Road</h3><p>1</p><h2>Chapter 2</h2><p>2</p>"),
    )]);
    assert_eq!(
        outline(&one_file),
        ["- | Chapter 1: The Road | 1", "- | Chapter 2 | 2"]
    );
    let files = book(&[
        ("a.xhtml", &page("<p class=\"title\">Chapter 1</p><p>1</p>")),
        (
            "b.xhtml",
            &page("<h2>Rain</h2><h3>I</h3><p>a</p><h3>II</h3><p>b</p>"),
        ),
        ("c.xhtml", &page("<p>more rain</p>")),
    ]);
    assert_eq!(
        outline(&files),
        [
            "- | Chapter 1 | 1",
            "- | Rain | ## I//a//## II//b//more rain"
        ]
    );
}

#[test]
fn front_and_back_matter_is_skipped_with_its_reason() {
    let manuscript = book(&[
        ("cover.xhtml", &page("<svg><image/></svg>")),
        ("title.xhtml", &page("<h1>Book</h1><p>Ada</p>")),
        (
            "x1.xhtml",
            &page("<p>Copyright © 2020 Ada. All rights reserved.</p>"),
        ),
        (
            "ch.xhtml",
            &page("<h2>Notes from the Cellar</h2><p>text</p>"),
        ),
        (
            "mid.xhtml",
            &page("<h2>Notes</h2><p>a chapter called so</p>"),
        ),
        ("ch2.xhtml", &page("<h2>End</h2><p>text</p>")),
        (
            "about.xhtml",
            &page("<h2>About the Author</h2><p>Ada writes.</p>"),
        ),
    ]);
    let reasons: Vec<&str> = manuscript
        .skipped
        .iter()
        .map(|skipped| skipped.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "a page without text",
            "title page",
            "copyright page",
            "about the author or the book"
        ]
    );
    assert_eq!(manuscript.chapters.len(), 3);
}

#[test]
fn dirt_found_in_the_wild_is_survived() {
    let package = "<?xml version=\"1.0\" encoding=\"utf-8\"?><opf:package xmlns:opf=\"http://www.idpf.org/2007/opf\" version=\"2.0\">\
        <opf:metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Caf&eacute;</dc:title><dc:creator opf:role=\"aut\">B&#233;a</dc:creator>\
        <dc:creator opf:role=\"trl\">Someone Else</dc:creator><dc:description>&lt;p&gt;A &lt;b&gt;tale&lt;/b&gt;.&lt;/p&gt;</dc:description></opf:metadata>\
        <opf:manifest><opf:item href=\"lost.css\" media-type=\"text/css\"/><opf:item id=\"a\" href=\"text/a%20b.html\" media-type=\"application/xhtml+xml\"/>\
        <opf:item id=\"b\" href=\"TEXT/B.html\" media-type=\"text/html\"/><opf:item id=\"u\" href=\"u.html\" media-type=\"application/xhtml+xml\"/>\
        <opf:item id=\"n\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/></opf:manifest>\
        <opf:spine toc=\"ncx\"><opf:itemref idref=\"a\"/><opf:itemref idref=\"gone\"/><opf:itemref idref=\"b\"/><opf:itemref idref=\"u\"/></opf:spine></opf:package>";
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><html><body><h2>Chapter 1</h2><p>na\xefve &mdash; &nbsp;&hellip;</p></body></html>";
    let unclosed = "<html><head><title/><body><h2>Chapter 2</h2><p>an <i>unclosed <b>tag</i><p>second<br>line & more</body>";
    let utf16: Vec<u8> = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><html><body><h2>Chapter 3</h2><p>sixteen “bits”</p></body></html>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let bytes = zip_of(&[
        ("mimetype", b"application/epub+zip\r\n"),
        (".svn/entries", b"junk"),
        ("OPS/.svn/text-base/a.html.svn-base", b"junk"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OPS/book.opf", package.as_bytes()),
        ("OPS/text/a b.html", latin),
        ("OPS/text/b.html", unclosed.as_bytes()),
        ("OPS/u.html", &utf16),
        ("OPS/toc.ncx", b"<ncx><navMap></navMap></ncx>"),
    ]);
    let manuscript = read_bytes("x.epub", &bytes).unwrap();
    assert_eq!(manuscript.title, "Café");
    assert_eq!(manuscript.authors, ["Béa"]);
    assert_eq!(manuscript.description.as_deref(), Some("A tale."));
    assert_eq!(manuscript.source.format, "EPUB 2");
    assert_eq!(
        outline(&manuscript),
        [
            "- | Chapter 1 | naïve — \u{a0}…",
            "- | Chapter 2 | an *unclosed **tag***//**second\\/line & more**",
            "- | Chapter 3 | sixteen “bits”"
        ]
    );
    let warned = |words: &str| {
        manuscript
            .warnings
            .iter()
            .any(|warning| warning.contains(words))
    };
    for words in [
        "white space around",
        ".svn",
        "\"ncx\"",
        "\"gone\"",
        "not well-formed",
        "no table of contents",
        "no language",
    ] {
        assert!(warned(words), "{words}: {:?}", manuscript.warnings);
    }
}

#[test]
fn text_of_every_shape_becomes_markdown() {
    let body = "<h2>Chapter 1</h2>\
        <p><span class=\"dropcap\">T</span>he <strong>first</strong> <em>line</em>, <a href=\"https://e.org/a b\">there</a> and <a href=\"b.xhtml\">here</a>.</p>\
        <p>* * *</p><p>&nbsp;</p><p>Poem<br/>of two</p><hr/>\
        <ol start=\"3\"><li>c</li><li><p>d</p><p>e</p></li></ol><ul><li>x</li></ul><ul><li>y</li></ul>\
        <blockquote><p>q</p><p>r</p></blockquote>\
        <table><tr><th>STR</th><th>a|b</th></tr><tr><td>1</td><td><em>2</em></td></tr></table>\
        <pre>if a &lt; b:\n    go</pre><p><img src=\"x.png\" alt=\"A map\"/><img src=\"http://h/y.png\"/></p><script>x()</script><p>end<sup>th</sup></p><p>* * *</p>";
    let manuscript = book(&[
        ("a.xhtml", &page(body)),
        ("b.xhtml", &page("<h2>Chapter 2</h2><p>x</p>")),
    ]);
    assert_eq!(
        manuscript.chapters[0].markdown,
        "The **first** *line*, [there](<https://e.org/a%20b>) and here.\n\n* * *\n\nPoem\\\nof two\n\n* * *\n\n\
         3. c\n\n4. d\n\n   e\n\n- x\n\n+ y\n\n> q\n>\n> r\n\n|  |  |\n| --- | --- |\n| STR | a\\|b |\n| 1 | *2* |\n\n\
         ```\nif a < b:\n    go\n```\n\nendth\n"
    );
    let cleaned = manuscript.cleaned;
    assert_eq!(
        (
            cleaned.drop_cap_spans,
            cleaned.images,
            cleaned.external_images
        ),
        (1, 1, 1)
    );
    assert_eq!((cleaned.scripts, cleaned.internal_links), (1, 1));
    assert!(
        manuscript
            .warnings
            .contains(&"a picture was left out: A map".to_owned())
    );
}

#[test]
fn notes_come_home_and_lost_ones_are_counted() {
    let chapter = "<h2>Chapter 1</h2><p>Word<a id=\"r1\" href=\"#f1\" epub:type=\"noteref\">*</a> and<sup><a id=\"r2\" href=\"n.xhtml#n2\">[2]</a></sup> \
        end<a href=\"n.xhtml#nope\" epub:type=\"noteref\">3</a>.</p><aside id=\"f1\" epub:type=\"footnote\"><p>First.</p></aside>";
    let notes = "<h2>Notes</h2><p id=\"n2\"><a href=\"a.xhtml#r2\">[2]</a> Second.</p>";
    let manuscript = book(&[
        ("a.xhtml", &page(chapter)),
        ("b.xhtml", &page("<h2>Chapter 2</h2><p>x</p>")),
        ("n.xhtml", &page(notes)),
    ]);
    assert_eq!(
        manuscript.chapters[0].markdown,
        "Word[^1] and[^2] end.\n\n[^1]: First.\n\n[^2]: Second.\n"
    );
    assert_eq!(manuscript.cleaned.lost_note_marks, 1);
    assert_eq!(
        manuscript.skipped[0].reason,
        "notes (kept as footnotes of their chapters)"
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A piece of text in one style.
fn piece() -> impl Strategy<Value = (u8, String)> {
    let text = prop_oneof![
        "[a-z]{1,4}",
        "[ ]",
        "[-+*_`~#>|=\\[\\]()!&<:;.\\\\]{1,3}",
        "[0-9]{1,3}[.)]",
        "[“”’—…]",
        Just("&amp;".to_owned()),
        Just("\u{a0}".to_owned()),
        Just("[x](y)".to_owned()),
    ];
    (0_u8..6, text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever characters and styles stand in a paragraph, a reader of the Markdown sees the same.
    #[test]
    fn rendered_text_equals_the_original(pieces in prop::collection::vec(piece(), 1..14)) {
        let mut xhtml = String::new();
        let mut plain = String::new();
        for (style, text) in &pieces {
            let text_in = escape(text);
            let (before, after) = match style {
                1 => ("<em>", "</em>"),
                2 => ("<strong>", "</strong>"),
                3 => ("<em><b>", "</b></em>"),
                4 => ("<a href=\"http://e.org/\">", "</a>"),
                5 => ("", "<br/>"),
                _ => ("", ""),
            };
            xhtml.extend([before, &text_in, after]);
            plain.push_str(text);
            if *style == 5 {
                plain.push(' ');
            }
        }
        let bytes = epub(&[("a.xhtml", &page(&format!("<h2>Chapter 1</h2><p>Start.</p><p>{xhtml}</p>")))]);
        let manuscript = read_bytes("p.epub", &bytes).unwrap();
        let markdown = &manuscript.chapters[0].markdown;
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let seen = squeeze(&rendered(markdown));
        let ornament = seen == "Start." && markdown.trim() == "Start.";
        let expected = format!("Start.{}", squeeze(&plain));
        prop_assert!(seen == expected || ornament, "{markdown:?} shows {seen:?}, not {expected:?}");
    }
}
