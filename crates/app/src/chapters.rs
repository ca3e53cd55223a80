//! Chapters: written, saved, read, ordered, thrown away and restored.
//!
//! A chapter has two texts: the *head* its authors edit and the *live* one its readers get. Who may
//! have which is decided in `access`, before anything else is looked at.

mod access;
mod create;
mod slug;
mod text;

pub use access::ReadableChapter;
pub(crate) use access::held_chapter;
pub use create::NewChapter;
pub use quire_store::chapters::Chapter;
