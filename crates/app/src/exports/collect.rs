//! What goes into a book, for the one who asks.

use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::id::ChapterId;
use quire_domain::visibility::{Access, ChapterFacts, Deletion, can_read};
use quire_store::Unit;
use quire_store::editions::{self, Leaf};
use quire_store::stories::{self, Story, Volume};
use uuid::Uuid;

use crate::stories::{Readable, StoryRef, readable};
use crate::{Actor, Refused, Result};

/// Chapters looked up at once.
const BATCH: i64 = 200;

/// The leaves of a book, not yet with their texts.
pub(super) struct Collected {
    pub(super) story: Story,
    pub(super) volumes: Vec<Volume>,
    pub(super) leaves: Vec<Leaf>,
    /// When the newest part of it changed.
    pub(super) modified: Timestamp,
}

/// Collects what the actor may have: of the published chapters those they may read, or, with
/// `all`, every chapter with its newest text, for those who write the story.
pub(super) async fn collect(
    unit: &mut impl Unit,
    actor: &Actor,
    which: &StoryRef,
    all: bool,
) -> Result<Collected> {
    let found = readable(unit, actor, which).await?;
    refuse_unless_offered(actor, &found, all)?;
    let (mut leaves, mut position, mut id) = (Vec::new(), i64::MIN, ChapterId::from(Uuid::nil()));
    loop {
        let batch = if all {
            editions::all(unit, found.story.id, position, id, BATCH).await?
        } else {
            editions::published(unit, found.story.id, position, id, BATCH).await?
        };
        let Some(last) = batch.last() else { break };
        (position, id) = (last.position, last.id);
        leaves.extend(batch.into_iter().filter(|leaf| may_have(&found, leaf)));
    }
    if leaves.is_empty() {
        return Err(if found.viewer.sees_everything() {
            Refused::Transition(
                "no chapter of this story is published yet: there is nothing to put in a book"
                    .to_owned(),
            )
        } else {
            Refused::NotFound
        });
    }
    let volumes = stories::volumes(unit, found.story.id).await?;
    let modified = leaves
        .iter()
        .map(|leaf| {
            leaf.published_at
                .map_or(leaf.revised_at, |at| at.max(leaf.revised_at))
        })
        .max()
        .unwrap_or(found.story.created_at);
    Ok(Collected {
        story: found.story,
        volumes,
        leaves,
        modified,
    })
}

fn refuse_unless_offered(actor: &Actor, found: &Readable, all: bool) -> Result<()> {
    if all && found.viewer.collaborator.is_none() {
        return Err(Refused::Forbidden(
            "only its authors may have what is not published",
        ));
    }
    if actor.account().is_some() {
        actor.signed_in(Scope::Read)?;
    }
    if found.viewer.sees_everything() {
        return Ok(());
    }
    if found.access == Access::Interstitial {
        return Err(Refused::Forbidden(
            "this story is for adults: confirm your age first",
        ));
    }
    if !found.story.download {
        return Err(Refused::Forbidden(
            "its author does not offer this story as a book",
        ));
    }
    Ok(())
}

fn may_have(found: &Readable, leaf: &Leaf) -> bool {
    let chapter = ChapterFacts {
        state: leaf.state,
        moderation: leaf.mod_state,
        deletion: Deletion::None,
    };
    can_read(&found.viewer, found.facts(), Some(chapter)).shows_text()
}
