//! A story as the API shows it.

use quire_app::stories::{Story, split_words};
use serde::Serialize;
use utoipa::ToSchema;

/// A story.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoryView {
    /// Its id.
    #[schema(example = "sto_01kavv0000e8012345abcdefgh")]
    pub id: String,
    /// The last part of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its description, Markdown.
    pub blurb: String,
    /// The language it is written in (BCP 47).
    pub language: String,
    /// Whose it is.
    pub author: AuthorView,
    /// `draft`, `published` or `withdrawn`.
    pub state: &'static str,
    /// Who may read it.
    pub audience: &'static str,
    /// Whether more is to come.
    pub serial_status: &'static str,
    /// Since when it rests.
    pub hiatus_since: Option<String>,
    /// Why it rests.
    pub hiatus_note: String,
    /// For which age.
    pub rating: &'static str,
    /// The author's answer about warnings.
    pub warnings_answer: &'static str,
    /// The warnings that apply.
    pub warnings: Vec<&'static str>,
    /// What part machines had.
    pub ai_use: &'static str,
    /// Whether the world is the author's own.
    pub original: bool,
    /// The licence; empty when all rights are kept.
    pub license: String,
    /// Whether it may be downloaded as a book.
    pub download: bool,
    /// Words in published chapters.
    pub word_count: i64,
    /// Published chapters.
    pub chapter_count: i64,
    /// Accounts that follow it.
    pub follower_count: i64,
    /// When readers first saw it.
    pub first_published_at: Option<String>,
    /// When its newest chapter came out.
    pub last_chapter_at: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it was last changed.
    pub updated_at: String,
    /// Counts changes; the `ETag` is `"v{version}"`.
    pub version: i64,
}

/// Whose a story is.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorView {
    /// The account.
    pub id: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
}

impl From<&Story> for StoryView {
    fn from(story: &Story) -> Self {
        let instant = |at: Option<quire_domain::Timestamp>| at.map(|at| at.to_string());
        Self {
            id: story.id.to_string(),
            slug: story.slug.to_string(),
            title: story.title.to_string(),
            blurb: story.blurb.to_string(),
            language: story.language.to_string(),
            author: AuthorView {
                id: story.owner_id.to_string(),
                handle: story.owner_handle.to_string(),
                display_name: story.owner_name.to_string(),
            },
            state: story.state.as_str(),
            audience: story.audience.as_str(),
            serial_status: story.serial_status.as_str(),
            hiatus_since: instant(story.hiatus_since),
            hiatus_note: story.hiatus_note.to_string(),
            rating: story.rating.as_str(),
            warnings_answer: story.warnings_answer.as_str(),
            warnings: split_words(&story.warnings)
                .into_iter()
                .map(quire_domain::story::Warning::as_str)
                .collect(),
            ai_use: story.ai_use.as_str(),
            original: story.original,
            license: story.license.clone(),
            download: story.download,
            word_count: story.word_count,
            chapter_count: story.chapter_count,
            follower_count: story.follower_count,
            first_published_at: instant(story.first_published_at),
            last_chapter_at: instant(story.last_chapter_at),
            created_at: story.created_at.to_string(),
            updated_at: story.updated_at.to_string(),
            version: story.version,
        }
    }
}
