//! Where chapters and volumes begin.
//!
//! The table of contents decides how fine the division is: a document it does not name continues
//! the chapter before it. Headings step in where there is no table of contents, or where a file
//! holds chapters it forgets.

use std::collections::HashMap;
use std::ops::Range;

use super::document::Document;
use super::navigation::Entry;
use crate::limits::Limits;
use crate::manuscript::ChapterKind;
use crate::refusal::{Refusal, RefusalCode};
use crate::title;
use crate::xhtml::tree::{Content, NodeId};

/// The beginning of a chapter, or of a volume that holds the following ones.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// Index into the documents of the spine.
    pub(super) document: usize,
    /// The node it begins at.
    pub(super) start: NodeId,
    /// Its title in the table of contents.
    pub(super) title: Option<String>,
    /// Whether it is the heading of a volume.
    pub(super) container: bool,
    /// Titles of the volumes around it, outermost first; for a container its own is the last.
    pub(super) volumes: Vec<String>,
    /// What the volume around it says about its kind.
    pub(super) kind: ChapterKind,
}

/// Finds the cuts, in reading order.
pub(super) fn cuts(
    documents: &[Document],
    skipped: &[Option<String>],
    entries: &[Entry],
    book_title: &str,
    limits: &Limits,
) -> Result<Vec<Cut>, Refusal> {
    let mut walk = Walk {
        documents,
        paths: documents
            .iter()
            .enumerate()
            .map(|(at, document)| (document.path.as_str(), at))
            .collect(),
        skipped,
        book_title: letters(book_title),
        cuts: Vec::new(),
    };
    walk.entries(entries, &[], ChapterKind::Chapter);
    let mut cuts = walk.cuts;
    cuts.sort_by_key(|cut| (cut.document, cut.start, !cut.container));
    cuts.dedup_by(|later, earlier| {
        !later.container
            && !earlier.container
            && later.document == earlier.document
            && later.start == earlier.start
    });
    let named = cuts.len() >= 2 || documents.len() == 1 && !cuts.is_empty();
    if !named {
        cuts.clear();
    }
    add_documents(documents, skipped, named, &mut cuts);
    // Containers and part pages are cuts too, hence twice.
    let most = limits.max_chapters.saturating_mul(2);
    add_headings(documents, skipped, named, most, &mut cuts);
    if cuts.len() > most {
        return Err(Refusal::new(
            RefusalCode::TooLarge,
            format!(
                "The book has more than the {} chapters allowed. Split it into several stories.",
                limits.max_chapters
            ),
        ));
    }
    Ok(cuts)
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

struct Walk<'a> {
    documents: &'a [Document],
    paths: HashMap<&'a str, usize>,
    skipped: &'a [Option<String>],
    book_title: String,
    cuts: Vec<Cut>,
}

impl Walk<'_> {
    fn entries(&mut self, entries: &[Entry], volumes: &[String], kind: ChapterKind) {
        for entry in entries {
            let document = self.paths.get(entry.path.as_str()).copied();
            let story = document.filter(|at| self.skipped.get(*at).is_some_and(Option::is_none));
            let kind = match title::kind_of(&entry.title) {
                ChapterKind::Chapter => kind,
                named => named,
            };
            let container =
                !entry.children.is_empty() && self.is_container(entry, document, entries);
            let mut inner = volumes.to_vec();
            let wrapper =
                letters(&entry.title) == self.book_title || (document.is_some() && story.is_none());
            if container && !wrapper && !entry.title.is_empty() {
                inner.push(entry.title.clone());
            }
            if let Some(at) = story {
                self.cuts.push(Cut {
                    document: at,
                    start: self.start(at, entry.fragment.as_deref()),
                    title: Some(entry.title.clone()).filter(|title| !title.is_empty()),
                    container,
                    volumes: inner.clone(),
                    kind,
                });
            }
            if container {
                self.entries(&entry.children, &inner, kind);
            }
        }
    }

    /// An entry with entries below it is a volume with chapters or a chapter with sections.
    fn is_container(&self, entry: &Entry, document: Option<usize>, siblings: &[Entry]) -> bool {
        if title::is_chapter_heading(&entry.title) {
            return false;
        }
        let within = entry.children.iter().all(|child| child.path == entry.path);
        let Some(document) = document.and_then(|at| self.documents.get(at)) else {
            return true;
        };
        if !within || title::is_volume_heading(&entry.title) {
            return true;
        }
        let target = document
            .tree
            .by_id(entry.fragment.as_deref().unwrap_or_default());
        let own = target.and_then(|id| document.tree.element(id));
        let mut types: Vec<&str> = own
            .map(|element| element.types().collect())
            .unwrap_or_default();
        if entry.fragment.is_none() {
            types.extend(document.types());
        }
        if types
            .iter()
            .any(|word| matches!(*word, "part" | "volume" | "division"))
        {
            return true;
        }
        if types
            .iter()
            .any(|word| matches!(*word, "chapter" | "short-story" | "prologue" | "epilogue"))
        {
            return false;
        }
        let chapters = entry
            .children
            .iter()
            .any(|child| title::is_chapter_heading(&child.title));
        chapters
            || siblings
                .iter()
                .filter(|sibling| sibling.path == entry.path)
                .count()
                > 1
    }

    /// A cut before which the document has no text begins with the document.
    fn start(&self, at: usize, fragment: Option<&str>) -> NodeId {
        let Some(document) = self.documents.get(at) else {
            return 0;
        };
        let start = document.start_of(fragment);
        if start <= document.first_text {
            0
        } else {
            start
        }
    }
}

