//! What became of a text from one revision to another.

use quire_domain::id::{ChapterId, RevisionId};
use quire_prose::DiffBlock;

use super::history;
use super::show::text_in;
use crate::chapters::at_length;
use crate::{Actor, App, Result};

impl App {
    /// Compares two revisions of a chapter: what `to` has that `from` has not, and the reverse.
    pub async fn diff_revisions(
        &self,
        actor: &Actor,
        chapter: ChapterId,
        from: RevisionId,
        to: RevisionId,
    ) -> Result<Vec<DiffBlock>> {
        let (old, new) = {
            let mut unit = self.store().read().await?;
            history(&mut unit, actor, chapter).await?;
            let old = text_in(&mut unit, chapter, from).await?.source;
            (old, text_in(&mut unit, chapter, to).await?.source)
        };
        let length = old.len().saturating_add(new.len());
        at_length(length, move || quire_prose::diff(&old, &new)).await
    }
}
