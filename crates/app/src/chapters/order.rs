//! The chapters of a story change places.

use quire_domain::id::{ChapterId, StoryId};
use quire_domain::order::{OrderRefused, check_order};
use quire_domain::story::CollaboratorRole;
use quire_store::{Many, Writing, chapters, transact};
use serde_json::json;

use crate::stories::{StoryRef, held};
use crate::{Actor, App, Refused, Result};

impl App {
    /// Puts the chapters of a story in another order. `order` names every chapter that is not in
    /// the trash once: a chapter added meanwhile is missing from it, and is not lost.
    pub async fn reorder_chapters(
        &self,
        actor: &Actor,
        story: StoryId,
        order: &[ChapterId],
    ) -> Result<()> {
        let now = self.now();
        transact!(self.store(), unit => {
            chapters::hold_order(unit, story).await?;
            held(unit, actor, &StoryRef::Id(story))
                .await?
                .may(CollaboratorRole::may_publish)?;
            let current = chapters::order(unit, story).await?;
            check_order(&current, order).map_err(|refused| refused_order(&refused))?;
            if current == order {
                return Ok(());
            }
            set_order(unit, story, order).await?;
            let id = story.as_uuid();
            self.tell(unit, "story.reordered", id, &json!({}), now).await?;
            self.audit(unit, actor.account(), "story.reorder", id, &json!({}))
                .await
        })
    }
}

/// Writes an order and the numbers that follow from it.
pub(super) async fn set_order(
    unit: &mut Writing,
    story: StoryId,
    order: &[ChapterId],
) -> Result<()> {
    chapters::place(unit, story, Many(order)).await?;
    chapters::renumber(unit, story).await?;
    Ok(())
}

fn refused_order(refused: &OrderRefused) -> Refused {
    let code = match refused {
        OrderRefused::Missing(_) => "missing",
        OrderRefused::Foreign(_) => "unknown",
        OrderRefused::Twice(_) => "twice",
    };
    Refused::field("/chapters", code, refused.to_string())
}
