//! A whole book: documents, outline and notes made into a manuscript.

use std::collections::HashMap;

use super::document::{self, Document};
use super::navigation::{self, Entry};
use super::notes::{ChapterNotes, NoteBook};
use super::outline::{self, Cut};
use super::package::Package;
use super::{heading, matter, stages};
use crate::archive::Archive;
use crate::limits::Limits;
use crate::manuscript::{
    ChapterKind, Cleaned, Manuscript, ManuscriptChapter, Origin, Skipped, Volume,
};
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;
use crate::title;
use crate::xhtml::blocks::{Block, BlockReader};
use crate::xhtml::render;

/// A page with a part's heading and at most this many words more is no chapter of its own; the words
/// open the part's first chapter.
const PART_PAGE_WORDS: usize = 80;
/// Joins the names of a volume within a volume.
const VOLUME_SEPARATOR: &str = " · ";

/// Reads a book that is not one of our own exports.
pub(super) fn read(
    archive: &Archive<'_>,
    mut package: Package,
    reading: &Reading,
) -> Result<Manuscript, Refusal> {
    let navigation = navigation::read(archive, &mut package, reading)?;
    let mut warnings = std::mem::take(&mut package.warnings);
    let mut documents = Vec::new();
    for item in package.spine.clone() {
        documents.push(document::read(
            archive,
            &item.path,
            item.linear,
            reading,
            &mut warnings,
        )?);
    }
    let mut titles = HashMap::new();
    collect_titles(&navigation.entries, &mut titles);
    let reasons = matter::classify(&documents, &package, &navigation, &titles);
    let note_book = NoteBook::find(&documents, &reasons);
    let kept: Vec<Option<String>> = reasons
        .iter()
        .map(|reason| {
            reason
                .clone()
                .filter(|reason| !reading.keep_all || matter::is_notes(reason))
        })
        .collect();
    let cuts = outline::cuts(
        &documents,
        &kept,
        &navigation.entries,
        &package.title,
        &reading.limits,
    )?;
    let english = package
        .language
        .as_deref()
        .is_none_or(|language| language.to_lowercase().starts_with("en"));

    let mut assembly = Assembly {
        documents: &documents,
        skipped: &kept,
        matter: &reasons,
        note_book: &note_book,
        english,
        book_title: &package.title,
        limits: &reading.limits,
        written: 0,
        manuscript: Manuscript::default(),
        carried: Vec::new(),
        flat_volume: None,
        last_volume: Vec::new(),
    };
    for (at, reason) in kept.iter().enumerate() {
        if let (Some(reason), Some(document)) = (reason, documents.get(at)) {
            assembly.manuscript.skipped.push(Skipped {
                path: document.path.clone(),
                title: titles
                    .get(&document.path)
                    .cloned()
                    .or_else(|| document.first_heading()),
                reason: reason.clone(),
            });
        }
    }
    for (at, cut) in cuts.iter().enumerate() {
        assembly.add(cut, cuts.get(at + 1))?;
    }
    assembly.finish_carried();
    let mut manuscript = assembly.manuscript;
    if manuscript.volumes.is_empty() {
        manuscript.volumes = stages::divide(&mut manuscript.chapters);
        if !manuscript.volumes.is_empty() {
            warnings.push(
                "volumes were taken from closing lines such as \"the end of the first part\""
                    .to_owned(),
            );
        }
    }
    if package.title.is_empty() {
        warnings.push("the book has no title".to_owned());
    }
    if package.language.is_none() {
        warnings.push("the book names no language".to_owned());
    }
    manuscript.warnings.splice(0..0, warnings);
    manuscript.title = package.title;
    manuscript.authors = package.authors;
    manuscript.language = package.language;
    manuscript.description = package.description;
    manuscript.license = package.license;
    manuscript.source = Origin {
        format: package.format,
        identifiers: package.identifiers,
    };
    Ok(manuscript)
}

fn collect_titles(entries: &[Entry], titles: &mut HashMap<String, String>) {
    for entry in entries {
        if !entry.path.is_empty() && !entry.title.is_empty() {
            titles
                .entry(entry.path.clone())
                .or_insert_with(|| entry.title.clone());
        }
        collect_titles(&entry.children, titles);
    }
}

