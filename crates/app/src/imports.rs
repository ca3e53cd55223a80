//! Books come in: looked at without writing anything, made into a story, taken back.
//!
//! A file is read and every chapter counted and marked before the first row is written. Then the
//! story is written in units of a few chapters, because the writer is everybody's; until the last
//! unit it has no collaborator, so nobody sees it, its owner included. What stops half way is
//! removed at once, or by [`crate::App::clear_unfinished_imports`] after a crash.

mod addresses;
mod begin;
mod finish;
mod list;
mod manuscript;
mod options;
mod placement;
mod report;
mod run;
mod tidy;
mod undo;
mod unfinished;

pub use list::ImportPapers;
pub use options::{ImportOptions, ImportPublication, ImportSource, ImportStep};
pub use quire_store::imports::Run as ImportRun;
pub use report::{
    Cleaned, ImportReport, ReportedChapter, ReportedPublication, ReportedSkip, ReportedVolume,
};
pub use run::ImportDone;
pub use undo::ImportUndone;

pub(crate) use begin::{Fresh, Look};
pub(crate) use manuscript::Ready;
pub(crate) use placement::Placement;
pub(crate) use run::CHAPTERS_PER_UNIT;
pub(crate) use undo::hide;
