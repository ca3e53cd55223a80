//! A tag as the API shows it.

use quire_app::tags::Tag;
use serde::Serialize;
use utoipa::ToSchema;

/// A tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagView {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: String,
    /// The tag it is a synonym of.
    pub canonical_id: Option<String>,
    /// Listed stories that carry it or a synonym of it.
    pub usage_count: i64,
}

impl From<Tag> for TagView {
    fn from(tag: Tag) -> Self {
        Self {
            id: tag.id.to_string(),
            kind: tag.kind.as_str(),
            name: tag.name.to_string(),
            slug: tag.slug.to_string(),
            canonical_id: tag.canonical_id.map(|id| id.to_string()),
            usage_count: tag.usage_count,
        }
    }
}
