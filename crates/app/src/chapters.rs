//! Chapters: written, saved, read, ordered, thrown away and restored.
//!
//! A chapter has two texts: the *head* its authors edit and the *live* one its readers get. Who may
//! have which is decided in `access`, before anything else is looked at.

mod access;
mod address;
mod autosave;
mod change;
mod content;
mod create;
mod order;
mod rendered;
mod save;
mod show;
mod slug;
mod text;
mod trash;

pub use access::ReadableChapter;
pub(crate) use access::{held_chapter, readable_chapter};
pub use address::{ChapterAddress, ChapterAt};
pub use change::ChapterChange;
pub use content::{
    Block, BlockKind, ChapterPage, ChapterSource, ChapterText, Edition, RENDER_VERSION,
};
pub use create::NewChapter;
pub use quire_store::chapters::{Chapter, ChapterLine};
pub(crate) use rendered::Rendered;
pub use show::Contents;
pub(crate) use text::{Prepared, at_length, check_markdown};
