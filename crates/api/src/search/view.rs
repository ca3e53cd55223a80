//! What a search found, as the API shows it.

use quire_app::search::{ChapterFound, Person};
use serde::Serialize;
use utoipa::ToSchema;

use crate::stories::StoryCardView;

/// Something that was found; its `type` says what.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HitView {
    /// A story.
    Story(Box<StoryCardView>),
    /// A chapter.
    Chapter(ChapterHitView),
    /// A member.
    User(PersonView),
}

/// A chapter that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChapterHitView {
    /// Its id.
    pub id: String,
    /// The number people see.
    pub number: Option<i64>,
    /// Its title.
    pub title: String,
    /// The last part of its address.
    pub slug: String,
    /// Its story.
    pub story_id: String,
    /// The story's address.
    pub story_slug: String,
    /// The story's title.
    pub story_title: String,
    /// A passage with what was looked for, in pieces of plain text.
    pub snippet: Vec<PieceView>,
    /// When it was published.
    pub published_at: Option<String>,
}

/// A piece of a passage.
#[derive(Debug, Serialize, ToSchema)]
pub struct PieceView {
    /// Plain text.
    pub text: String,
    /// Whether it was looked for.
    pub hit: bool,
}

/// A member that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// The account.
    pub id: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
}

impl From<ChapterFound> for ChapterHitView {
    fn from(found: ChapterFound) -> Self {
        let chapter = found.chapter;
        Self {
            id: chapter.id.to_string(),
            number: chapter.number,
            title: chapter.title.to_string(),
            slug: chapter.slug.to_string(),
            story_id: chapter.story_id.to_string(),
            story_slug: chapter.story_slug.to_string(),
            story_title: chapter.story_title.to_string(),
            snippet: found
                .snippet
                .parts
                .into_iter()
                .map(|part| PieceView {
                    text: part.text,
                    hit: part.hit,
                })
                .collect(),
            published_at: chapter.published_at.map(|at| at.to_string()),
        }
    }
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        Self {
            id: person.id.to_string(),
            handle: person.handle.to_string(),
            display_name: person.display_name.to_string(),
        }
    }
}
