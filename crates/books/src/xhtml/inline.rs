//! Running text to one paragraph of Markdown whose rendering reads exactly as the text did.
//!
//! Every character is a cell with its style; markers go between cells. A marker that `CommonMark`
//! would not recognise where it falls (`word*“quote”*word`) is moved past the punctuation, so at
//! worst a quotation mark is upright, never a star on the page.

use std::rc::Rc;

use super::{emphasis, marks};

/// How a stretch of text looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) em: bool,
    pub(crate) strong: bool,
    pub(crate) strike: bool,
    pub(crate) link: Option<Rc<str>>,
}

/// One sign of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sign {
    Char(char),
    /// A line break that must stay.
    Break,
    /// The mark of a note, by its number in the chapter.
    Note(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) sign: Sign,
    pub(crate) style: Style,
}

/// Running text being collected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) cells: Vec<Cell>,
}

impl Line {
    /// Appends text, collapsing white space as HTML does; no-break and other special spaces stay.
    pub(crate) fn push_text(&mut self, text: &str, style: &Style) {
        for character in text.chars() {
            let space = matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
            if space && self.ends_with_space() {
                continue;
            }
            self.cells.push(Cell {
                sign: Sign::Char(if space { ' ' } else { character }),
                style: style.clone(),
            });
        }
    }

    /// Appends a line break.
    pub(crate) fn push_break(&mut self, style: &Style) {
        while self
            .cells
            .last()
            .is_some_and(|cell| cell.sign == Sign::Char(' '))
        {
            self.cells.pop();
        }
        if !self.cells.is_empty() {
            self.cells.push(Cell {
                sign: Sign::Break,
                style: style.clone(),
            });
        }
    }

    /// Appends the mark of a note.
    pub(crate) fn push_note(&mut self, number: usize) {
        self.cells.push(Cell {
            sign: Sign::Note(number),
            style: Style::default(),
        });
    }

    fn ends_with_space(&self) -> bool {
        self.cells
            .last()
            .is_none_or(|cell| matches!(cell.sign, Sign::Char(' ') | Sign::Break))
    }

    /// Removes white space and breaks at the end.
    pub(crate) fn trim(&mut self) {
        while self
            .cells
            .last()
            .is_some_and(|cell| matches!(cell.sign, Sign::Char(' ') | Sign::Break))
        {
            self.cells.pop();
        }
    }

    /// Whether nothing would be seen.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| match cell.sign {
            Sign::Char(character) => {
                character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
            }
            Sign::Break => true,
            Sign::Note(_) => false,
        })
    }

    /// The text alone; a line break counts as a space, note marks are left out.
    pub(crate) fn plain(&self) -> String {
        let text: String = self
            .cells
            .iter()
            .filter_map(|cell| match cell.sign {
                Sign::Char(character) => Some(character),
                Sign::Break => Some(' '),
                Sign::Note(_) => None,
            })
            .collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The Markdown of this line. `in_table` also escapes what would end a cell.
    pub(crate) fn markdown(&self, in_table: bool) -> String {
        let mut cells = self.cells.clone();
        emphasis::settle_all(&mut cells);
        let text = marks::write(&cells, in_table);
        if !marks::styles_touch(&cells) || marks::reads_as(&text, &cells) {
            return text;
        }
        // Markers in a row can mean what nobody wrote; the plainer style is given up, then both.
        for drop in [
            |style: &mut Style| style.strong = false,
            |style: &mut Style| style.em = false,
        ] {
            for cell in &mut cells {
                drop(&mut cell.style);
            }
            let text = marks::write(&cells, in_table);
            if marks::reads_as(&text, &cells) {
                return text;
            }
        }
        for cell in &mut cells {
            cell.style.strike = false;
        }
        marks::write(&cells, in_table)
    }
}

/// The sign at an index.
pub(super) fn sign_at(cells: &[Cell], at: usize) -> Option<&Sign> {
    cells.get(at).map(|cell| &cell.sign)
}

/// The sign before an index.
pub(super) fn sign_before(cells: &[Cell], at: usize) -> Option<&Sign> {
    at.checked_sub(1).and_then(|at| sign_at(cells, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(em: bool, strong: bool) -> Style {
        Style {
            em,
            strong,
            ..Style::default()
        }
    }

    fn line(pieces: &[(&str, bool, bool)]) -> String {
        let mut line = Line::default();
        for (text, em, strong) in pieces {
            line.push_text(text, &style(*em, *strong));
        }
        line.trim();
        line.markdown(false)
    }

    #[test]
    fn emphasis_keeps_its_spaces_outside_and_yields_to_punctuation() {
        assert_eq!(
            line(&[
                ("a", false, false),
                (" b ", true, false),
                ("c", false, false)
            ]),
            "a *b* c"
        );
        assert_eq!(
            line(&[
                ("x", false, false),
                ("“y”", true, false),
                ("z", false, false)
            ]),
            "x“*y*”z"
        );
        assert_eq!(
            line(&[
                ("“", false, false),
                ("I", true, false),
                (" was", false, false)
            ]),
            "“*I* was"
        );
        assert_eq!(line(&[("a", true, false), ("b", true, true)]), "*a**b***");
        assert_eq!(line(&[("a", true, false), ("b", true, false)]), "*ab*");
    }

    #[test]
    fn only_what_markdown_would_misread_is_escaped() {
        assert_eq!(
            line(&[("1849. June * _x_ a_b [see] x", false, false)]),
            "1849\\. June \\* \\_x\\_ a_b [see] x"
        );
        assert_eq!(line(&[("see [a](b)", false, false)]), "see \\[a](b)");
        assert_eq!(
            line(&[("- & &amp; <b> 3 < 4", false, false)]),
            "\\- & \\&amp; \\<b> 3 < 4"
        );
        assert_eq!(
            line(&[("# not a heading", false, false)]),
            "\\# not a heading"
        );
        assert_eq!(line(&[("#1 fan", false, false)]), "#1 fan");
    }
}
