//! Running text to one paragraph of Markdown whose rendering reads exactly as the text did.
//!
//! Every character is a cell with its style; markers go between cells. A marker that `CommonMark`
//! would not recognise where it falls (`word*“quote”*word`) is moved past the punctuation, so at
//! worst a quotation mark is upright, never a star on the page.

use std::rc::Rc;

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
        settle_links(&mut cells);
        nest(
            &mut cells,
            |style| &mut style.strong,
            |style| style.link.clone(),
        );
        settle(&mut cells, |style| &mut style.strong);
        nest(
            &mut cells,
            |style| &mut style.em,
            |style| (style.link.clone(), style.strong),
        );
        settle(&mut cells, |style| &mut style.em);
        nest(
            &mut cells,
            |style| &mut style.strike,
            |style| (style.link.clone(), style.strong, style.em),
        );
        settle(&mut cells, |style| &mut style.strike);
        let text = Writing {
            cells: &cells,
            in_table,
            out: String::with_capacity(cells.len() + 16),
            open: Vec::new(),
        }
        .write();
        if in_table {
            text
        } else {
            protect_line_starts(&text)
        }
    }
}

/// White space at the edges of a link moves out of it.
fn settle_links(cells: &mut [Cell]) {
    let mut start = 0;
    while let Some(link) = cells.get(start).map(|cell| cell.style.link.clone()) {
        let length = cells
            .iter()
            .skip(start)
            .take_while(|cell| cell.style.link == link)
            .count();
        if let Some(run) = cells
            .get_mut(start..start + length)
            .filter(|_| link.is_some())
        {
            let blank = |cell: &Cell| matches!(cell.sign, Sign::Char(' ') | Sign::Break);
            let leading = run.iter().take_while(|cell| blank(cell)).count();
            let trailing = run.iter().rev().take_while(|cell| blank(cell)).count();
            run.iter_mut()
                .take(leading)
                .for_each(|cell| cell.style.link = None);
            run.iter_mut()
                .rev()
                .take(trailing)
                .for_each(|cell| cell.style.link = None);
        }
        start += length.max(1);
    }
}

/// Ends a run of one style where an outer style begins or ends in the middle of it: markers that
/// cross would have to be closed and opened again in one place, which reads as another marker.
///
/// Inside the outer style the inner one is dropped when it goes on outside.
fn nest<O: PartialEq + Default>(
    cells: &mut [Cell],
    mut flag: impl FnMut(&mut Style) -> &mut bool,
    outer: impl Fn(&Style) -> O,
) {
    let mut start = 0;
    while start < cells.len() {
        let styled = outer(
            cells
                .get(start)
                .map_or(&Style::default(), |cell| &cell.style),
        );
        let length = cells
            .iter()
            .skip(start)
            .take_while(|cell| outer(&cell.style) == styled)
            .count()
            .max(1);
        let end = start + length;
        if styled != O::default() {
            let mut set = |at: Option<usize>| {
                let cell = at.and_then(|at| cells.get_mut(at));
                cell.is_some_and(|cell| *flag(&mut cell.style))
            };
            let all = (start..end).all(|at| set(Some(at)));
            let crosses = |inside: bool, outside: bool| inside && outside;
            let head = crosses(set(Some(start)), set(start.checked_sub(1)));
            let tail = crosses(set(end.checked_sub(1)), set(Some(end)));
            if !all && (head || tail) {
                clear(cells, start..end, head, tail, &mut flag);
            }
        }
        start = end;
    }
}

/// Clears a flag from the edges of a range inwards, as far as it is set there.
fn clear(
    cells: &mut [Cell],
    range: std::ops::Range<usize>,
    head: bool,
    tail: bool,
    mut flag: impl FnMut(&mut Style) -> &mut bool,
) {
    let forward = range.clone().take_while(|_| head);
    for at in forward {
        let Some(set) = cells
            .get_mut(at)
            .map(|cell| flag(&mut cell.style))
            .filter(|set| **set)
        else {
            break;
        };
        *set = false;
    }
    let backward = range.rev().take_while(|_| tail);
    for at in backward {
        let Some(set) = cells
            .get_mut(at)
            .map(|cell| flag(&mut cell.style))
            .filter(|set| **set)
        else {
            break;
        };
        *set = false;
    }
}

