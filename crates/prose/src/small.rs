//! Short texts beside the prose: biographies, blurbs, author's notes, comments.

use crate::document::Document;
use crate::writer::{Face, Writer};

/// Safe HTML for a short text: paragraphs, emphasis, links, lists, quotations and code.
///
/// By the same rules as [`render`](crate::render()), without ids and tables, so that several of them
/// fit on one page. Headings are paragraphs in bold, images are links, footnotes have
/// numbers only.
///
/// ```
/// assert_eq!(
///     quire_prose::small("# Hi\n\nI write <i>slowly</i>."),
///     "<p><strong>Hi</strong></p>\n<p>I write &lt;i&gt;slowly&lt;/i&gt;.</p>"
/// );
/// ```
pub fn small(markdown: &str) -> String {
    let document = Document::small(markdown);
    let mut writer = Writer::new(Face::Small, &document, &[]);
    let mut out = String::with_capacity(markdown.len());
    for (index, section) in document.sections.iter().enumerate() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&writer.section(index, section).html);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_has_links_but_neither_images_nor_ids() {
        assert_eq!(
            small(
                "[me](https://example.com \"Home\") ![x](https://a.example/i.png) ![y](/media/y)"
            ),
            "<p><a href=\"https://example.com\" title=\"Home\" rel=\"nofollow ugc noopener\">me</a> \
             <a href=\"https://a.example/i.png\" rel=\"nofollow ugc noopener\">x</a> \
             <a href=\"/media/y\" rel=\"nofollow ugc noopener\">y</a></p>"
        );
    }

    #[test]
    fn a_table_is_only_text_in_a_note() {
        assert_eq!(small("|a|\n|-|\n|b|"), "<p>|a|\n|-|\n|b|</p>");
    }

    #[test]
    fn a_footnote_has_a_number_and_no_link() {
        assert_eq!(
            small("a[^x]\n\n[^x]: b"),
            "<p>a<sup class=\"footnote-ref\">1</sup></p>\n\
             <div class=\"footnote\" role=\"doc-footnote\"><span class=\"footnote-number\">1</span>\
             <p>b</p>\n</div>"
        );
    }
}
