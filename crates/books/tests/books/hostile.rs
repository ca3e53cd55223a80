//! Files made to hurt: each is refused in words that say what to do, and nothing panics.

use std::io::{Cursor, Write};

use quire_books::{Limits, RefusalCode, Source, read};
use zip::write::SimpleFileOptions;

use crate::support::{CONTAINER, epub, novel_bytes, page, read_bytes, zip_of};

fn refused(bytes: &[u8]) -> RefusalCode {
    let refusal = read_bytes("book.epub", bytes).unwrap_err();
    assert!(refusal.message.len() > 20, "{refusal:?}");
    refusal.code
}

/// Changes bytes of every record that begins with `signature`, at an offset in it.
fn patch(bytes: &mut [u8], signature: [u8; 4], offset: usize, new: &[u8]) {
    let starts: Vec<usize> = (0..bytes.len() - 4)
        .filter(|at| &bytes[*at..at + 4] == signature.as_slice())
        .collect();
    assert!(!starts.is_empty());
    for start in starts {
        bytes[start + offset..start + offset + new.len()].copy_from_slice(new);
    }
}

#[test]
fn a_zip_bomb_is_refused_while_it_unpacks() {
    let zeros = format!("<p>{}</p>", " ".repeat(30_000_000));
    assert_eq!(
        refused(&epub(&[("a.xhtml", &page(&zeros))])),
        RefusalCode::ZipBomb
    );

    // The directory says ten bytes; what counts is what comes out.
    let mut lying = epub(&[("a.xhtml", &page(&zeros))]);
    patch(&mut lying, *b"PK\x01\x02", 24, &10_u32.to_le_bytes());
    let code = refused(&lying);
    assert!(
        matches!(code, RefusalCode::ZipBomb | RefusalCode::Damaged),
        "{code:?}"
    );

    // Honest ratios, but too much in all.
    let limits = Limits {
        max_total_uncompressed: 100_000,
        ..Limits::default()
    };
    let words = (0..40_000)
        .map(|at| format!("w{at}"))
        .collect::<Vec<_>>()
        .join(" ");
    let bytes = epub(&[("a.xhtml", &page(&format!("<p>{words}</p>")))]);
    let refusal = read(
        Source::Bytes {
            name: "b",
            bytes: &bytes,
        },
        &limits,
    )
    .unwrap_err();
    assert_eq!(refusal.code, RefusalCode::TooLarge);
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut bytes = zip_of(&[("a.md", b"Some text."), ("b.md", b"Some text.")]);
    patch(&mut bytes, *b"PK\x01\x02", 42, &0_u32.to_le_bytes());
    assert_eq!(refused(&bytes), RefusalCode::ZipBomb);
}

