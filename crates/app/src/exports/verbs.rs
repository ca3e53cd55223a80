//! A story as a file.

use std::collections::HashMap;

use quire_books::{Edition, epub, markdown};
use quire_domain::Timestamp;
use quire_domain::id::RevisionId;
use quire_store::editions::{self, LeafText};
use quire_store::{Many, Unit};

use super::bind;
use super::collect::{Collected, collect};
use super::digest::digest;
use crate::stories::StoryRef;
use crate::{Actor, App, Result};

/// Texts read at once.
const TEXTS: usize = 20;

/// How a book is asked for.
#[derive(Debug, Clone, Default)]
pub struct ExportAsk {
    /// The validators of books the caller has already, each in quotation marks, as `If-None-Match`
    /// lists them; when one still holds, no book is bound.
    pub known: Option<String>,
    /// Where the story lives on the web.
    pub url: Option<String>,
    /// Drafts and scheduled chapters too, with their newest texts: for backups of those who write
    /// the story.
    pub all: bool,
}

/// A book as a file.
#[derive(Debug, Clone)]
pub struct Export {
    /// What to call it.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its strong validator, without quotation marks.
    pub digest: String,
    /// When the newest part of it changed.
    pub modified: Timestamp,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What comes of asking for a book.
#[derive(Debug, Clone)]
pub enum Exported {
    /// The book.
    Book(Box<Export>),
    /// The caller has it already.
    Same {
        /// Its strong validator, without quotation marks.
        digest: String,
    },
}

impl Exported {
    /// The book, when it was bound.
    pub fn book(self) -> Option<Export> {
        match self {
            Self::Book(book) => Some(*book),
            Self::Same { .. } => None,
        }
    }
}

/// The two kinds of books.
#[derive(Clone, Copy)]
enum Kind {
    Epub,
    Markdown,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Epub => "epub",
            Self::Markdown => "markdown",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Epub => "epub",
            Self::Markdown => "zip",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Epub => "application/epub+zip",
            Self::Markdown => "application/zip",
        }
    }

    fn write(self, edition: &Edition) -> Vec<u8> {
        match self {
            Self::Epub => epub::write(edition),
            Self::Markdown => markdown::write(edition),
        }
    }
}

impl App {
    /// A story as EPUB 3: the published chapters that the actor may read.
    pub async fn export_epub(
        &self,
        actor: &Actor,
        which: &StoryRef,
        ask: &ExportAsk,
    ) -> Result<Exported> {
        self.export(actor, which, ask, Kind::Epub).await
    }

    /// A story as a zip of Markdown files with front matter.
    pub async fn export_markdown(
        &self,
        actor: &Actor,
        which: &StoryRef,
        ask: &ExportAsk,
    ) -> Result<Exported> {
        self.export(actor, which, ask, Kind::Markdown).await
    }

    /// A story as Markdown files: their names and contents.
    pub async fn export_markdown_files(
        &self,
        actor: &Actor,
        which: &StoryRef,
        ask: &ExportAsk,
    ) -> Result<Vec<(String, Vec<u8>)>> {
        let place = self.bindery().place().await?;
        let site = self.site_settings().await?.name.to_string();
        let (book, texts) = self.gather(actor, which, ask).await?;
        let url = ask.url.clone();
        place
            .work(move || {
                let edition = bind::edition(&book, texts, &site, url)?;
                Ok(markdown::files(&edition).collect())
            })
            .await?
    }

    async fn export(
        &self,
        actor: &Actor,
        which: &StoryRef,
        ask: &ExportAsk,
        kind: Kind,
    ) -> Result<Exported> {
        let site = self.site_settings().await?.name.to_string();
        let url = ask.url.as_deref().unwrap_or_default();
        let digest_of = |book: &Collected| digest(kind.word(), &site, url, book);
        if let Some(known) = &ask.known {
            // Whoever has the book already waits for no place in the bindery.
            let mut unit = self.store().read_long().await?;
            let digest = digest_of(&collect(&mut unit, actor, which, ask.all).await?);
            if known.contains(&format!("\"{digest}\"")) {
                return Ok(Exported::Same { digest });
            }
        }
        let place = self.bindery().place().await?;
        let (book, texts) = self.gather(actor, which, ask).await?;
        let (digest, modified) = (digest_of(&book), book.modified);
        let file_name = format!("{}.{}", book.story.slug, kind.ending());
        let (site, url) = (site.clone(), ask.url.clone());
        let bytes: Result<Vec<u8>> = place
            .work(move || Ok(kind.write(&bind::edition(&book, texts, &site, url)?)))
            .await?;
        Ok(Exported::Book(Box::new(Export {
            file_name,
            media_type: kind.media_type(),
            digest,
            modified,
            bytes: bytes?,
        })))
    }
}

impl App {
    /// Everything that goes into a book, in one consistent view that ends before binding begins.
    async fn gather(
        &self,
        actor: &Actor,
        which: &StoryRef,
        ask: &ExportAsk,
    ) -> Result<(Collected, HashMap<RevisionId, LeafText>)> {
        let mut unit = self.store().read_long().await?;
        let book = collect(&mut unit, actor, which, ask.all).await?;
        let texts = texts(&mut unit, &book).await?;
        Ok((book, texts))
    }
}

async fn texts(unit: &mut impl Unit, book: &Collected) -> Result<HashMap<RevisionId, LeafText>> {
    let ids: Vec<RevisionId> = book.leaves.iter().map(|leaf| leaf.revision_id).collect();
    let mut texts = HashMap::with_capacity(ids.len());
    for some in ids.chunks(TEXTS) {
        for text in editions::texts(unit, Many(some)).await? {
            texts.insert(text.id, text);
        }
    }
    Ok(texts)
}
