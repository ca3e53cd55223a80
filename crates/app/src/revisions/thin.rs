//! Autosaves are thinned out.

use quire_domain::id::ChapterId;
use quire_domain::limits::AUTOSAVES_KEPT;
use quire_store::{Writing, revisions};

use crate::{App, Result};

impl App {
    /// Leaves of a chapter's autosaves the newest ones, the last of each UTC day, those with a name
    /// and those that are its text. What was saved by hand or published stays.
    pub(crate) async fn thin_autosaves(unit: &mut Writing, chapter: ChapterId) -> Result<u64> {
        let keep = i64::try_from(AUTOSAVES_KEPT).unwrap_or(i64::MAX);
        Ok(revisions::thin(unit, chapter, keep).await?)
    }
}