/// Documents that no cut names: a chapter of their own if they say so, else a continuation.
fn add_documents(
    documents: &[Document],
    skipped: &[Option<String>],
    named: bool,
    cuts: &mut Vec<Cut>,
) {
    let story = |at: usize| skipped.get(at).is_some_and(Option::is_none);
    let headless = documents
        .iter()
        .enumerate()
        .all(|(at, document)| !story(at) || document.first_heading().is_none());
    for (at, document) in documents.iter().enumerate() {
        if !story(at) || cuts.iter().any(|cut| cut.document == at && cut.start == 0) {
            continue;
        }
        let types = document.types();
        let heading = document.first_heading().unwrap_or_default();
        let says_so = types.iter().any(|word| {
            matches!(
                *word,
                "chapter" | "prologue" | "epilogue" | "part" | "volume" | "short-story"
            )
        }) || title::is_chapter_heading(&heading)
            || title::is_ordinal(&heading)
            || title::is_volume_heading(&heading);
        let begins = if named {
            // What stands before the first cut of the book would otherwise belong to nothing.
            !cuts.iter().any(|cut| cut.document < at)
                || (says_so && !cuts.iter().any(|cut| cut.document == at))
        } else {
            headless || !heading.is_empty() || cuts.is_empty()
        };
        if begins {
            insert(cuts, at, 0);
        }
    }
}

/// Headings that begin chapters inside a document.
fn add_headings(
    documents: &[Document],
    skipped: &[Option<String>],
    named: bool,
    most: usize,
    cuts: &mut Vec<Cut>,
) {
    for (at, document) in documents.iter().enumerate() {
        if skipped.get(at).is_none_or(Option::is_some) || cuts.len() > most {
            continue;
        }
        let headings: Vec<(NodeId, u8, String)> = document.headings().collect();
        let repeated = if named {
            None
        } else {
            repeated_level(&headings, documents.len())
        };
        let mut scanned: Option<(NodeId, NodeId)> = None;
        for (node, level, text) in &headings {
            if !title::is_chapter_heading(text) && repeated != Some(*level) {
                continue;
            }
            let start = document
                .tree
                .ancestors(*node)
                .take_while(|id| *id != document.body)
                .filter(|id| {
                    let wraps =
                        |name: &str| matches!(name, "header" | "hgroup" | "section" | "article");
                    document
                        .tree
                        .element(*id)
                        .is_some_and(|element| wraps(&element.name))
                        && !has_text(document, *id..*node, false)
                })
                .last()
                .unwrap_or(*node);
            let after = cuts.partition_point(|cut| (cut.document, cut.start) <= (at, *node));
            let before = cuts
                .iter()
                .take(after)
                .rev()
                .take_while(|cut| cut.document == at);
            let nearest = before.into_iter().find(|cut| !cut.container);
            // What has been looked through since the same cut is not looked through again.
            let begun = nearest.is_some_and(|cut| {
                let from = scanned
                    .filter(|(start, _)| *start == cut.start)
                    .map_or(cut.start, |(_, to)| to);
                scanned = Some((cut.start, *node));
                !has_text(document, from..*node, true)
            });
            if !begun {
                insert(cuts, at, start);
            }
            if cuts.len() > most {
                return;
            }
        }
    }
}

/// Whether a range shows text; with `but_headings`, text that is not in a heading. Two headings in a
/// row belong to one chapter.
fn has_text(document: &Document, range: Range<NodeId>, but_headings: bool) -> bool {
    let mut at = range.start.max(document.body);
    while at < range.end {
        match document.tree.node(at).map(|node| &node.content) {
            Some(Content::Text(text)) if !text.trim().is_empty() => return true,
            Some(Content::Element(element)) if but_headings && is_heading(&element.name) => {
                at = document.tree.end(at);
            }
            _ => at += 1,
        }
    }
    false
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The highest level that repeats in one document; numerals under a title are sections when the
/// book has other documents.
fn repeated_level(headings: &[(NodeId, u8, String)], documents: usize) -> Option<u8> {
    let level = (1..=6).find(|level| {
        headings
            .iter()
            .filter(|(_, found, _)| found == level)
            .count()
            >= 2
    })?;
    let numerals = headings
        .iter()
        .filter(|(_, found, _)| *found == level)
        .all(|(_, _, text)| title::is_numeral(text));
    let titled = headings.iter().any(|(_, found, _)| *found < level);
    (!(numerals && titled && documents > 1)).then_some(level)
}

/// Inserts a cut where it belongs, inside the volume of the cut before it.
fn insert(cuts: &mut Vec<Cut>, document: usize, start: NodeId) {
    let at = cuts.partition_point(|cut| (cut.document, cut.start) <= (document, start));
    let before = at.checked_sub(1).and_then(|before| cuts.get(before));
    let (volumes, kind) = before.map_or((Vec::new(), ChapterKind::Chapter), |cut| {
        (cut.volumes.clone(), ChapterKind::Chapter)
    });
    cuts.insert(
        at,
        Cut {
            document,
            start,
            title: None,
            container: false,
            volumes,
            kind,
        },
    );
}
