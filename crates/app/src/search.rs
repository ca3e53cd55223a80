//! Full-text search over stories, chapters and people, and what keeps its index true.
//!
//! The index holds only what some reader may find: it changes in the unit that shows or hides a
//! text (`index_story`, `index_chapter`, `index_person`). What is found is nevertheless checked
//! again, because a story can be hidden without touching its chapters one by one.
//!
//! Results stand in two parts: first those whose title (or name) has everything asked for, then the
//! others; in each the newest first. There is no score: the same query gives the same order on both
//! engines, a cursor stays true while texts are added, and a page costs the same in a large library
//! as in a small one.

mod index;
mod people;
mod query;
mod snippet;
mod suggest;
mod texts;
mod walk;

pub(crate) use index::{forget_story, index_chapter, index_person, index_story, relist};
pub use people::Person;
pub use quire_store::search::ChapterCard;
pub use snippet::{Snippet, SnippetPart};
pub use suggest::Suggestions;
pub use texts::ChapterFound;

/// The kinds of documents; each has a range of numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Story,
    Chapter,
    Person,
}

/// Numbers in the range of a kind, as an exponent of two.
const RANGE: u32 = 40;

impl Kind {
    /// The lowest number and the one after the highest.
    const fn range(self) -> (i64, i64) {
        let place: i64 = match self {
            Self::Story => 1,
            Self::Chapter => 2,
            Self::Person => 3,
        };
        (place << RANGE, (place + 1) << RANGE)
    }
}
