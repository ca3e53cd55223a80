//! Addresses of stories.

use quire_domain::id::StoryId;
use quire_domain::slug::Slug;
use quire_domain::text::StoryTitle;
use quire_store::{Unit, stories};

use crate::Result;

/// A slug for a title that no story has or had: the title itself, then with `-2`, `-3` …, then
/// with the end of the id, which is free.
pub(crate) async fn free_slug(
    unit: &mut impl Unit,
    title: &StoryTitle,
    id: StoryId,
) -> Result<Slug> {
    let text = id.to_string();
    let tail: String = text.chars().skip(text.len().saturating_sub(6)).collect();
    let by_id = Slug::from_stored(format!("story-{tail}"));
    let Some(base) = Slug::from_title(title.as_str()) else {
        return Ok(by_id);
    };
    let numbered = (2..=9).map(|n| base.numbered(n));
    for slug in std::iter::once(base.clone()).chain(numbered) {
        if !stories::slug_taken(unit, &slug).await? {
            return Ok(slug);
        }
    }
    let digits = tail.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    Ok(base.numbered(digits))
}
