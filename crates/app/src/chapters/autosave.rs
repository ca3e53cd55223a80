//! A chapter is kept while somebody types.

use quire_domain::chapter::RevisionKind;
use quire_domain::id::{ChapterId, RevisionId};
use quire_domain::story::CollaboratorRole;
use quire_store::chapters::{self, Chapter};
use quire_store::transact;

use super::access::held_chapter;
use super::save::Edit;
use crate::{Actor, App, Refused, Result};

impl App {
    /// Keeps a text without showing it to readers, whatever the chapter's state; `version` is the
    /// one the caller has seen. Old autosaves are thinned out in the same unit.
    ///
    /// The audit trail does not tell of autosaves: the revisions themselves do.
    pub async fn autosave_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
        version: i64,
        markdown: &str,
    ) -> Result<Chapter> {
        let edit = self.edit(actor, id, version, markdown).await?;
        transact!(self.store(), unit => {
            let held = held_chapter(unit, actor, id)
                .await?
                .may(CollaboratorRole::may_edit)?
                .at(version)?;
            let Edit::New(text) = &edit else {
                return Ok(held.chapter);
            };
            let revision: RevisionId = self.make();
            let changed =
                chapters::set_head(unit, id, version, revision, text.words, self.now()).await?;
            if changed == 0 {
                return Err(Refused::Stale {
                    current: held.chapter.version,
                });
            }
            self.keep(unit, actor, id, revision, RevisionKind::Autosave, text)
                .await?;
            Self::thin_autosaves(unit, id).await?;
            Self::changed_chapter(unit, id).await
        })
    }
}
