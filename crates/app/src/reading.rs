//! Where readers are in stories.
//!
//! Devices report positions late, twice and in any order; they are merged by
//! [`quire_domain::progress`], so no report is ever in conflict with another and each may be sent
//! again. A report counts only for a chapter its reader may read at that moment.

mod ahead;
mod keep;
mod report;

pub use ahead::{ChapterAhead, Continued};
pub use keep::StoryProgress;
pub use report::Report;
