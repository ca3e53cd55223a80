//! Footnotes and endnotes: from wherever the book keeps them to the chapter that refers to them.

use std::collections::{HashMap, HashSet};

use super::document::Document;
use super::{matter, resolve};
use crate::xhtml::blocks::{NoteMark, Notes};
use crate::xhtml::tree::{Element, NodeId};

/// A note with more links than this is none; looking further would let a file waste our time.
const LINKS_IN_A_NOTE: usize = 50;
/// Nodes of a note's text, likewise.
const NODES_IN_A_NOTE: usize = 5_000;

/// A note's text: document and node.
pub(super) type NoteText = (usize, NodeId);

/// All notes of a book.
#[derive(Debug, Default)]
pub(super) struct NoteBook {
    paths: HashMap<String, usize>,
    /// Note texts that a mark refers to.
    texts: HashSet<NoteText>,
    /// Documents that hold a note.
    holders: HashSet<usize>,
    /// Documents that hold nothing but notes.
    notes_only: HashSet<usize>,
}

impl NoteBook {
    /// Finds every note that something refers to.
    pub(super) fn find(documents: &[Document], skipped: &[Option<String>]) -> Self {
        let mut book = Self {
            paths: documents
                .iter()
                .enumerate()
                .map(|(at, document)| (document.path.clone(), at))
                .collect(),
            ..Self::default()
        };
        for (at, reason) in skipped.iter().enumerate() {
            if reason.as_deref().is_some_and(matter::is_notes) {
                book.notes_only.insert(at);
            }
        }
        for (at, document) in documents.iter().enumerate() {
            if book.notes_only.contains(&at) {
                continue;
            }
            for (id, link) in document.tree.elements(document.body, "a") {
                let Some(href) = link.attribute("href") else {
                    continue;
                };
                if let Some(text) = book.target(documents, &document.path, href)
                    && book.is_mark(documents, document, id, link, text)
                {
                    book.texts.insert(text);
                    book.holders.insert(text.0);
                }
            }
        }
        book
    }

    /// The note a reference leads to: the list item, paragraph or aside around its target.
    fn target(&self, documents: &[Document], base: &str, href: &str) -> Option<NoteText> {
        let (path, fragment) = resolve(base, href);
        let at = *self.paths.get(&path)?;
        let document = documents.get(at)?;
        let target = document.tree.by_id(&fragment?)?;
        let block = document.tree.ancestors(target).find(|id| {
            document.tree.element(*id).is_some_and(|element| {
                matches!(
                    element.name.as_str(),
                    "li" | "aside"
                        | "p"
                        | "div"
                        | "dd"
                        | "dt"
                        | "tr"
                        | "section"
                        | "article"
                        | "body"
                )
            })
        })?;
        // The first paragraph of a list item that only carries the anchor stands for the whole item.
        let parent = document.tree.node(block)?.parent?;
        let whole = document.tree.element(parent).is_some_and(|element| {
            element.name == "li"
                || (element.name == "aside"
                    && (element.is_type("footnote") || element.is_type("endnote")))
        });
        Some((at, if whole { parent } else { block }))
    }

    /// Whether a link is the mark of a note: it says so, or it looks like one and the note leads back.
    fn is_mark(
        &self,
        documents: &[Document],
        document: &Document,
        id: NodeId,
        link: &Element,
        (at, node): NoteText,
    ) -> bool {
        let Some(holder) = documents.get(at) else {
            return false;
        };
        let small = holder.tree.element(node).is_some_and(|element| {
            !matches!(element.name.as_str(), "body" | "section" | "article")
        });
        let long = holder.tree.end(node).saturating_sub(node) > NODES_IN_A_NOTE;
        if !small
            || long
            || (holder.path == document.path && (node..holder.tree.end(node)).contains(&id))
        {
            return false;
        }
        if link.is_type("noteref") {
            return true;
        }
        if link.is_type("backlink") || !looks_like_mark(&document.tree.text(id)) {
            return false;
        }
        let leads_back = holder
            .tree
            .elements(node, "a")
            .take(LINKS_IN_A_NOTE)
            .any(|(_, back)| {
                let Some(href) = back.attribute("href") else {
                    return false;
                };
                let (path, fragment) = resolve(&holder.path, href);
                let place = fragment.and_then(|fragment| document.tree.by_id(&fragment));
                path == document.path && place.is_some_and(|place| place.abs_diff(id) <= 3)
            });
        leads_back || self.notes_only.contains(&at)
    }
}

fn looks_like_mark(text: &str) -> bool {
    let inner = text.trim().trim_matches(['[', ']', '(', ')', '.', ' ']);
    let number = !inner.is_empty() && inner.len() <= 4 && inner.chars().all(|c| c.is_ascii_digit());
    let sign = !text.is_empty()
        && text.chars().count() <= 4
        && text
            .chars()
            .all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶' | '[' | ']' | '(' | ')'));
    number || sign
}

/// The notes of one chapter, numbered from 1 in the order of their marks.
pub(super) struct ChapterNotes<'a> {
    book: &'a NoteBook,
    documents: &'a [Document],
    /// The document being read.
    pub(super) document: usize,
    /// Notes referred to so far; the index plus one is the number.
    pub(super) referred: Vec<NoteText>,
    numbers: HashMap<NoteText, usize>,
}

impl<'a> ChapterNotes<'a> {
    /// No notes yet, reading a document.
    pub(super) fn new(book: &'a NoteBook, documents: &'a [Document], document: usize) -> Self {
        Self {
            book,
            documents,
            document,
            referred: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl Notes for ChapterNotes<'_> {
    fn mark(&mut self, href: &str, link: &Element, text: &str) -> NoteMark {
        let Some(document) = self.documents.get(self.document) else {
            return NoteMark::Link;
        };
        if link.is_type("backlink") || text.starts_with('↩') {
            return NoteMark::Back;
        }
        let target = self.book.target(self.documents, &document.path, href);
        let known = target.filter(|text| self.book.texts.contains(text));
        if let Some(note) = known.filter(|_| link.is_type("noteref") || looks_like_mark(text)) {
            let number = *self.numbers.entry(note).or_insert_with(|| {
                self.referred.push(note);
                self.referred.len()
            });
            return NoteMark::Note(number);
        }
        if link.is_type("noteref") {
            return NoteMark::Lost;
        }
        if looks_like_mark(text) && self.book.holders.contains(&self.document) {
            return NoteMark::Back;
        }
        NoteMark::Link
    }

    fn is_note_text(&self, node: NodeId) -> bool {
        self.book.texts.contains(&(self.document, node))
    }
}
