//! The title at the top of a chapter, taken off its text.

use crate::title;
use crate::xhtml::blocks::{Block, Place, Role};
use crate::xhtml::inline::Line;

/// No chapter's heading has more lines.
const MOST_LINES: usize = 6;

/// Heading lines and what is left of the text.
#[derive(Debug, Default)]
pub(super) struct Peeled {
    /// Heading lines in order, plain text.
    pub(super) lines: Vec<String>,
    /// The text below.
    pub(super) body: Vec<Block>,
}

/// Takes the heading off. `expected` is the title in the table of contents.
///
/// The story's own title above the chapter's is dropped, it is said elsewhere.
///
/// The first heading is always taken. Further lines are taken when they stand in the same `header`
/// or `hgroup`, when the first was only a number and this one is a name, or when the table of
/// contents has their words too. A bridgehead ("In which…") is the name of a chapter that has only
/// a number; under a name it stays in the text.
pub(super) fn peel(blocks: Vec<Block>, expected: Option<&str>, book_title: &str) -> Peeled {
    let mut rest = blocks
        .into_iter()
        .skip_while(|block| matches!(block, Block::Break))
        .peekable();
    if let Some(block @ Block::Heading { line, .. }) = rest.peek()
        && same(&line.plain(), book_title)
        && !expected.is_some_and(|expected| same(expected, book_title))
    {
        let title = block.clone();
        rest.next();
        if !matches!(rest.peek(), Some(Block::Heading { .. })) {
            let text = std::iter::once(title).chain(rest).collect();
            return take_lines(text, expected);
        }
    }
    take_lines(rest.collect(), expected)
}

fn take_lines(blocks: Vec<Block>, expected: Option<&str>) -> Peeled {
    let mut peeled = Peeled::default();
    let mut first: Option<Place> = None;
    let mut rest = blocks.into_iter().peekable();
    while let Some(block) = rest.peek() {
        let Some((line, place, is_heading)) = line_of(block) else {
            break;
        };
        let text = line.plain();
        let take = match first {
            None => is_heading || opens(&text, place, expected),
            Some(first) => continues(&peeled.lines, first, &text, place, is_heading, expected),
        };
        if !take || has_notes(line) || peeled.lines.len() >= MOST_LINES {
            break;
        }
        first.get_or_insert(place);
        peeled.lines.push(text);
        rest.next();
    }
    peeled.body = rest.collect();
    peeled
}

fn line_of(block: &Block) -> Option<(&Line, Place, bool)> {
    match block {
        Block::Heading { line, place, .. } => Some((line, *place, true)),
        Block::Paragraph { line, place } => Some((line, *place, false)),
        _ => None,
    }
}

fn has_notes(line: &Line) -> bool {
    line.cells
        .iter()
        .any(|cell| matches!(cell.sign, crate::xhtml::inline::Sign::Note(_)))
}

/// A paragraph that is a heading in all but its tag.
fn opens(text: &str, place: Place, expected: Option<&str>) -> bool {
    let short = text.chars().count() <= 80;
    let named = expected.is_some_and(|expected| same(expected, text));
    let typed = matches!(place.role, Some(Role::Ordinal | Role::Title));
    short && (named || typed || title::is_ordinal(text) && !title::is_numeral(text))
}

fn continues(
    lines: &[String],
    first: Place,
    text: &str,
    place: Place,
    is_heading: bool,
    expected: Option<&str>,
) -> bool {
    let only_number = lines.iter().all(|line| title::is_ordinal(line));
    let grouped = place.group.is_some() && place.group == first.group;
    let together = grouped || place.section == first.section;
    match place.role {
        Some(Role::Bridgehead) => together && only_number && text.chars().count() <= 240,
        Some(Role::Subtitle | Role::Title | Role::Ordinal) if !is_heading => together,
        _ if is_heading => {
            let words = expected.is_some_and(|expected| contains(expected, text));
            grouped || (together && only_number && !title::is_ordinal(text)) || (together && words)
        }
        _ => false,
    }
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn same(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

fn contains(whole: &str, part: &str) -> bool {
    let part = letters(part);
    !part.is_empty() && letters(whole).contains(&part)
}
