//! The demonstration is loaded.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use quire_domain::id::StoryId;
use quire_domain::slug::Slug;
use quire_domain::story::AiUse;
use quire_store::{demo, stories, transact};

use super::readers::READERS;
use super::story::{Subject, published};
use super::{ITEMS, LOADED, serial};
use crate::imports::{Fresh, ImportOptions, ImportSource, Ready};
use crate::{Actor, App, Refused, Result};

/// The most EPUBs taken from a folder.
const BOOKS: usize = 100;

/// How far the work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoStep {
    /// A book is read and written.
    Story {
        /// The book: its file, or the title of the serial.
        name: String,
        /// Which one, from 0.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// The readers read.
    Readers,
    /// What was loaded is removed.
    Removing {
        /// Stories removed.
        done: usize,
        /// Stories in all.
        of: usize,
    },
}

/// A story of the demonstration.
#[derive(Debug, Clone)]
pub struct DemoStory {
    /// The story.
    pub id: StoryId,
    /// Its address.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Chapters readers have.
    pub published: usize,
    /// Chapters in all.
    pub chapters: usize,
}

/// What became of a load.
#[derive(Debug, Clone)]
pub enum DemoLoaded {
    /// It was loaded before; nothing was changed.
    Already,
    /// It is loaded now.
    Now {
        /// Its stories.
        stories: Vec<DemoStory>,
        /// Books of the folder that could not be read, with the reason.
        left_out: Vec<(String, String)>,
    },
}

impl App {
    /// Loads the serial that comes with the program, and every EPUB of a folder. What an earlier
    /// load left half done is removed first.
    pub async fn load_demo(
        &self,
        folder: Option<&Path>,
        step: &mut (dyn FnMut(DemoStep) + Send),
    ) -> Result<DemoLoaded> {
        let items = {
            let mut unit = self.store().read().await?;
            demo::items(&mut unit, ITEMS).await?
        };
        if items.iter().any(|(_, kind)| kind == LOADED) {
            return Ok(DemoLoaded::Already);
        }
        if !items.is_empty() {
            self.clear_demo(step).await?;
        }
        let sources = sources(folder)?;
        let (mut people, mut written) = (HashMap::new(), Vec::new());
        let mut left_out = Vec::new();
        for (number, (name, source, subject)) in sources.iter().enumerate() {
            step(DemoStep::Story {
                name: name.clone(),
                number,
                of: sources.len(),
            });
            match self.demo_book(source.clone()).await {
                Ok(book) => {
                    let author = self.demo_author(&mut people, &book).await?;
                    let fresh = self.demo_story(&author, &book, *subject, number).await?;
                    written.push((fresh, book.report.title));
                }
                Err(Refused::File { message, .. }) => left_out.push((name.clone(), message)),
                Err(other) => return Err(other),
            }
        }
        step(DemoStep::Readers);
        let (fresh, titles): (Vec<Fresh>, Vec<String>) = written.into_iter().unzip();
        for (place, name) in READERS.iter().enumerate() {
            let reader = self.demo_person(name).await?;
            self.demo_reader(&reader, place, &fresh).await?;
        }
        let noted: Result<()> = transact!(self.store(), unit => {
            let id: StoryId = self.make();
            demo::note(unit, id.as_uuid(), LOADED, self.now()).await?;
            Ok::<_, Refused>(())
        });
        noted?;
        let stories = self.demo_stories(&fresh, titles).await?;
        Ok(DemoLoaded::Now { stories, left_out })
    }

    async fn demo_book(&self, source: ImportSource) -> Result<Ready> {
        let place = self.bindery().place().await?;
        let limits = self.bindery().limits().clone();
        place
            .work(move || Ready::read(&source, &ImportOptions::default(), &limits))
            .await?
    }

    /// The first author the book names; one person for all of their books.
    async fn demo_author(
        &self,
        people: &mut HashMap<String, Actor>,
        book: &Ready,
    ) -> Result<Actor> {
        let name = book
            .report
            .authors
            .first()
            .map_or("Demo Author", String::as_str);
        if let Some(known) = people.get(name) {
            return Ok(known.clone());
        }
        let author = self.demo_person(name).await?;
        people.insert(name.to_owned(), author.clone());
        Ok(author)
    }

    async fn demo_stories(&self, fresh: &[Fresh], titles: Vec<String>) -> Result<Vec<DemoStory>> {
        let mut unit = self.store().read().await?;
        let mut shown = Vec::new();
        for (fresh, title) in fresh.iter().zip(titles) {
            let story = stories::by_id(&mut unit, fresh.story)
                .await?
                .ok_or(Refused::NotFound)?;
            shown.push(DemoStory {
                id: story.id,
                slug: story.slug,
                title,
                published: published(fresh),
                chapters: fresh.chapters.len(),
            });
        }
        Ok(shown)
    }
}

const SERIAL: Subject = Subject {
    genres: &["Fantasy", "Mystery"],
    themes: &["Rivers", "Found Family"],
    ai_use: AiUse::Generated,
};
const CLASSIC: Subject = Subject {
    genres: &["Classics"],
    themes: &["Victorian Serials"],
    ai_use: AiUse::None,
};

/// What is loaded: the serial, then the EPUBs of the folder in the order of their names.
fn sources(folder: Option<&Path>) -> Result<Vec<(String, ImportSource, Subject)>> {
    let serial = ImportSource::Texts {
        name: "the-ferry-clerk",
        files: serial::FILES,
    };
    let mut sources = vec![("The Ferry Clerk".to_owned(), serial, SERIAL)];
    let Some(folder) = folder else {
        return Ok(sources);
    };
    let unreadable = |error: std::io::Error| Refused::File {
        code: "unreadable",
        message: format!("{} cannot be read: {error}.", folder.display()),
    };
    let mut books: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("epub"))
        })
        .collect();
    books.sort();
    for path in books.into_iter().take(BOOKS) {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        sources.push((name.unwrap_or_default(), ImportSource::Path(path), CLASSIC));
    }
    Ok(sources)
}
