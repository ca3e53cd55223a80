//! One revision with its text.

use quire_domain::id::{ChapterId, RevisionId};
use quire_store::Unit;
use quire_store::revisions::{self, RevisionLine, RevisionText};

use super::history;
use crate::{Actor, App, Refused, Result};

/// The text of a revision of this chapter; of another chapter's there is none.
pub(super) async fn text_in(
    unit: &mut impl Unit,
    chapter: ChapterId,
    id: RevisionId,
) -> Result<RevisionText> {
    revisions::text(unit, id)
        .await?
        .filter(|text| text.chapter_id == chapter)
        .ok_or(Refused::NotFound)
}

impl App {
    /// A revision of a chapter, and its Markdown as it came.
    pub async fn revision(
        &self,
        actor: &Actor,
        chapter: ChapterId,
        id: RevisionId,
    ) -> Result<(RevisionLine, String)> {
        let mut unit = self.store().read().await?;
        history(&mut unit, actor, chapter).await?;
        let line = revisions::line(&mut unit, chapter, id)
            .await?
            .ok_or(Refused::NotFound)?;
        let text = text_in(&mut unit, chapter, id).await?;
        Ok((line, text.source))
    }
}
