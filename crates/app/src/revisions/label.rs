//! A revision gets a name.

use quire_domain::id::{ChapterId, RevisionId};
use quire_domain::story::CollaboratorRole;
use quire_domain::text::Label;
use quire_store::revisions::{self, RevisionLine};
use quire_store::transact;
use serde_json::json;

use crate::chapters::held_chapter;
use crate::{Actor, App, Refused, Result};

impl App {
    /// Names a revision, or takes its name away. One with a name is never thinned out.
    pub async fn label_revision(
        &self,
        actor: &Actor,
        chapter: ChapterId,
        id: RevisionId,
        label: Option<&Label>,
    ) -> Result<RevisionLine> {
        let text = label.map_or("", Label::as_str);
        transact!(self.store(), unit => {
            held_chapter(unit, actor, chapter)
                .await?
                .may(CollaboratorRole::may_edit)?;
            if revisions::label(unit, chapter, id, text).await? == 0 {
                return Err(Refused::NotFound);
            }
            self.audit(
                unit,
                actor.account(),
                "revision.label",
                id.as_uuid(),
                &json!({}),
            )
            .await?;
            revisions::line(unit, chapter, id)
                .await?
                .ok_or(Refused::NotFound)
        })
    }
}