struct Assembly<'a> {
    documents: &'a [Document],
    skipped: &'a [Option<String>],
    /// Why each document would be skipped, also when everything is kept.
    matter: &'a [Option<String>],
    note_book: &'a NoteBook,
    english: bool,
    book_title: &'a str,
    limits: &'a Limits,
    /// Bytes of Markdown so far.
    written: usize,
    manuscript: Manuscript,
    /// Text of part pages, waiting for the part's first chapter.
    carried: Vec<Block>,
    /// The part a table of contents without nesting is in.
    flat_volume: Option<String>,
    /// The names of the newest volume.
    last_volume: Vec<String>,
}

impl Assembly<'_> {
    fn add(&mut self, cut: &Cut, next: Option<&Cut>) -> Result<(), Refusal> {
        let Some(document) = self.documents.get(cut.document) else {
            return Ok(());
        };
        let mut notes = ChapterNotes::new(self.note_book, self.documents, cut.document);
        let blocks = self.blocks(cut, next, &mut notes);
        let peeled = heading::peel(blocks, cut.title.as_deref(), self.book_title);
        let heading = peeled
            .lines
            .first()
            .cloned()
            .or_else(|| cut.title.clone())
            .unwrap_or_default();
        let own_page = document.types();
        let part_page = cut.start == 0
            && own_page
                .iter()
                .any(|word| matches!(*word, "part" | "volume"));
        let names_part = part_page || title::is_volume_heading(&heading);
        let part = (cut.container || names_part) && count_words(&peeled.body) <= PART_PAGE_WORDS;

        if cut.container && part {
            self.flat_volume = None;
            self.carried.extend(peeled.body);
            return Ok(());
        }
        if part && next.is_some() {
            self.flat_volume = Some(title::compose(&peeled.lines, false))
                .filter(|title| !title.is_empty())
                .or(cut.title.clone());
            self.carried.extend(peeled.body);
            return Ok(());
        }
        if peeled.body.is_empty() {
            if !heading.is_empty() || cut.start == 0 {
                self.manuscript.skipped.push(Skipped {
                    path: document.path.clone(),
                    title: Some(heading).filter(|heading| !heading.is_empty()),
                    reason: "a heading without text".to_owned(),
                });
            }
            return Ok(());
        }
        self.chapter(cut, peeled, notes)
    }

    fn chapter(
        &mut self,
        cut: &Cut,
        peeled: heading::Peeled,
        mut notes: ChapterNotes<'_>,
    ) -> Result<(), Refusal> {
        let Some(document) = self.documents.get(cut.document) else {
            return Ok(());
        };
        let kept_matter = self.matter.get(cut.document).is_some_and(Option::is_some);
        let types = document.types();
        let kind = chapter_kind(cut, &types, &peeled.lines, kept_matter);
        let numbered = self.english && kind == ChapterKind::Chapter;
        let mut lines = peeled.lines;
        let mut body = std::mem::take(&mut self.carried);
        body.extend(peeled.body);
        let mut title = title::compose(&lines, numbered);
        if let Some(named) = cut.title.as_deref().filter(|named| richer(named, &title)) {
            lines = vec![named.to_owned()];
            title = title::compose(&lines, numbered);
        }
        if title.is_empty() {
            title = format!("Chapter {}", self.manuscript.chapters.len() + 1);
        }
        let mut markdown = render::markdown(&body);
        let mut at = 0;
        while let Some((holder, node)) = notes.referred.get(at).copied() {
            at += 1;
            let text = self.note(holder, node, &mut notes);
            if !markdown.is_empty() {
                markdown.push('\n');
            }
            markdown.push_str(&render::footnote(at, &text));
            markdown.push('\n');
            // One long note that every chapter refers to would multiply.
            self.check_size(markdown.len())?;
        }
        self.check_size(markdown.len())?;
        self.written += markdown.len();
        let volume = self.volume(cut);
        self.manuscript.chapters.push(ManuscriptChapter {
            title,
            kind,
            volume,
            markdown,
            source_path: document.path.clone(),
            ..ManuscriptChapter::default()
        });
        Ok(())
    }

    /// Refuses a book whose text grows beyond what may be unpacked at all.
    fn check_size(&self, chapter_bytes: usize) -> Result<(), Refusal> {
        let bytes = u64::try_from(self.written.saturating_add(chapter_bytes)).unwrap_or(u64::MAX);
        if bytes <= self.limits.max_total_uncompressed {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::TooLarge,
            "The book's text is larger than a story may be. Split the book.",
        ))
    }

    fn volume(&mut self, cut: &Cut) -> Option<usize> {
        let mut names = cut.volumes.clone();
        names.extend(self.flat_volume.clone());
        if names.is_empty() {
            self.last_volume.clear();
            return None;
        }
        if names != self.last_volume || self.manuscript.volumes.is_empty() {
            self.manuscript.volumes.push(Volume {
                title: names.join(VOLUME_SEPARATOR),
            });
            self.last_volume = names;
        }
        self.manuscript.volumes.len().checked_sub(1)
    }

    /// The text between two cuts, over as many documents as it spans.
    fn blocks(
        &mut self,
        cut: &Cut,
        next: Option<&Cut>,
        notes: &mut ChapterNotes<'_>,
    ) -> Vec<Block> {
        let last = next.map_or(self.documents.len(), |next| next.document + 1);
        let mut blocks = Vec::new();
        for at in cut.document..last {
            let Some(document) = self.documents.get(at) else {
                break;
            };
            if self.skipped.get(at).is_none_or(Option::is_some) {
                continue;
            }
            let from = if at == cut.document { cut.start } else { 0 };
            let to = next
                .filter(|next| next.document == at)
                .map_or(document.tree.len(), |next| next.start);
            if from >= to {
                continue;
            }
            notes.document = at;
            let mut reader = BlockReader {
                tree: &document.tree,
                range: from.max(document.body)..to,
                notes,
                cleaned: &mut self.manuscript.cleaned,
                warnings: &mut self.manuscript.warnings,
                group: None,
                section: 0,
            };
            blocks.extend(reader.read_below(document.body));
        }
        blocks
    }

    fn note(&self, holder: usize, node: usize, notes: &mut ChapterNotes<'_>) -> Vec<Block> {
        let Some(document) = self.documents.get(holder) else {
            return Vec::new();
        };
        notes.document = holder;
        let mut reader = BlockReader {
            tree: &document.tree,
            range: node..document.tree.end(node),
            notes,
            cleaned: &mut Cleaned::default(),
            warnings: &mut Vec::new(),
            group: None,
            section: 0,
        };
        reader.read_below(node)
    }

    /// Words of a part page that no chapter followed still belong to somebody.
    fn finish_carried(&mut self) {
        let carried = std::mem::take(&mut self.carried);
        if let Some(last) = self
            .manuscript
            .chapters
            .last_mut()
            .filter(|_| !carried.is_empty())
        {
            last.markdown.push('\n');
            last.markdown.push_str(&render::markdown(&carried));
        }
    }
}

/// Whether the table of contents says more than the heading does.
fn richer(named: &str, title: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (named, title) = (letters(named), letters(title));
    title.is_empty() || (named.len() > title.len() && named.contains(&title))
}

fn chapter_kind(cut: &Cut, types: &[&str], lines: &[String], kept_matter: bool) -> ChapterKind {
    if kept_matter {
        return ChapterKind::Extra;
    }
    if cut.start == 0 {
        for word in types {
            match *word {
                "prologue" => return ChapterKind::Prologue,
                "epilogue" => return ChapterKind::Epilogue,
                "afterword" | "appendix" => return ChapterKind::Extra,
                _ => {}
            }
        }
    }
    let named = lines
        .first()
        .map_or(ChapterKind::Chapter, |line| title::kind_of(line));
    if named == ChapterKind::Chapter {
        cut.kind
    } else {
        named
    }
}

fn count_words(blocks: &[Block]) -> usize {
    render::markdown(blocks)
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}
