//! What changed between two revisions, in the words of their Markdown: an author sees a star that
//! came or went.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::escape;
use crate::pairing::{Taken, exact, resembling};

/// Squares of the numbers of words of changed paragraphs, summed, that are compared word by word;
/// paragraphs beyond it are shown as removed and added. Some 500 paragraphs of 200 words.
const STEPS: usize = 100_000_000;

/// A paragraph (lines between blank lines) of one or both texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum DiffBlock {
    /// In both.
    Same {
        /// The paragraph.
        text: String,
    },
    /// Only in the new text.
    Added {
        /// The paragraph.
        text: String,
    },
    /// Only in the old text.
    Removed {
        /// The paragraph.
        text: String,
    },
    /// In both, with other words.
    Changed {
        /// The words in reading order; what was removed stands before what replaced it.
        spans: Vec<Span>,
    },
}

/// A run of words in a changed paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Which of the texts it is in.
    pub change: Change,
    /// The words, with the spaces between them.
    pub text: String,
}

/// Which of two texts something is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// In both.
    Same,
    /// Only in the new one.
    Added,
    /// Only in the old one.
    Removed,
}

/// Compares two texts by paragraphs and, where a paragraph resembles one that is gone, by words.
///
/// The paragraphs that are not `Added` are those of `old`, the ones not `Removed` those of `new`,
/// each in its order; blank lines between them are not part of a diff. Time is bounded by the length
/// of the texts, not by how much they differ.
///
/// ```
/// use quire_prose::{Change, DiffBlock, Span, diff, diff_html};
///
/// let found = diff("It rained.\n\nHe ran home.", "It rained.\n\nHe walked home.\n\nThe end.");
/// assert_eq!(found[0], DiffBlock::Same { text: "It rained.".into() });
/// assert_eq!(
///     diff_html(&found),
///     "<p>It rained.</p>\n<p>He <del>ran</del><ins>walked</ins> home.</p>\n<p><ins>The end.</ins></p>\n"
/// );
/// ```
pub fn diff(old: &str, new: &str) -> Vec<DiffBlock> {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let mut pairs = exact(&old, &new);
    let taken = Taken::new(old.len(), new.len(), &pairs);
    pairs.extend(resembling(&old, &new, &pairs, &taken));
    pairs.sort_unstable();
    pairs.push((old.len(), new.len()));

    let mut steps = STEPS;
    let mut found = Vec::with_capacity(new.len());
    let (mut from_old, mut from_new) = (0, 0);
    for (to_old, to_new) in pairs {
        let removed = old.get(from_old..to_old).unwrap_or_default();
        found.extend(
            removed
                .iter()
                .map(|&text| DiffBlock::Removed { text: text.into() }),
        );
        let added = new.get(from_new..to_new).unwrap_or_default();
        found.extend(
            added
                .iter()
                .map(|&text| DiffBlock::Added { text: text.into() }),
        );
        if let (Some(&before), Some(&after)) = (old.get(to_old), new.get(to_new)) {
            paragraph(before, after, &mut steps, &mut found);
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    found
}

/// The diff as HTML: a `<p>` for each paragraph, with `<del>` and `<ins>` inside. Line breaks stay as
/// they are (style them with `white-space: pre-wrap`), everything else is escaped.
pub fn diff_html(blocks: &[DiffBlock]) -> String {
    let mut html = String::new();
    for block in blocks {
        html.push_str("<p>");
        match block {
            DiffBlock::Same { text } => push(&mut html, Change::Same, text),
            DiffBlock::Added { text } => push(&mut html, Change::Added, text),
            DiffBlock::Removed { text } => push(&mut html, Change::Removed, text),
            DiffBlock::Changed { spans } => {
                for span in spans {
                    push(&mut html, span.change, &span.text);
                }
            }
        }
        html.push_str("</p>\n");
    }
    html
}

fn push(html: &mut String, change: Change, text: &str) {
    let (start, end) = match change {
        Change::Same => ("", ""),
        Change::Added => ("<ins>", "</ins>"),
        Change::Removed => ("<del>", "</del>"),
    };
    html.push_str(start);
    escape::text(html, text);
    html.push_str(end);
}

/// Runs of lines that are not blank, without the line ending of their last.
fn paragraphs(text: &str) -> Vec<&str> {
    let mut paragraphs = Vec::new();
    let (mut start, mut end, mut at) = (0, 0, 0);
    let mut finish = |start: usize, end: usize| {
        if let Some(paragraph) = text
            .get(start..end)
            .filter(|paragraph| !paragraph.is_empty())
        {
            paragraphs.push(paragraph);
        }
    };
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if line.trim().is_empty() {
            finish(start, end);
            start = next;
            end = next;
        } else {
            end = at + line.trim_end_matches(['\n', '\r']).len();
        }
        at = next;
    }
    finish(start, end);
    paragraphs
}

fn paragraph(before: &str, after: &str, steps: &mut usize, found: &mut Vec<DiffBlock>) {
    if before == after {
        return found.push(DiffBlock::Same { text: after.into() });
    }
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    let alike = |(a, b): &(&&str, &&str)| a == b;
    let start = old.iter().zip(&new).take_while(alike).count();
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(alike)
        .count();
    let differing = (old.len() + new.len()).saturating_sub(2 * (start + end));
    let cost = differing.saturating_pow(2);
    if let Some(left) = steps.checked_sub(cost) {
        *steps = left;
        found.push(DiffBlock::Changed {
            spans: spans(&old, &new),
        });
    } else {
        found.push(DiffBlock::Removed {
            text: before.into(),
        });
        found.push(DiffBlock::Added { text: after.into() });
    }
}

fn spans(old: &[&str], new: &[&str]) -> Vec<Span> {
    let mut spans = Spans::default();
    for step in capture_diff_slices(Algorithm::Myers, old, new) {
        let (_, olds, news) = step.as_tag_tuple();
        let olds = old.get(olds).unwrap_or_default().concat();
        if matches!(step, DiffOp::Equal { .. }) {
            spans.same(&olds);
        } else {
            spans.changed(&olds, &new.get(news).unwrap_or_default().concat());
        }
    }
    spans.finish()
}

/// Spans in the making: a space that stayed between two words that were both replaced is part of
/// the replacement, or a rewritten sentence would read as a ladder of single words.
#[derive(Default)]
struct Spans {
    done: Vec<Span>,
    removed: String,
    added: String,
    /// Blank text that stayed directly after a replacement.
    blank: String,
}

impl Spans {
    fn same(&mut self, text: &str) {
        let replaced = !self.removed.is_empty() && !self.added.is_empty();
        if replaced && self.blank.is_empty() && text.trim().is_empty() {
            self.blank.push_str(text);
        } else {
            self.close();
            self.push(Change::Same, text);
        }
    }

    fn changed(&mut self, removed: &str, added: &str) {
        if !self.blank.is_empty() && (removed.is_empty() || added.is_empty()) {
            self.close();
        }
        let blank = std::mem::take(&mut self.blank);
        self.removed.extend([&blank, removed]);
        self.added.extend([&blank, added]);
    }

    fn close(&mut self) {
        let removed = std::mem::take(&mut self.removed);
        let added = std::mem::take(&mut self.added);
        let blank = std::mem::take(&mut self.blank);
        self.push(Change::Removed, &removed);
        self.push(Change::Added, &added);
        self.push(Change::Same, &blank);
    }

    fn push(&mut self, change: Change, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.done.last_mut() {
            Some(span) if span.change == change => span.text.push_str(text),
            _ => self.done.push(Span {
                change,
                text: text.into(),
            }),
        }
    }

    fn finish(mut self) -> Vec<Span> {
        self.close();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(old: &str, new: &str) -> String {
        diff_html(&diff(old, new))
    }

    #[test]
    fn a_changed_word_is_shown_in_its_paragraph() {
        assert_eq!(
            html(
                "The old smith shut the door.",
                "The old smith *slammed* the oak door."
            ),
            "<p>The old smith <del>shut</del><ins>*slammed*</ins> the <ins>oak </ins>door.</p>\n"
        );
    }

    #[test]
    fn a_rewritten_phrase_is_one_change() {
        assert_eq!(
            html(
                "On Monday he went to the mill by the river.",
                "On Monday he ran down to the mill by the river."
            ),
            "<p>On Monday he <del>went</del><ins>ran down</ins> to the mill by the river.</p>\n"
        );
        assert_eq!(
            html(
                "So the small cat sat by the open window.",
                "So the large dog sat by the open window."
            ),
            "<p>So the <del>small cat</del><ins>large dog</ins> sat by the open window.</p>\n"
        );
    }

    #[test]
    fn paragraphs_come_and_go_whole() {
        assert_eq!(
            html(
                "One.\r\n\r\nGone entirely.\n \nThree.\n",
                "One.\n\nThree.\n\n\n\nA fourth."
            ),
            "<p>One.</p>\n<p><del>Gone entirely.</del></p>\n<p>Three.</p>\n<p><ins>A fourth.</ins></p>\n"
        );
        assert_eq!(diff("", ""), []);
        assert_eq!(diff("\n\n", " "), []);
    }

    #[test]
    fn what_authors_wrote_is_escaped() {
        assert_eq!(
            html("", "<script>alert(\"1\")</script>\0"),
            "<p><ins>&lt;script&gt;alert(\"1\")&lt;/script&gt;\u{fffd}</ins></p>\n"
        );
    }

    #[test]
    fn the_json_says_what_changed() {
        let json =
            serde_json::to_value(diff("A b c d e.\n\nSame.", "A b c d f.\n\nSame.")).unwrap();
        assert_eq!(
            json,
            serde_json::json!([
                {"change": "changed", "spans": [
                    {"change": "same", "text": "A b c d "},
                    {"change": "removed", "text": "e"},
                    {"change": "added", "text": "f"},
                    {"change": "same", "text": "."},
                ]},
                {"change": "same", "text": "Same."},
            ])
        );
    }

    #[test]
    fn a_huge_shuffled_paragraph_is_shown_whole_and_one_edit_in_it_is_not() {
        let words: Vec<String> = (0..30_000).map(|n| n.to_string()).collect();
        let forwards = words.join(" ");
        let backwards = words
            .iter()
            .rev()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        let kinds: Vec<bool> = diff(&forwards, &backwards)
            .iter()
            .map(|block| matches!(block, DiffBlock::Changed { .. }))
            .collect();
        assert_eq!(kinds, [false, false]);
        let edited = forwards.replace(" 15000 ", " fifteen ");
        assert!(
            matches!(&diff(&forwards, &edited)[..], [DiffBlock::Changed { spans }] if spans.len() == 4)
        );
    }
}