/// Shrinks each run of a style until its markers stand where they are recognised.
fn settle(cells: &mut [Cell], mut flag: impl FnMut(&mut Style) -> &mut bool) {
    let mut start = 0;
    while start < cells.len() {
        let mut end = start;
        while cells
            .get_mut(end)
            .is_some_and(|cell| *flag(&mut cell.style))
        {
            end += 1;
        }
        if end == start {
            start += 1;
            continue;
        }
        let (mut first, mut last) = (start, end);
        while first < last && !may_mark(sign_before(cells, first), sign_at(cells, first)) {
            first += 1;
        }
        while last > first && !may_mark(sign_at(cells, last), sign_before(cells, last)) {
            last -= 1;
        }
        for cell in cells
            .iter_mut()
            .take(end)
            .skip(start)
            .enumerate()
            .filter_map(|(offset, cell)| {
                let at = start + offset;
                (at < first || at >= last).then_some(cell)
            })
        {
            *flag(&mut cell.style) = false;
        }
        start = end;
    }
}

fn sign_at(cells: &[Cell], at: usize) -> Option<&Sign> {
    cells.get(at).map(|cell| &cell.sign)
}

fn sign_before(cells: &[Cell], at: usize) -> Option<&Sign> {
    at.checked_sub(1).and_then(|at| sign_at(cells, at))
}

/// `CommonMark`'s flanking rule, read cautiously: what may be punctuation inside counts as
/// punctuation, what may not be outside does not.
fn may_mark(outside: Option<&Sign>, inside: Option<&Sign>) -> bool {
    match inside {
        None | Some(Sign::Break) => false,
        Some(Sign::Char(character)) if character.is_whitespace() => false,
        Some(Sign::Char(character)) if character.is_alphanumeric() => true,
        Some(Sign::Char(_) | Sign::Note(_)) => outside_allows_punctuation(outside),
    }
}

