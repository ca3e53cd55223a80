//! A story as lists show it.

use quire_app::listings::StoryItem;
use quire_app::stories::split_words;
use quire_app::tags::Carried;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::AuthorView;

/// A story in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoryCardView {
    /// Its id.
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
    /// Whether more is to come.
    pub serial_status: &'static str,
    /// For which age.
    pub rating: &'static str,
    /// The author's answer about warnings.
    pub warnings_answer: &'static str,
    /// The warnings that apply.
    pub warnings: Vec<&'static str>,
    /// What part machines had.
    pub ai_use: &'static str,
    /// Its tags in the author's order.
    pub tags: Vec<CarriedTagView>,
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
}

/// A tag on a story.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarriedTagView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: String,
}

impl From<Carried> for CarriedTagView {
    fn from(tag: Carried) -> Self {
        Self {
            id: tag.id.to_string(),
            kind: tag.kind.as_str(),
            name: tag.name.to_string(),
            slug: tag.slug.to_string(),
        }
    }
}

impl From<StoryItem> for StoryCardView {
    fn from(item: StoryItem) -> Self {
        let card = item.card;
        Self {
            id: card.id.to_string(),
            slug: card.slug.to_string(),
            title: card.title.to_string(),
            blurb: card.blurb.to_string(),
            language: card.language.to_string(),
            author: AuthorView {
                id: card.owner_id.to_string(),
                handle: card.owner_handle.to_string(),
                display_name: card.owner_name.to_string(),
            },
            serial_status: card.serial_status.as_str(),
            rating: card.rating.as_str(),
            warnings_answer: card.warnings_answer.as_str(),
            warnings: split_words(&card.warnings)
                .into_iter()
                .map(quire_domain::story::Warning::as_str)
                .collect(),
            ai_use: card.ai_use.as_str(),
            tags: item.tags.into_iter().map(CarriedTagView::from).collect(),
            word_count: card.word_count,
            chapter_count: card.chapter_count,
            follower_count: card.follower_count,
            first_published_at: card.first_published_at.map(|at| at.to_string()),
            last_chapter_at: card.last_chapter_at.map(|at| at.to_string()),
        }
    }
}
