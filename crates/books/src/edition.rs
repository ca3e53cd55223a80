//! A story as it leaves the house: what the exporter hands to the writers.

use jiff::Timestamp;

use crate::manuscript::{ChapterKind, Volume};

/// Everything one exported file contains. Equal editions give equal bytes.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The story's UUID; becomes the package's stable `urn:uuid:` identifier.
    pub story_id: [u8; 16],
    /// Story title.
    pub title: String,
    /// Author names, first author first.
    pub authors: Vec<String>,
    /// BCP-47 tag; empty counts as undetermined.
    pub language: String,
    /// The blurb, Markdown or text.
    pub description: Option<String>,
    /// The site's name.
    pub publisher: Option<String>,
    /// Rights statement or license.
    pub rights: Option<String>,
    /// Series and place in it.
    pub series: Option<SeriesPlace>,
    /// One line on how far the story is ("In progress: 20 of 59 chapters"); none when complete.
    pub status: Option<String>,
    /// Where the story lives on the web.
    pub url: Option<String>,
    /// When the newest part of this edition changed; also the time of every zip entry.
    pub modified: Timestamp,
    /// Volumes in reading order.
    pub volumes: Vec<Volume>,
    /// Chapters in reading order.
    pub chapters: Vec<EditionChapter>,
}

/// A series and the story's place in it.
#[derive(Debug, Clone)]
pub struct SeriesPlace {
    /// Series title.
    pub title: String,
    /// Place, counted from 1.
    pub position: u32,
}

/// One chapter of an edition.
#[derive(Debug, Clone, Default)]
pub struct EditionChapter {
    /// The public id; names the file, so it must never change for a chapter.
    pub id: String,
    /// Chapter title.
    pub title: String,
    /// What the chapter is to the story.
    pub kind: ChapterKind,
    /// Index into [`Edition::volumes`].
    pub volume: Option<usize>,
    /// The author's source, verbatim.
    pub markdown: String,
    /// The rendered text: an XHTML fragment.
    pub xhtml: String,
    /// The author's note above the text.
    pub note_before: Option<Note>,
    /// The author's note below the text.
    pub note_after: Option<Note>,
    /// When it was or will be published, RFC 3339; goes to Markdown front matter only.
    pub publish_at: Option<String>,
    /// The chapter's address on the site; goes to Markdown file names and front matter only.
    pub slug: Option<String>,
}

/// An author's note in both forms.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// The source, verbatim.
    pub markdown: String,
    /// The rendered note: an XHTML fragment.
    pub xhtml: String,
}

impl Edition {
    /// `urn:uuid:…` of the story, the identity every edition of it shares.
    #[must_use]
    pub fn identifier(&self) -> String {
        let hex = data_encoding::HEXLOWER.encode(&self.story_id);
        let mut urn = String::from("urn:uuid:");
        for (at, digit) in hex.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                urn.push('-');
            }
            urn.push(digit);
        }
        urn
    }
}