fn outside_allows_punctuation(outside: Option<&Sign>) -> bool {
    match outside {
        None | Some(Sign::Break | Sign::Note(_)) => true,
        Some(Sign::Char(character)) => {
            character.is_whitespace()
                || character.is_ascii_punctuation()
                || matches!(character, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '«' | '»' | '¡' | '¿')
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Link(Rc<str>),
    Strong,
    Em,
    Strike,
}

struct Writing<'a> {
    cells: &'a [Cell],
    in_table: bool,
    out: String,
    open: Vec<Mark>,
}

impl Writing<'_> {
    fn write(mut self) -> String {
        for at in 0..self.cells.len() {
            let Some(cell) = self.cells.get(at) else {
                break;
            };
            self.marks(&cell.style, at);
            match &cell.sign {
                Sign::Char(character) => self.character(*character, at),
                Sign::Break if self.in_table => self.out.push(' '),
                Sign::Break => self.out.push_str("\\\n"),
                Sign::Note(number) => {
                    self.out.push_str("[^");
                    self.out.push_str(&number.to_string());
                    self.out.push(']');
                }
            }
        }
        while self.close_last() {}
        self.out
    }

    /// Closes and opens markers so that the style of the next cell holds; what ends first opens last.
    fn marks(&mut self, style: &Style, at: usize) {
        while self.open.iter().any(|mark| !mark.wanted(style)) && self.close_last() {}
        let mut missing: Vec<(usize, Mark)> = [
            style.link.clone().map(Mark::Link),
            style.strong.then_some(Mark::Strong),
            style.em.then_some(Mark::Em),
            style.strike.then_some(Mark::Strike),
        ]
        .into_iter()
        .flatten()
        .filter(|mark| !self.open.contains(mark))
        .map(|mark| {
            let length = self
                .cells
                .iter()
                .skip(at)
                .take_while(|cell| mark.wanted(&cell.style))
                .count();
            (length, mark)
        })
        .collect();
        missing.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        for (_, mark) in missing {
            match &mark {
                Mark::Link(_) => {
                    if self.out.ends_with('!') {
                        self.out.pop();
                        self.out.push_str("\\!");
                    }
                    self.out.push('[');
                }
                Mark::Strong => self.out.push_str("**"),
                Mark::Em => self.out.push('*'),
                Mark::Strike => self.out.push_str("~~"),
            }
            self.open.push(mark);
        }
    }

    fn close_last(&mut self) -> bool {
        match self.open.pop() {
            None => return false,
            Some(Mark::Link(target)) => {
                self.out.push_str("](<");
                self.out.push_str(&target);
                self.out.push_str(">)");
            }
            Some(Mark::Strong) => self.out.push_str("**"),
            Some(Mark::Em) => self.out.push('*'),
            Some(Mark::Strike) => self.out.push_str("~~"),
        }
        true
    }

    fn character(&mut self, character: char, at: usize) {
        if self.needs_escape(character, at) {
            self.out.push('\\');
        }
        self.out.push(character);
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match sign_at(self.cells, at) {
            Some(Sign::Char(character)) => Some(*character),
            _ => None,
        }
    }

    fn needs_escape(&self, character: char, at: usize) -> bool {
        let next = self.char_at(at + 1);
        let in_link = self
            .cells
            .get(at)
            .is_some_and(|cell| cell.style.link.is_some());
        match character {
            '*' | '`' | '~' | '\\' => true,
            '|' => self.in_table,
            '_' => {
                let before = at.checked_sub(1).and_then(|at| self.char_at(at));
                !(before.is_some_and(char::is_alphanumeric)
                    && next.is_some_and(char::is_alphanumeric))
            }
            '[' => in_link || at == 0 || next == Some('^') || self.bracket_could_link(at),
            ']' => in_link,
            '<' => next
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => self.starts_reference(at + 1),
            _ => false,
        }
    }

    /// Whether the bracket that closes this one is followed by something that makes it a link.
    fn bracket_could_link(&self, at: usize) -> bool {
        let closing = (at + 1..self.cells.len()).filter(|at| self.char_at(*at) == Some(']'));
        closing.into_iter().any(|closing| {
            let after = self.cells.get(closing + 1);
            after.is_some_and(|cell| {
                matches!(cell.sign, Sign::Char('(' | '[' | ':') | Sign::Note(_))
                    || cell.style.link.is_some()
            })
        })
    }

    fn starts_reference(&self, from: usize) -> bool {
        let mut at = from;
        while let Some(character) = self.char_at(at) {
            if character == ';' {
                return at > from;
            }
            if !(character.is_ascii_alphanumeric() || character == '#') || at > from + 32 {
                return false;
            }
            at += 1;
        }
        false
    }
}

impl Mark {
    fn wanted(&self, style: &Style) -> bool {
        match self {
            Self::Link(target) => style.link.as_ref() == Some(target),
            Self::Strong => style.strong,
            Self::Em => style.em,
            Self::Strike => style.strike,
        }
    }
}

/// Escapes what would make a line a heading, quote, list item, rule or table.
fn protect_line_starts(text: &str) -> String {
    let protect = |line: &str| -> String {
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let (number, after) = line.split_at(digits);
        let marker_then_space = |rest: &str, marker: char| {
            rest.strip_prefix(marker)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\\']))
        };
        if (1..=9).contains(&digits)
            && (marker_then_space(after, '.') || marker_then_space(after, ')'))
        {
            return format!("{number}\\{after}");
        }
        let hashes = line.chars().take_while(|c| *c == '#').count();
        let (_, after_hashes) = line.split_at(hashes);
        let heading =
            (1..=6).contains(&hashes) && (after_hashes.is_empty() || after_hashes.starts_with(' '));
        // What is left of a line that ends in a hard break.
        let shown = line.strip_suffix('\\').unwrap_or(line);
        let only =
            |allowed: &[char]| !shown.is_empty() && shown.chars().all(|c| allowed.contains(&c));
        let risky = heading
            || line.starts_with('>')
            || line.starts_with('|')
            || line.starts_with(':')
            || marker_then_space(line, '-')
            || marker_then_space(line, '+')
            || only(&['-', ' '])
            || only(&['=', ' '])
            || only(&['+'])
            || only(&['-', ':', '|', ' ']);
        if risky {
            format!("\\{line}")
        } else {
            line.to_owned()
        }
    };
    text.split('\n').map(protect).collect::<Vec<_>>().join("\n")
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
