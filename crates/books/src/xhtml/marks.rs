//! Cells as Markdown text: markers between them, backslashes where a character would be misread.

use std::fmt::Write as _;
use std::rc::Rc;

use pulldown_cmark::{Event, Options, Parser};

use super::inline::{Cell, Sign, Style, sign_at};

/// The Markdown of settled cells.
pub(super) fn write(cells: &[Cell], in_table: bool) -> String {
    let text = Writing {
        cells,
        last_risky_bracket: last_risky_bracket(cells),
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

fn last_risky_bracket(cells: &[Cell]) -> Option<usize> {
    cells.windows(2).rposition(|pair| match pair {
        [one, next] => {
            let opens = matches!(next.sign, Sign::Char('(' | '[' | ':') | Sign::Note(_))
                || next.style.link.is_some();
            one.sign == Sign::Char(']') && opens
        }
        _ => false,
    })
}

/// Whether two different styles stand side by side, so that their markers do.
pub(super) fn styles_touch(cells: &[Cell]) -> bool {
    let marks = |style: &Style| {
        usize::from(style.em) + usize::from(style.strong) + usize::from(style.strike)
    };
    cells.windows(2).any(|pair| match pair {
        [one, other] => {
            one.style != other.style && marks(&one.style) > 0 && marks(&other.style) > 0
        }
        _ => false,
    })
}

/// Whether a `CommonMark` reader sees the same text, white space aside.
pub(super) fn reads_as(markdown: &str, cells: &[Cell]) -> bool {
    let mut seen = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        if let Event::Text(text) = event {
            seen.extend(text.chars().filter(|c| !c.is_whitespace()));
        }
    }
    let mut meant = String::new();
    for cell in cells {
        match cell.sign {
            Sign::Char(character) if !character.is_whitespace() => meant.push(character),
            Sign::Note(number) => {
                let _ = write!(meant, "[^{number}]");
            }
            Sign::Char(_) | Sign::Break => {}
        }
    }
    seen == meant
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
    /// The last closing bracket that would make a link of an opening one before it.
    last_risky_bracket: Option<usize>,
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
            '[' => {
                in_link
                    || at == 0
                    || next == Some('^')
                    || self.last_risky_bracket.is_some_and(|last| last > at)
            }
            ']' => in_link,
            '<' => next
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => self.starts_reference(at + 1),
            _ => false,
        }
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
