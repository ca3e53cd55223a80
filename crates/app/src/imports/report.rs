//! What a file turned out to hold, in the words a person decides by.

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterKind;
use serde::{Deserialize, Serialize};

/// What an import makes of a file, or would make.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The title the story gets.
    pub title: String,
    /// Author names in the order of the file.
    pub authors: Vec<String>,
    /// The language the story gets.
    pub language: String,
    /// The description the story gets.
    pub description: String,
    /// The rights statement.
    pub license: String,
    /// What kind of file it is.
    pub format: String,
    /// The file's name.
    pub source: String,
    /// Volumes in reading order.
    pub volumes: Vec<ReportedVolume>,
    /// Chapters in reading order.
    pub chapters: Vec<ReportedChapter>,
    /// Words in all chapters.
    pub words: u64,
    /// What was left out, each with the reason.
    pub skipped: Vec<ReportedSkip>,
    /// What looked odd.
    pub warnings: Vec<String>,
    /// What was taken out of the text.
    pub cleaned: Cleaned,
    /// What happens with the chapters.
    pub publication: ReportedPublication,
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedVolume {
    /// Its title.
    pub title: String,
    /// Chapters in it.
    pub chapters: u64,
    /// Words in them.
    pub words: u64,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedChapter {
    /// Its place in the file, from 1: what `skip` and `rename` mean.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// What it is in its story.
    pub kind: ChapterKind,
    /// The volume it stands in, counted from 1.
    pub volume: Option<usize>,
    /// Its words.
    pub words: u64,
    /// The file it came from.
    pub path: String,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedSkip {
    /// Its file.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Why.
    pub reason: String,
}

/// What was taken out of the text, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl From<quire_books::manuscript::Cleaned> for Cleaned {
    fn from(from: quire_books::manuscript::Cleaned) -> Self {
        Self {
            scripts: from.scripts,
            styles: from.styles,
            images: from.images,
            external_images: from.external_images,
            drop_cap_spans: from.drop_cap_spans,
            lost_note_marks: from.lost_note_marks,
            internal_links: from.internal_links,
            embeds: from.embeds,
        }
    }
}

/// What happens with the chapters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum ReportedPublication {
    /// They stay drafts.
    #[default]
    Drafts,
    /// All are published at once.
    All,
    /// A release plan publishes them.
    Schedule {
        /// Its rule.
        rule: String,
        /// When the first goes out.
        first: Option<Timestamp>,
        /// When the last goes out, if the plan is left alone.
        last: Option<Timestamp>,
    },
}
