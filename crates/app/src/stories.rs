//! Stories: written, described, shown, thrown away and restored.

mod access;
mod create;
mod describe;
mod publish;
mod slug;
mod trash;

pub use access::{Readable, StoryAt, StoryRef};
pub use create::NewStory;
pub use describe::{StoryChange, split_words};
pub use quire_store::stories::{Story, Volume};
