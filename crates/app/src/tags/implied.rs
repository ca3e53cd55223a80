//! The tag rows of a story: those its author chose, and the canonical tags they imply.

use quire_domain::id::{StoryId, TagId};
use quire_store::Writing;
use quire_store::tags::{self, Tag};

use crate::Result;
use crate::search::relist;

/// Writes the rows of a story that carries exactly these tags, and counts it in and out of them.
pub(super) async fn carry(unit: &mut Writing, story: StoryId, chosen: &[Tag]) -> Result<()> {
    let mut wanted: Vec<(TagId, i64, bool)> = Vec::new();
    for (place, tag) in (0_i64..).zip(chosen) {
        wanted.push((tag.id, place, false));
    }
    for canonical in chosen.iter().filter_map(|tag| tag.canonical_id) {
        if wanted.iter().all(|(id, ..)| *id != canonical) {
            wanted.push((canonical, 0, true));
        }
    }
    let present = tags::rows_of(unit, story).await?;
    for (id, ..) in &present {
        if wanted.iter().all(|(other, ..)| other != id) {
            tags::count_out(unit, story, *id).await?;
            tags::take(unit, story, *id).await?;
        }
    }
    for (id, place, implied) in wanted {
        if !present.contains(&(id, implied, place)) {
            tags::put(unit, story, id, place, implied).await?;
        }
    }
    relist(unit, story).await
}

/// Writes the rows of a story anew after a tag it carries became a synonym, or is none any more.
pub(super) async fn carry_anew(unit: &mut Writing, story: StoryId) -> Result<()> {
    let chosen = tags::chosen(unit, story).await?;
    carry(unit, story, &chosen).await
}
