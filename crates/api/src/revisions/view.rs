//! A revision as the API shows it.

use quire_app::revisions::RevisionLine;
use serde::Serialize;
use utoipa::ToSchema;

/// A kept state of a chapter's text.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionView {
    /// Its id.
    pub id: String,
    /// Counts the revisions of the chapter, from 1.
    pub number: i64,
    /// `autosave`, `save` or `publish`.
    pub kind: &'static str,
    /// What somebody calls it.
    pub label: Option<String>,
    /// Words as shown.
    pub words: i64,
    /// Characters as shown.
    pub characters: i64,
    /// The account of who wrote it.
    pub author: String,
    /// Their handle, while there is one.
    pub author_handle: Option<String>,
    /// When it was kept.
    pub created_at: String,
}

impl From<RevisionLine> for RevisionView {
    fn from(line: RevisionLine) -> Self {
        Self {
            id: line.id.to_string(),
            number: line.n,
            kind: line.kind.as_str(),
            label: Some(line.label).filter(|label| !label.is_empty()),
            words: line.words,
            characters: line.characters,
            author: line.author_id.to_string(),
            author_handle: line.author_handle.map(|handle| handle.to_string()),
            created_at: line.created_at.to_string(),
        }
    }
}
