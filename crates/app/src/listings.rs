//! Lists of stories: popular, new, updated; of everything, of a tag, of an author.
//!
//! Only public stories stand in the lists of everyone: the lists are the same for all, can be kept
//! in shared caches, and one index each gives them. Members find members-only stories on the pages
//! of their authors and by search.
//!
//! A list walks its index in order and leaves out what the filters do. It looks at a few thousand
//! entries at most for one page: a filter that hardly anything passes gives short pages, even empty
//! ones, that lead on until the list ends.
//!
//! While somebody pages, every story that stays where it is comes exactly once. One that moves up
//! meanwhile (a new chapter, a new reader) is met again at the top, not twice on the way down.

mod card;
mod filter;
mod of_author;
mod walk;

pub use card::{StoryCard, StoryItem};
pub(crate) use card::{facts, story_items};
pub use filter::{StoryFilter, StoryOrder};