#[test]
fn names_that_lead_outside_and_links_are_refused() {
    for name in [
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\windows\\x",
        "a\\..\\..\\b",
        "a/../../b.md",
    ] {
        assert_eq!(
            refused(&zip_of(&[("a.md", b"x"), (name, b"x")])),
            RefusalCode::UnsafePath,
            "{name}"
        );
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.md", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"text").unwrap();
    zip.add_symlink("b.md", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    assert_eq!(
        refused(&zip.finish().unwrap().into_inner()),
        RefusalCode::UnsafePath
    );
}

#[test]
fn entities_of_a_document_are_never_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let chapter = format!("<?xml version=\"1.0\"?>{bomb}<html><body><p>&b;</p></body></html>");
    assert_eq!(
        refused(&epub(&[("a.xhtml", &chapter)])),
        RefusalCode::XmlEntities
    );
    let ncx = format!("{bomb}<ncx><navMap/></ncx>");
    assert_eq!(
        refused(&epub(&[("a.xhtml", &page("<p>a</p>")), ("toc.ncx", &ncx)])),
        RefusalCode::XmlEntities
    );
    let container = format!("{bomb}{CONTAINER}").replace("<?xml version=\"1.0\"?>", "");
    assert_eq!(
        refused(&zip_of(&[("META-INF/container.xml", container.as_bytes())])),
        RefusalCode::XmlEntities
    );
}

#[test]
fn deep_nesting_is_refused_on_both_ways_in() {
    let deep = format!("{}x{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
    assert_eq!(
        refused(&epub(&[("a.xhtml", &page(&deep))])),
        RefusalCode::TooDeep
    );
    let unclosed = format!("<p><br></p>{}", "<i>".repeat(50_000));
    assert_eq!(
        refused(&epub(&[("a.xhtml", &page(&unclosed))])),
        RefusalCode::TooDeep
    );
}

#[test]
fn locked_books_are_refused_and_obfuscated_fonts_are_not() {
    let encryption = |algorithm: &str| {
        format!(
            "<encryption><enc:EncryptedData xmlns:enc=\"http://www.w3.org/2001/04/xmlenc#\"><enc:EncryptionMethod Algorithm=\"{algorithm}\"/>\
             <enc:CipherData><enc:CipherReference URI=\"x\"/></enc:CipherData></enc:EncryptedData></encryption>"
        )
    };
    let with = |algorithm: &str| {
        let text = encryption(algorithm);
        let package = "<package version=\"2.0\"><metadata/><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>";
        zip_of(&[
            ("META-INF/container.xml", CONTAINER.as_bytes()),
            ("META-INF/encryption.xml", text.as_bytes()),
            ("OPS/book.opf", package.as_bytes()),
            ("OPS/a.xhtml", page("<p>Text here.</p>").as_bytes()),
        ])
    };
    assert_eq!(
        refused(&with("http://www.w3.org/2001/04/xmlenc#aes256-cbc")),
        RefusalCode::Encrypted
    );
    let book = read_bytes("b.epub", &with("http://www.idpf.org/2008/embedding")).unwrap();
    assert_eq!(book.chapters[0].markdown, "Text here.\n");

    let mut password = zip_of(&[("a.md", b"text")]);
    patch(&mut password, *b"PK\x01\x02", 8, &[1, 0]);
    patch(&mut password, *b"PK\x03\x04", 6, &[1, 0]);
    assert_eq!(refused(&password), RefusalCode::Encrypted);
}

#[test]
fn what_is_no_book_is_named() {
    assert_eq!(refused(b"%PDF-1.7 ..."), RefusalCode::UnknownFormat);
    assert_eq!(refused(b""), RefusalCode::UnknownFormat);
    assert_eq!(
        refused(b"<!DOCTYPE html><html></html>"),
        RefusalCode::UnknownFormat
    );
    assert_eq!(
        refused(&zip_of(&[("word/document.xml", b"<w/>")])),
        RefusalCode::UnknownFormat
    );
    assert_eq!(
        refused(&zip_of(&[("cat.jpg", b"x")])),
        RefusalCode::UnknownFormat
    );
    assert_eq!(
        refused(&zip_of(&[("META-INF/container.xml", CONTAINER.as_bytes())])),
        RefusalCode::BrokenPackage
    );
    assert_eq!(refused(&epub(&[])), RefusalCode::BrokenPackage);
    assert_eq!(
        refused(&epub(&[("cover.xhtml", &page("<img src=\"c.png\"/>"))])),
        RefusalCode::NoChapters
    );
    assert_eq!(
        refused(b"PK\x03\x04 and then nothing"),
        RefusalCode::Damaged
    );
    let missing = read(
        Source::Path("/nowhere/at/all.epub".as_ref()),
        &Limits::default(),
    )
    .unwrap_err();
    assert_eq!(missing.code, RefusalCode::Unreadable);
}

/// Files that are small and well-formed, and would take a careless reader hours.
#[test]
fn work_grows_with_the_file_and_not_with_its_square() {
    let brackets = page(&format!(
        "<h2>Chapter 1</h2><p>{}](x</p>",
        "[".repeat(200_000)
    ));
    let headings = page(&"<h2>Chapter 1</h2>".repeat(40_000));
    let marks = page(&format!(
        "<h2>Chapter 1</h2><p>{}</p><p>y</p>",
        "<a href=\"#t\" epub:type=\"noteref\">1</a>".repeat(20_000)
    ));
    let wide = format!("<tr>{}</tr>", "<td>x</td>".repeat(2_000));
    let table = page(&format!(
        "<h2>Chapter 1</h2><table>{wide}{}</table>",
        "<tr><td>y</td></tr>".repeat(20_000)
    ));
    let classes: String = (0..20_000)
        .map(|at| format!("<b class=\"c{at}\">"))
        .collect::<Vec<_>>()
        .concat();
    let formatting = format!("<html><body>&nope;{classes}{}", "<p>x".repeat(20_000));
    let divs = format!("<html><body>&nope;{}", "<div>".repeat(200_000));
    for document in [brackets, headings, marks, table, formatting, divs] {
        let bytes = epub(&[("a.xhtml", &document)]);
        let started = std::time::Instant::now();
        let text: String = document.chars().skip(110).take(80).collect();
        let _ = read_bytes("slow.epub", &bytes);
        // Quadratic ways take minutes here; the bound only has to tell them apart.
        assert!(started.elapsed().as_secs() < 20, "{}", text);
    }
}

#[test]
fn every_limit_is_kept() {
    let three = epub(&[
        ("a.xhtml", &page("<h2>Chapter 1</h2><p>one</p>")),
        ("b.xhtml", &page("<h2>Chapter 2</h2><p>two</p>")),
    ]);
    let code = |limits: Limits| {
        read(
            Source::Bytes {
                name: "b",
                bytes: &three,
            },
            &limits,
        )
        .map_err(|refusal| refusal.code)
    };
    let defaults = Limits::default();
    assert!(code(defaults.clone()).is_ok());
    for limits in [
        Limits {
            max_file_bytes: 100,
            ..defaults.clone()
        },
        Limits {
            max_entries: 3,
            ..defaults.clone()
        },
        Limits {
            max_chapters: 1,
            ..defaults.clone()
        },
        Limits {
            max_chapter_chars: 3,
            ..defaults.clone()
        },
    ] {
        assert_eq!(code(limits), Err(RefusalCode::TooLarge));
    }
    assert_eq!(
        code(Limits {
            max_xml_depth: 2,
            ..defaults
        }),
        Err(RefusalCode::TooDeep)
    );
}

/// A small xorshift: the same damage every time.
struct Damage(u64);

impl Damage {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below).unwrap()).unwrap()
    }
}

