//! Addresses of chapters in their story.

use quire_domain::id::{ChapterId, StoryId};
use quire_domain::slug::Slug;
use quire_domain::text::ChapterTitle;
use quire_store::{Unit, chapters};

use crate::Result;

/// How many chapters of one title get a number before the id tells them apart: serials have many
/// chapters named "Interlude".
const NUMBERED: u32 = 30;

/// What a chapter is called by in an address when nothing else is free, or readable.
fn by_id(id: ChapterId) -> Slug {
    Slug::from_stored(id.to_string().replace('_', "-"))
}

/// The slug of a title, unless the title has nothing readable.
pub(super) fn slug_of(title: &ChapterTitle, id: ChapterId) -> Slug {
    Slug::from_title(title.as_str()).unwrap_or_else(|| by_id(id))
}

/// `base`, or the first `base-n` that no chapter of the story has or had.
///
/// Whoever calls holds the order of the story, so that nobody takes the slug meanwhile.
pub(super) async fn free_slug(
    unit: &mut impl Unit,
    story: StoryId,
    base: Slug,
    id: ChapterId,
) -> Result<Slug> {
    if !chapters::slug_taken(unit, story, &base).await? {
        return Ok(base);
    }
    for n in 2..=NUMBERED {
        let slug = base.numbered(n);
        if !chapters::slug_taken(unit, story, &slug).await? {
            return Ok(slug);
        }
    }
    Ok(by_id(id))
}
