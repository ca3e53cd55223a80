//! What a file turned out to contain: the chapters of a story, before anything is stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A story read from a file. Serialises as the report of a dry run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Manuscript {
    /// The title; empty when the file names none.
    pub title: String,
    /// Author names in the order of the file.
    pub authors: Vec<String>,
    /// BCP-47 tag as the file gives it.
    pub language: Option<String>,
    /// The summary, as text without markup.
    pub description: Option<String>,
    /// What kind of file it was and what it calls itself.
    pub source: Origin,
    /// The rights statement, verbatim.
    pub license: Option<String>,
    /// Parts, books or volumes in reading order.
    pub volumes: Vec<Volume>,
    /// Chapters in reading order.
    pub chapters: Vec<ManuscriptChapter>,
    /// What was left out, each with the reason.
    pub skipped: Vec<Skipped>,
    /// What looked odd but did not stop the reading.
    pub warnings: Vec<String>,
    /// What was removed from the text.
    pub cleaned: Cleaned,
}

/// Where a manuscript came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// `EPUB 2`, `EPUB 3`, `Quire EPUB`, `Markdown file`, `Markdown folder` or `Markdown zip`.
    pub format: String,
    /// ISBN, URN or URL by which the book is known elsewhere.
    pub identifiers: Vec<String>,
}

/// A part, book or volume: a heading over consecutive chapters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// The heading in the author's words.
    pub title: String,
}

/// What a chapter is to the story; the same words as the domain's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChapterKind {
    /// An ordinary, numbered chapter.
    #[default]
    Chapter,
    /// Before the first chapter.
    Prologue,
    /// Between chapters.
    Interlude,
    /// After the last chapter.
    Epilogue,
    /// Bonus material: side stories, appendices.
    Extra,
    /// A note to readers; not numbered.
    Announcement,
}

impl ChapterKind {
    /// The word used in front matter.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Prologue => "prologue",
            Self::Interlude => "interlude",
            Self::Epilogue => "epilogue",
            Self::Extra => "extra",
            Self::Announcement => "announcement",
        }
    }

    /// The kind a front matter word means, if it is one of ours.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "chapter" => Self::Chapter,
            "prologue" => Self::Prologue,
            "interlude" => Self::Interlude,
            "epilogue" => Self::Epilogue,
            "extra" => Self::Extra,
            "announcement" => Self::Announcement,
            _ => return None,
        })
    }
}

/// One chapter of a manuscript.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ManuscriptChapter {
    /// The title; never empty.
    pub title: String,
    /// What the chapter is to the story.
    pub kind: ChapterKind,
    /// Index into [`Manuscript::volumes`].
    pub volume: Option<usize>,
    /// The text.
    pub markdown: String,
    /// The file inside the book it came from.
    pub source_path: String,
    /// The author's note above the text, Markdown.
    pub note_before: Option<String>,
    /// The author's note below the text, Markdown.
    pub note_after: Option<String>,
    /// When the front matter wants it published, verbatim.
    pub publish_at: Option<String>,
    /// The address the front matter asks for, verbatim.
    pub slug: Option<String>,
    /// Front matter this crate has no meaning for, verbatim by key.
    pub front_matter: BTreeMap<String, String>,
}

/// A file that is no chapter, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Its path inside the book.
    pub path: String,
    /// Its title, when it has one.
    pub title: Option<String>,
    /// Why it was left out.
    pub reason: String,
}

/// What was taken out of the text on the way to Markdown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Cleaned {
    /// `script` elements.
    pub scripts: u32,
    /// `style` elements and attributes.
    pub styles: u32,
    /// Pictures inside the book.
    pub images: u32,
    /// Pictures on other hosts.
    pub external_images: u32,
    /// Spans around an enlarged first letter; the letter stays.
    pub drop_cap_spans: u32,
    /// Marks of notes that are not in the book.
    pub lost_note_marks: u32,
    /// Links to other places in the book; their text stays.
    pub internal_links: u32,
    /// Forms, frames, embedded objects, audio and video.
    pub embeds: u32,
}
