//! Publication: chapters are shown to their readers, wait for their moment, and are taken back.
//!
//! Verbs, release plans and the scheduler move a chapter through one machine
//! ([`quire_domain::publication::Publication`]) and settle what follows from it in one function
//! (`App::settle`), in one unit: state, counters of the story, sort keys of its tags, event, audit.
//! So there is exactly one `chapter.published` for each publication, and none without its chapter.

mod refusal;
mod settle;
mod step;
mod wanted;

pub(crate) use settle::{Move, standing};
pub use step::ChapterPublication;
