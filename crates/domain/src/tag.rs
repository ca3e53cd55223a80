//! Tags.

use crate::word::words;

words! {
    /// What a tag is about.
    pub enum TagKind {
        /// A shelf of the bookshop; a story has one to three.
        Genre = "genre",
        /// What it is about.
        Theme = "theme",
        /// The world it is set in.
        Fandom = "fandom",
        /// Who is in it.
        Character = "character",
        /// Who is with whom.
        Relationship = "relationship",
        /// Anything else.
        Freeform = "freeform",
    }
}

/// The greatest number of genres on a story.
pub const MAX_GENRES: usize = 3;
/// The greatest number of other tags on a story.
pub const MAX_OTHER_TAGS: usize = 50;
