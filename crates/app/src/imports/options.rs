//! What is imported, and how.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use quire_domain::language::Language;
use quire_domain::release_plan::ReleaseRule;
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_domain::text::StoryTitle;

/// Where a book comes from.
#[derive(Debug, Clone)]
pub enum ImportSource {
    /// An uploaded file, and the name it came with.
    Upload {
        /// The file's name.
        name: String,
        /// Its content.
        bytes: Bytes,
    },
    /// A file on this machine, or a folder of Markdown.
    Path(PathBuf),
    /// Markdown files that the program carries with it.
    Texts {
        /// What the folder they come from is called.
        name: &'static str,
        /// Names and texts.
        files: &'static [(&'static str, &'static str)],
    },
}

impl ImportSource {
    /// The last part of its name.
    pub(super) fn name(&self) -> String {
        let path = match self {
            Self::Upload { name, .. } => Path::new(name),
            Self::Path(path) => path,
            Self::Texts { name, .. } => Path::new(name),
        };
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.map_or_else(String::new, |name| name.chars().take(255).collect())
    }
}

/// What happens with the chapters of an imported book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ImportPublication {
    /// They stay drafts.
    #[default]
    Drafts,
    /// All are published at once; followers are not told of each.
    All,
    /// All are queued, and a release plan publishes them from its next slot on.
    Schedule(ReleaseRule),
}

/// How a book is imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// What happens with its chapters.
    pub publication: ImportPublication,
    /// Another title than the file's.
    pub title: Option<StoryTitle>,
    /// Another language than the file's.
    pub language: Option<Language>,
    /// For whom the story is.
    pub audience: Audience,
    /// For which age.
    pub rating: Rating,
    /// The author's answer about warnings.
    pub warnings_answer: WarningsAnswer,
    /// What part machines had.
    pub ai_use: AiUse,
    /// Whether the world is the author's own.
    pub original: bool,
    /// Front and back matter becomes chapters of kind `extra` instead of being skipped.
    pub keep_matter: bool,
    /// Chapters to leave out, by their number in the report (from 1).
    pub skip: BTreeSet<usize>,
    /// Other titles for chapters, by their number in the report (from 1).
    pub rename: BTreeMap<usize, String>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            publication: ImportPublication::Drafts,
            title: None,
            language: None,
            audience: Audience::Public,
            rating: Rating::General,
            warnings_answer: WarningsAnswer::AuthorDeclines,
            ai_use: AiUse::Undeclared,
            original: true,
            keep_matter: false,
            skip: BTreeSet::new(),
            rename: BTreeMap::new(),
        }
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStep {
    /// The file is read.
    Reading,
    /// Its chapters are written.
    Writing {
        /// Chapters written.
        done: usize,
        /// Chapters in all.
        total: usize,
    },
}
