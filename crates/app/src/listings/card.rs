//! Stories as lists show them.

use std::collections::HashMap;

use quire_domain::account::AccountStatus;
use quire_domain::id::StoryId;
use quire_domain::visibility::{Deletion, StoryFacts};
use quire_store::tags::{self, Carried};
use quire_store::{Many, Unit, listings};

pub use quire_store::listings::Card as StoryCard;

use crate::Result;

/// A story in a list, with the tags its author chose.
#[derive(Debug, Clone)]
pub struct StoryItem {
    /// The story.
    pub card: StoryCard,
    /// Its tags in the author's order.
    pub tags: Vec<Carried>,
}

/// What decides who may see a card.
pub(crate) const fn facts(card: &StoryCard) -> StoryFacts {
    StoryFacts {
        state: card.state,
        audience: card.audience,
        moderation: card.mod_state,
        deletion: if card.deleted_at.is_some() {
            Deletion::ByOther
        } else {
            Deletion::None
        },
        owner: if card.owner_banned {
            AccountStatus::Banned
        } else {
            AccountStatus::Active
        },
        rating: card.rating,
    }
}

/// The stories with some ids, in their order, those that `shown` lets through; two statements
/// however many they are.
pub(crate) async fn story_items(
    unit: &mut impl Unit,
    ids: &[StoryId],
    shown: impl Fn(&StoryCard) -> bool,
) -> Result<Vec<StoryItem>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut cards: HashMap<StoryId, StoryCard> = listings::cards(unit, Many(ids))
        .await?
        .into_iter()
        .filter(|card| shown(card))
        .map(|card| (card.id, card))
        .collect();
    let mut tags: HashMap<StoryId, Vec<Carried>> = HashMap::new();
    for tag in tags::of_stories(unit, Many(ids)).await? {
        tags.entry(tag.story_id).or_default().push(tag);
    }
    Ok(ids
        .iter()
        .filter_map(|id| cards.remove(id))
        .map(|card| StoryItem {
            tags: tags.remove(&card.id).unwrap_or_default(),
            card,
        })
        .collect())
}
