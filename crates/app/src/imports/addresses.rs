//! Addresses for the chapters of a story that has none yet: found without asking the store.

use std::collections::HashSet;

use quire_domain::id::ChapterId;
use quire_domain::slug::Slug;
use quire_domain::text::ChapterTitle;

/// How many chapters of one title get a number before the id tells them apart.
const NUMBERED: u32 = 30;

/// The addresses given so far.
#[derive(Default)]
pub(super) struct Addresses(HashSet<Slug>);

impl Addresses {
    /// The address wished for, or one made of the title; numbered when it was given before.
    pub(super) fn give(&mut self, wish: Option<&str>, title: &ChapterTitle, id: ChapterId) -> Slug {
        let by_id = || Slug::from_stored(id.to_string().replace('_', "-"));
        let base = wish
            .and_then(|wish| Slug::parse(wish).ok())
            .or_else(|| Slug::from_title(title.as_str()))
            .unwrap_or_else(by_id);
        let slug = std::iter::once(base.clone())
            .chain((2..=NUMBERED).map(|n| base.numbered(n)))
            .find(|slug| !self.0.contains(slug))
            .unwrap_or_else(by_id);
        self.0.insert(slug.clone());
        slug
    }
}
