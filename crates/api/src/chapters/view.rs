//! A chapter as the API shows it.

use quire_app::chapters::{Chapter, ChapterLine};
use quire_app::stories::split_words;
use quire_domain::story::Warning;
use serde::Serialize;
use utoipa::ToSchema;

/// A chapter without its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChapterView {
    /// Its id.
    #[schema(example = "chp_01kavv0000e8012345abcdefgh")]
    pub id: String,
    /// Its story.
    pub story: String,
    /// The volume it stands in.
    pub volume: Option<String>,
    /// The number people see; `null` for what carries none.
    pub number: Option<i64>,
    /// What it is in its story.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// The last part of its address, without the number.
    pub slug: String,
    /// What stands before it, Markdown.
    pub note_before: String,
    /// What stands after it, Markdown.
    pub note_after: String,
    /// The warnings it adds to those of its story.
    pub warnings: Vec<&'static str>,
    /// `draft`, `scheduled`, `published` or `withdrawn`.
    pub state: &'static str,
    /// When it will be published; only for those who write the story.
    pub publish_at: Option<String>,
    /// When its readers first got it.
    pub published_at: Option<String>,
    /// Whether it waits for a slot of the release plan; only for those who write the story.
    pub queued: bool,
    /// Words of the newest text for those who write the story, of the published one for readers.
    pub word_count: i64,
    /// The newest text; only for those who write the story.
    pub head_revision: Option<String>,
    /// The text readers get.
    pub live_revision: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it was last changed.
    pub updated_at: String,
    /// When it was put in the trash.
    pub deleted_at: Option<String>,
    /// Counts changes; the `ETag` is `"v{version}"`.
    pub version: i64,
}

/// A chapter of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChapterLineView {
    /// Its id.
    pub id: String,
    /// The volume it stands in.
    pub volume: Option<String>,
    /// The number people see; `null` for what carries none.
    pub number: Option<i64>,
    /// What it is in its story.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// The last part of its address, without the number.
    pub slug: String,
    /// The warnings it adds to those of its story.
    pub warnings: Vec<&'static str>,
    /// `draft`, `scheduled`, `published` or `withdrawn`.
    pub state: &'static str,
    /// When it will be published; only for those who write the story.
    pub publish_at: Option<String>,
    /// When its readers first got it.
    pub published_at: Option<String>,
    /// Whether it waits for a slot of the release plan; only for those who write the story.
    pub queued: bool,
    /// Whether readers get another text than its authors edit; only for those who write the story.
    pub pending: bool,
    /// Words of the newest text for those who write the story, of the published one for readers.
    pub word_count: i64,
    /// When it was put in the trash.
    pub deleted_at: Option<String>,
    /// Counts changes.
    pub version: i64,
}

fn instant(at: Option<quire_domain::Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

fn words(warnings: &str) -> Vec<&'static str> {
    let warnings = split_words(warnings).into_iter();
    warnings.map(Warning::as_str).collect()
}

impl From<&Chapter> for ChapterView {
    fn from(chapter: &Chapter) -> Self {
        Self {
            id: chapter.id.to_string(),
            story: chapter.story_id.to_string(),
            volume: chapter.volume_id.map(|id| id.to_string()),
            number: chapter.number,
            kind: chapter.kind.as_str(),
            title: chapter.title.to_string(),
            slug: chapter.slug.to_string(),
            note_before: chapter.note_before.to_string(),
            note_after: chapter.note_after.to_string(),
            warnings: words(&chapter.warnings),
            state: chapter.state.as_str(),
            publish_at: instant(chapter.publish_at),
            published_at: instant(chapter.published_at),
            queued: chapter.queued,
            word_count: chapter.word_count,
            head_revision: chapter.head_revision_id.map(|id| id.to_string()),
            live_revision: chapter.live_revision_id.map(|id| id.to_string()),
            created_at: chapter.created_at.to_string(),
            updated_at: chapter.updated_at.to_string(),
            deleted_at: instant(chapter.deleted_at),
            version: chapter.version,
        }
    }
}

impl From<ChapterLine> for ChapterLineView {
    fn from(line: ChapterLine) -> Self {
        Self {
            id: line.id.to_string(),
            volume: line.volume_id.map(|id| id.to_string()),
            number: line.number,
            kind: line.kind.as_str(),
            title: line.title.to_string(),
            slug: line.slug.to_string(),
            warnings: words(&line.warnings),
            state: line.state.as_str(),
            publish_at: instant(line.publish_at),
            published_at: instant(line.published_at),
            queued: line.queued,
            pending: line.pending,
            word_count: line.word_count,
            deleted_at: instant(line.deleted_at),
            version: line.version,
        }
    }
}
