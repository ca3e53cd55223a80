//! A Markdown text as its top-level sections, in the order they are shown: the one place where the
//! parser is called, so that marks, pages and word counts always speak of the same blocks.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::block::{BlockKind, Digest};

/// Smart punctuation stays off: prose is shown as the author typed it.
const CHAPTER: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES);

/// One top-level construct.
pub(crate) struct Section<'a> {
    pub kind: BlockKind,
    /// The Markdown it came from.
    pub source: &'a str,
    pub events: Vec<Event<'a>>,
    /// The label's key, when this is a footnote.
    footnote: Option<String>,
}

impl Section<'_> {
    pub fn digest(&self) -> Digest {
        Digest::of(self.source)
    }
}

/// The sections of a text, its footnotes last.
pub(crate) struct Document<'a> {
    pub sections: Vec<Section<'a>>,
    /// Where the footnotes begin in `sections`.
    first_footnote: usize,
    /// From a label's key to the footnote's number, from 1.
    numbers: HashMap<String, usize>,
}

impl<'a> Document<'a> {
    /// A chapter: everything the crate can show.
    pub fn chapter(markdown: &'a str) -> Self {
        Self::parse(markdown, CHAPTER)
    }

    /// A biography, blurb or note.
    pub fn small(markdown: &'a str) -> Self {
        // Without footnotes, "[^1]: text" would be the definition of a link and lose its text.
        Self::parse(markdown, CHAPTER.difference(Options::ENABLE_TABLES))
    }

    fn parse(markdown: &'a str, options: Options) -> Self {
        let (mut sections, footnotes): (Vec<_>, Vec<_>) = sections(markdown, options)
            .into_iter()
            .partition(|section| section.footnote.is_none());
        let footnotes = in_order_of_mention(&sections, footnotes);
        let mut numbers = HashMap::new();
        for (index, footnote) in footnotes.iter().enumerate() {
            if let Some(key) = &footnote.footnote {
                numbers.entry(key.clone()).or_insert(index + 1);
            }
        }
        let first_footnote = sections.len();
        sections.extend(footnotes);
        Self {
            sections,
            first_footnote,
            numbers,
        }
    }

    /// The number a footnote label stands for, and the index of the footnote's section; `None` for
    /// one that is defined inside another block.
    pub fn footnote(&self, label: &str) -> Option<(usize, usize)> {
        let number = *self.numbers.get(&key(label))?;
        Some((number, self.first_footnote + number - 1))
    }

    /// The number of the footnote that stands in this section.
    pub fn footnote_number(&self, section: usize) -> Option<usize> {
        let index = section.checked_sub(self.first_footnote)?;
        Some(index + 1)
    }
}

/// Labels match without regard to case, as the parser matches them.
fn key(label: &str) -> String {
    label.to_lowercase()
}

fn sections(markdown: &str, options: Options) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        if depth == 0 {
            sections.push(Section {
                kind: kind(&event),
                source: markdown.get(range).unwrap_or_default().trim_end(),
                events: Vec::new(),
                footnote: match &event {
                    Event::Start(Tag::FootnoteDefinition(label)) => Some(key(label)),
                    _ => None,
                },
            });
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(section) = sections.last_mut() {
            section.events.push(event);
        }
    }
    sections
}

fn kind(first: &Event<'_>) -> BlockKind {
    match first {
        Event::Start(Tag::Heading { .. }) => BlockKind::Heading,
        Event::Start(Tag::BlockQuote(_)) => BlockKind::Quote,
        Event::Start(Tag::List(_)) => BlockKind::List,
        Event::Start(Tag::CodeBlock(_)) => BlockKind::Code,
        Event::Start(Tag::Table(_)) => BlockKind::Table,
        Event::Start(Tag::FootnoteDefinition(_)) => BlockKind::Footnote,
        Event::Start(Tag::HtmlBlock) | Event::Html(_) => BlockKind::Literal,
        Event::Rule => BlockKind::Break,
        _ => BlockKind::Paragraph,
    }
}

/// Footnotes by their first mention in the text, then by their mention in earlier footnotes; those
/// nobody mentions come last, because an author's words are never dropped.
fn in_order_of_mention<'a>(text: &[Section<'a>], footnotes: Vec<Section<'a>>) -> Vec<Section<'a>> {
    let mut waiting: HashMap<String, usize> = HashMap::new();
    for (index, footnote) in footnotes.iter().enumerate() {
        waiting
            .entry(footnote.footnote.clone().unwrap_or_default())
            .or_insert(index);
    }
    let mut order: Vec<usize> = Vec::new();
    for section in text {
        order.extend(mentions(section).filter_map(|key| waiting.remove(&key)));
    }
    let mut next = 0;
    while let Some(footnote) = order.get(next).and_then(|&index| footnotes.get(index)) {
        order.extend(
            mentions(footnote)
                .filter_map(|key| waiting.remove(&key))
                .collect::<Vec<_>>(),
        );
        next += 1;
    }
    let mentioned: HashSet<usize> = order.iter().copied().collect();
    order.extend((0..footnotes.len()).filter(|index| !mentioned.contains(index)));

    let mut footnotes: Vec<Option<Section<'a>>> = footnotes.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|&index| footnotes.get_mut(index)?.take())
        .collect()
}

fn mentions(section: &Section<'_>) -> impl Iterator<Item = String> {
    section.events.iter().filter_map(|event| match event {
        Event::FootnoteReference(label) => Some(key(label)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_what_stands_between_blank_lines() {
        let document =
            Document::chapter("# One\n\nTwo\nlines.\n\n***\n\n> a\n>\n> b\n\n- c\n\n  d\n");
        let seen: Vec<_> = document
            .sections
            .iter()
            .map(|s| (s.kind, s.source))
            .collect();
        assert_eq!(
            seen,
            [
                (BlockKind::Heading, "# One"),
                (BlockKind::Paragraph, "Two\nlines."),
                (BlockKind::Break, "***"),
                (BlockKind::Quote, "> a\n>\n> b"),
                (BlockKind::List, "- c\n\n  d"),
            ]
        );
    }

    #[test]
    fn footnotes_come_last_in_the_order_of_their_mention() {
        let document = Document::chapter(
            "[^never]: nobody asks\n\n[^late]: second\n\nA[^first] and B[^Late].\n\n\
             [^deep]: third\n\n[^first]: leads to[^deep]\n",
        );
        let sources: Vec<_> = document
            .sections
            .iter()
            .map(|section| section.source)
            .collect();
        assert_eq!(
            sources,
            [
                "A[^first] and B[^Late].",
                "[^first]: leads to[^deep]",
                "[^late]: second",
                "[^deep]: third",
                "[^never]: nobody asks",
            ]
        );
        assert_eq!(document.footnote("LATE"), Some((2, 2)));
        assert_eq!(document.footnote_number(0), None);
        assert_eq!(document.footnote_number(1), Some(1));
    }
}
