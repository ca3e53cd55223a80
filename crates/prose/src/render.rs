//! Chapters as pages and as parts of books.

use crate::align::assigned;
use crate::block::{Block, BlockMark};
use crate::document::Document;
use crate::writer::{Face, Writer};

/// Counts up when the same text and marks give other HTML: part of the key rendered pages are
/// cached under.
pub const RENDER_VERSION: u32 = 1;

/// The blocks of a chapter, safe to put into a page.
///
/// `marks` are those stored with the revision; where they do not fit the text, ids are carried over
/// by content and the rest derived, so a page always renders and its ids are always unique.
///
/// Safe means: no element, attribute or address scheme outside a short list, whatever the author
/// wrote. HTML in the text is shown as text. Links carry `rel="nofollow ugc noopener"` and lead to
/// `http`, `https`, `mailto` or inside the site; images come from beside the page or `/media/`,
/// others are links. Headings begin at `h2`. Elements more than 64 deep lose their tags.
///
/// ```
/// let blocks = quire_prose::render("# Part\n\nA <b>bold</b> [claim](javascript:x).", &[]);
/// let bid = blocks[1].bid;
/// assert_eq!(blocks[0].html, format!(r#"<h2 id="b-{}">Part</h2>"#, blocks[0].bid));
/// assert_eq!(
///     blocks[1].html,
///     format!(r#"<p id="b-{bid}">A &lt;b&gt;bold&lt;/b&gt; claim.</p>"#)
/// );
/// ```
pub fn render(markdown: &str, marks: &[BlockMark]) -> Vec<Block> {
    let document = Document::chapter(markdown);
    let bids = assigned(marks, &document);
    let mut writer = Writer::new(Face::Page, &document, &bids);
    let sections = document.sections.iter().zip(&bids).enumerate();
    sections
        .map(|(index, (section, &bid))| {
            let written = writer.section(index, section);
            Block {
                bid,
                sha: section.digest(),
                kind: section.kind,
                html: written.html,
                text: written.text,
            }
        })
        .collect()
}

/// The chapter as a well-formed XHTML fragment for an EPUB 3 content document, with the same ids as
/// the page.
///
/// `image` gives the path inside the book for an image address the page would show (`/media/…` or
/// relative); without one the image's description stands in its place. Links to places inside the
/// site lose their address: they lead nowhere in a file.
///
/// ```
/// let source = "Dusk  \nfell.\n\n***\n\n![A map](/media/m_1)";
/// let xhtml = quire_prose::render_xhtml(source, &[], &|address| {
///     address.strip_prefix("/media/").map(|name| format!("../images/{name}.webp"))
/// });
/// assert!(xhtml.contains("Dusk<br/>\nfell.</p>"));
/// assert!(xhtml.contains(r#"<img src="../images/m_1.webp" alt="A map"/>"#));
/// ```
pub fn render_xhtml(
    markdown: &str,
    marks: &[BlockMark],
    image: &dyn Fn(&str) -> Option<String>,
) -> String {
    let document = Document::chapter(markdown);
    let bids = assigned(marks, &document);
    let mut writer = Writer::new(Face::Book(image), &document, &bids);
    let mut out = String::with_capacity(markdown.len() + bids.len() * 24);
    for (index, section) in document.sections.iter().enumerate() {
        out.push_str(&writer.section(index, section).html);
        out.push('\n');
    }
    out
}

/// The text of a chapter without its markup, one block a line: what is counted and searched.
///
/// ```
/// assert_eq!(quire_prose::plain("# One\n\nTwo *three*."), "One\nTwo three.");
/// ```
pub fn plain(markdown: &str) -> String {
    let document = Document::chapter(markdown);
    let mut out = String::with_capacity(markdown.len());
    for text in texts(&document) {
        if !out.is_empty() && !text.is_empty() {
            out.push('\n');
        }
        out.push_str(&text);
    }
    out
}

/// The text of each section of a chapter.
pub(crate) fn texts<'d>(document: &'d Document<'d>) -> impl Iterator<Item = String> + 'd {
    let mut writer = Writer::new(Face::Page, document, &[]);
    let sections = document.sections.iter().enumerate();
    sections.map(move |(index, section)| writer.section(index, section).text)
}