#[test]
fn a_cut_or_flipped_novel_never_panics() {
    let whole = novel_bytes("around-the-world-in-eighty-days");
    let mut damage = Damage(0x9e37_79b9_7f4a_7c15);
    for _ in 0..12 {
        let cut = damage.next(whole.len());
        assert!(read_bytes("cut.epub", &whole[..cut]).is_err());
    }
    // Directory and small files first: that is where structure is.
    for round in 0..24 {
        let mut bytes = whole.clone();
        let tail = bytes.len() - 4_000;
        for _ in 0..=damage.next(8) {
            let at = if round % 2 == 0 {
                tail + damage.next(4_000)
            } else {
                damage.next(bytes.len())
            };
            bytes[at] ^= 1 << damage.next(8);
        }
        let _ = read_bytes("flipped.epub", &bytes);
    }
}

#[test]
fn damaged_documents_inside_a_sound_zip_never_panic() {
    let mut damage = Damage(42);
    let chapter = page(
        "<section epub:type=\"chapter\"><h2>I</h2><p>One <em>two</em><a href=\"#n\" epub:type=\"noteref\">1</a> &mdash; “three”</p>\
         <ul><li>a</li><li><p>b</p></li></ul><table><tr><td>1</td><td>2</td></tr></table><blockquote><p>v<br/>w</p></blockquote>\
         <aside id=\"n\" epub:type=\"footnote\"><p>note</p></aside></section>",
    );
    let nav = page(
        "<nav epub:type=\"toc\"><ol><li><a href=\"a.xhtml\">One</a><ol><li><a href=\"b.xhtml#x\">Two</a></li></ol></li></ol></nav>",
    );
    for _ in 0..400 {
        let mut documents = [chapter.clone().into_bytes(), nav.clone().into_bytes()];
        for document in &mut documents {
            for _ in 0..damage.next(5) {
                if document.is_empty() {
                    continue;
                }
                let at = damage.next(document.len());
                match damage.next(4) {
                    0 => document[at] = b'<',
                    1 => document[at] ^= 1 << damage.next(8),
                    2 => {
                        document.remove(at);
                    }
                    _ => document.truncate(at.max(1)),
                }
            }
        }
        let lossy = documents.map(|document| String::from_utf8_lossy(&document).into_owned());
        let bytes = epub(&[
            ("a.xhtml", &lossy[0]),
            ("b.xhtml", &chapter),
            ("nav.xhtml", &lossy[1]),
        ]);
        let _ = read_bytes("damaged.epub", &bytes);
    }
}
