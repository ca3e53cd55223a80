//! A passage of a text with what was looked for.

use quire_prose::fold;

/// Characters before the first word found.
const BEFORE: usize = 60;
/// Characters of a passage.
const LENGTH: usize = 220;

/// A passage. It is plain text: whoever shows it escapes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The passage in its order.
    pub parts: Vec<SnippetPart>,
    /// Whether the text goes on before it.
    pub cut_before: bool,
    /// Whether the text goes on behind it.
    pub cut_after: bool,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub hit: bool,
}

/// A word of the text: where it begins and ends, in bytes.
type Span = (usize, usize);

/// The passage around the first of `words` in a plain text, or its beginning.
pub(super) fn snippet(text: &str, words: &[String]) -> Snippet {
    let spans = spans(text);
    let is_hit = |span: &Span| {
        text.get(span.0..span.1)
            .is_some_and(|word| means_one_of(word, words))
    };
    let first = spans.iter().position(is_hit).unwrap_or(0);
    let mut from = first;
    while let Some(before) = from.checked_sub(1)
        && distance(&spans, before, first) <= BEFORE
    {
        from = before;
    }
    let mut passage = Snippet {
        cut_before: from > 0,
        ..Snippet::default()
    };
    let mut written = spans
        .get(from)
        .filter(|_| from > 0)
        .map_or(0, |span| span.0);
    let end = written.saturating_add(LENGTH);
    for span in spans.iter().skip(from) {
        if span.1 > end && written > spans.get(first).map_or(0, |hit| hit.0) {
            passage.cut_after = true;
            break;
        }
        if is_hit(span) {
            passage.push(text.get(written..span.0), false);
            passage.push(text.get(span.0..span.1), true);
        } else {
            passage.push(text.get(written..span.1), false);
        }
        written = span.1;
    }
    if !passage.cut_after {
        passage.push(text.get(written..).map(str::trim_end), false);
    }
    passage
}

fn distance(spans: &[Span], from: usize, to: usize) -> usize {
    match (spans.get(from), spans.get(to)) {
        (Some(from), Some(to)) => to.0.saturating_sub(from.0),
        _ => usize::MAX,
    }
}

impl Snippet {
    fn push(&mut self, text: Option<&str>, hit: bool) {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return;
        };
        // Line breaks are of the page the passage came from.
        let text: String = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        match self.parts.last_mut() {
            Some(last) if last.hit == hit => last.text.push_str(&text),
            _ => self.parts.push(SnippetPart { text, hit }),
        }
    }
}

/// The words of a text: what stands between spaces and signs, and each letter of a script that
/// writes without spaces.
fn spans(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = None;
    for (place, c) in text.char_indices() {
        let end = place + c.len_utf8();
        if is_alone(c) {
            spans.extend(open.take().map(|from| (from, place)));
            spans.push((place, end));
        } else if c.is_alphanumeric() || (open.is_some() && is_inside(c)) {
            open.get_or_insert(place);
        } else {
            spans.extend(open.take().map(|from| (from, place)));
        }
    }
    spans.extend(open.map(|from| (from, text.len())));
    spans
}

/// Letters of Thai, Han, Hiragana and Katakana.
const fn is_alone(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e4e}' | '\u{2e80}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Apostrophes and marks stand inside words.
const fn is_inside(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

fn means_one_of(word: &str, words: &[String]) -> bool {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return words.iter().any(|wanted| wanted.eq_ignore_ascii_case(word));
    }
    let folded = fold(word);
    words.contains(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let passage = snippet(text, &words);
        let mut out = String::new();
        if passage.cut_before {
            out.push('…');
        }
        for part in passage.parts {
            if part.hit {
                out.extend(["[", &part.text, "]"]);
            } else {
                out.push_str(&part.text);
            }
        }
        if passage.cut_after {
            out.push('…');
        }
        out
    }

    #[test]
    fn what_was_looked_for_is_marked_however_it_is_written() {
        assert_eq!(
            shown(
                "The Café’s lantern, DON’T; cafe!",
                &["cafes", "dont", "cafe"]
            ),
            "The [Café’s] lantern, [DON’T]; [cafe]!"
        );
        assert_eq!(
            shown("<b>rain</b> & rain", &["rain"]),
            "<b>[rain]</b> & [rain]"
        );
        assert_eq!(shown("私は東京へ", &["東", "京"]), "私は[東京]へ");
    }

    #[test]
    fn a_passage_far_in_begins_a_little_before_it() {
        let text = format!(
            "{} lighthouse {}",
            "one two three ".repeat(50),
            "four ".repeat(100)
        );
        let passage = shown(&text, &["lighthouse"]);
        assert!(passage.starts_with("…one two three"), "{passage}");
        assert!(passage.contains("three  [lighthouse] four"), "{passage}");
        assert!(passage.ends_with("four…"), "{passage}");
        assert!(passage.chars().count() < 240, "{passage}");
    }

    #[test]
    fn a_text_without_it_shows_its_beginning() {
        assert_eq!(
            shown("Nothing here.\nAt all.", &["rain"]),
            "Nothing here. At all."
        );
        assert_eq!(shown("", &["rain"]), "");
    }
}
