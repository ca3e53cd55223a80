//! Books as files: reads EPUB 2, EPUB 3 and Markdown folders, writes EPUB 3 and Markdown.
//!
//! The importer and the exporter call this crate with bytes or a path and get data back; it keeps
//! no state, asks no clock and writes to no database. Two promises hold everywhere:
//!
//! * **A file is untrusted.** Whatever is in it, the answer is a [`Manuscript`] or a [`Refusal`],
//!   never a panic, and never more memory or work than [`Limits`] allows.
//! * **No word is lost in silence.** What is not a chapter stands in [`Manuscript::skipped`] with
//!   the reason, what was dropped from the text is counted in [`Manuscript::cleaned`].
//!
//! Reading one of our own exports gives the same Markdown back, byte for byte.

mod archive;
pub mod edition;
pub mod epub;
mod epub_writer;
pub mod limits;
pub mod manuscript;
pub mod markdown;
mod packing;
pub mod refusal;
mod source;
mod text_encoding;
mod title;
mod xhtml;

pub use edition::{Edition, EditionChapter, Note, SeriesPlace};
pub use limits::Limits;
pub use manuscript::{ChapterKind, Manuscript, ManuscriptChapter, Skipped, Volume};
pub use refusal::{Refusal, RefusalCode};
pub use source::{Reading, Source, read, read_with};
