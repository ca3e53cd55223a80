//! Stories: written, described, shown, thrown away and restored.

mod access;
mod create;
mod describe;
mod publish;
mod slug;
mod trash;

pub use access::{Readable, StoryAt, StoryRef};
pub(crate) use access::{facts, find, held, held_in_trash, readable, refuse_unless_shown, viewer};
pub use create::NewStory;
pub(crate) use describe::join_words;
pub use describe::{StoryChange, split_words};
pub use quire_store::stories::{Story, Volume};
pub(crate) use slug::free_slug;
