//! Who may look at what is still to come: the authors of a story.

use quire_domain::account::Scope;
use quire_domain::id::StoryId;
use quire_domain::visibility::can_read;
use quire_store::{Unit, stories};

use crate::stories::{facts, refuse_unless_shown, viewer};
use crate::{Actor, Refused, Result};

/// Refuses everybody but a story's collaborators. Whoever may not read the story learns nothing of
/// it, and nobody else learns whether it has a plan.
pub(super) async fn insider(unit: &mut impl Unit, actor: &Actor, story: StoryId) -> Result<()> {
    actor.signed_in(Scope::Read)?;
    let story = stories::by_id(unit, story)
        .await?
        .ok_or(Refused::NotFound)?;
    let viewer = viewer(unit, actor, &story).await?;
    refuse_unless_shown(can_read(&viewer, facts(&story), None))?;
    if viewer.collaborator.is_none() {
        return Err(Refused::Forbidden("only its authors see a story's plan"));
    }
    if story.deleted_at.is_some() {
        return Err(Refused::Gone);
    }
    Ok(())
}
