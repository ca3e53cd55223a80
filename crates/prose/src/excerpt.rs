//! The first words of a text, for cards, feeds and descriptions.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::block::BlockKind;
use crate::document::Document;
use crate::render::texts;

/// The first paragraph as plain text on one line, at most `max_chars` characters (Unicode scalar
/// values) long; a longer one is cut after a whole word and ends with `…`.
///
/// A text without a paragraph gives its first block with words in it; a first word that is too long
/// is cut between two of what a reader calls characters.
///
/// ```
/// let source = "# One\n\n“Come in,” she said. *Nobody* came.\n\nNobody ever did.";
/// assert_eq!(quire_prose::excerpt(source, 80), "“Come in,” she said. Nobody came.");
/// assert_eq!(quire_prose::excerpt(source, 18), "“Come in,” she…");
/// ```
pub fn excerpt(markdown: &str, max_chars: usize) -> String {
    let document = Document::chapter(markdown);
    let mut first = None;
    for (section, text) in document.sections.iter().zip(texts(&document)) {
        if text.trim().is_empty() {
            continue;
        }
        if section.kind == BlockKind::Paragraph {
            first = Some(text);
            break;
        }
        first.get_or_insert(text);
    }
    let words: Vec<&str> = first
        .as_deref()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    cut(&words.join(" "), max_chars)
}

fn cut(text: &str, max_chars: usize) -> String {
    if text.chars().nth(max_chars).is_none() {
        return text.into();
    }
    let Some(room) = max_chars.checked_sub(1) else {
        return String::new();
    };
    let whole = fitting(text.split_word_bounds(), room);
    let kept = whole.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '…' | '“' | '‘' | '(')
    });
    if kept.is_empty() {
        return fitting(text.graphemes(true), room) + "…";
    }
    format!("{kept}…")
}

fn fitting<'t>(pieces: impl Iterator<Item = &'t str>, room: usize) -> String {
    let mut length = 0;
    let fits = |piece: &&str| {
        length += piece.chars().count();
        length <= room
    };
    pieces.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_paragraph_is_found_behind_headings_breaks_and_pictures() {
        let source = "# Title\n\n![Map](/media/m)\n\n***\n\n> A motto.\n\nIt\nbegan  \nhere.";
        assert_eq!(excerpt(source, 100), "It began here.");
        assert_eq!(excerpt("# Title\n\n- a\n- b", 100), "Title");
        assert_eq!(excerpt("***\n\n- a\n- b", 100), "a b");
        assert_eq!(excerpt("", 100), "");
        assert_eq!(excerpt("***", 100), "");
    }

    #[test]
    fn a_cut_is_after_a_word_and_never_too_long() {
        assert_eq!(excerpt("one two three", 13), "one two three");
        assert_eq!(excerpt("one two three", 12), "one two…");
        assert_eq!(excerpt("one, two", 7), "one…");
        assert_eq!(excerpt("don’t stop", 6), "don’t…");
        assert_eq!(excerpt("one two", 1), "…");
        assert_eq!(excerpt("one two", 0), "");
        assert_eq!(excerpt("incomprehensible", 6), "incom…");
        assert_eq!(excerpt("e\u{301}e\u{301}e\u{301}", 4), "e\u{301}…");
        assert_eq!(excerpt("東京へ行く", 4), "東京へ…");
    }
}
