//! The order of a story's chapters, and the numbers people see.
//!
//! A number is display only, never identity: it changes when a chapter before it goes or moves.

use std::collections::BTreeSet;

use crate::chapter::ChapterKind;
use crate::id::ChapterId;

/// What decides whether a chapter carries a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// What it is in its story.
    pub kind: ChapterKind,
    /// Whether it lies in the trash.
    pub deleted: bool,
}

/// The numbers of chapters given in reading order: 1..n without gaps over those that are numbered
/// and not deleted (invariant I3); `None` for the others.
pub fn display_numbers(chapters: impl IntoIterator<Item = Numbering>) -> Vec<Option<u32>> {
    let mut last = 0_u32;
    chapters
        .into_iter()
        .map(|chapter| {
            (chapter.kind.is_numbered() && !chapter.deleted).then(|| {
                last = last.saturating_add(1);
                last
            })
        })
        .collect()
}

/// Why an order of chapters was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrderRefused {
    /// A chapter of the story is not in the order.
    #[error("{0} is missing: give every chapter of the story")]
    Missing(ChapterId),
    /// The story has no such chapter.
    #[error("{0} is not a chapter of this story")]
    Foreign(ChapterId),
    /// A chapter stands twice in the order.
    #[error("{0} is given twice")]
    Twice(ChapterId),
}

/// Accepts `wanted` as the new order when it is exactly the chapters of the story. Asking for the
/// whole order, not for one move, makes a lost update visible: a chapter added meanwhile is missing.
pub fn check_order(current: &[ChapterId], wanted: &[ChapterId]) -> Result<(), OrderRefused> {
    let current: BTreeSet<ChapterId> = current.iter().copied().collect();
    let mut seen = BTreeSet::new();
    for id in wanted.iter().copied() {
        if !current.contains(&id) {
            return Err(OrderRefused::Foreign(id));
        }
        if !seen.insert(id) {
            return Err(OrderRefused::Twice(id));
        }
    }
    current
        .difference(&seen)
        .next()
        .map_or(Ok(()), |id| Err(OrderRefused::Missing(*id)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> ChapterId {
        ChapterId::from(Uuid::from_u128(n))
    }

    #[test]
    fn announcements_and_deleted_chapters_carry_no_number_and_leave_no_gap() {
        let numbers = display_numbers(
            [
                (ChapterKind::Prologue, false),
                (ChapterKind::Announcement, false),
                (ChapterKind::Chapter, true),
                (ChapterKind::Chapter, false),
                (ChapterKind::Epilogue, false),
            ]
            .map(|(kind, deleted)| Numbering { kind, deleted }),
        );
        assert_eq!(numbers, [Some(1), None, None, Some(2), Some(3)]);
    }

    #[test]
    fn an_order_names_every_chapter_once_and_no_other() {
        let story = [id(1), id(2), id(3)];
        assert_eq!(check_order(&story, &[id(3), id(1), id(2)]), Ok(()));
        assert_eq!(
            check_order(&story, &[id(3), id(1)]),
            Err(OrderRefused::Missing(id(2)))
        );
        assert_eq!(
            check_order(&story, &[id(1), id(2), id(3), id(4)]),
            Err(OrderRefused::Foreign(id(4)))
        );
        assert_eq!(
            check_order(&story, &[id(1), id(2), id(2), id(3)]),
            Err(OrderRefused::Twice(id(2)))
        );
        assert_eq!(check_order(&[], &[]), Ok(()));
    }

    proptest! {
        #[test]
        fn numbers_are_one_to_n_for_any_story(chapters in prop::collection::vec((0..6_usize, any::<bool>()), 0..60)) {
            let chapters: Vec<Numbering> = chapters
                .into_iter()
                .map(|(kind, deleted)| Numbering { kind: ChapterKind::ALL[kind], deleted })
                .collect();
            let numbers = display_numbers(chapters.iter().copied());
            prop_assert_eq!(numbers.len(), chapters.len());
            let given: Vec<u32> = numbers.iter().flatten().copied().collect();
            let expected: Vec<u32> = (1..).take(given.len()).collect();
            prop_assert_eq!(given, expected);
            for (chapter, number) in chapters.iter().zip(&numbers) {
                prop_assert_eq!(number.is_some(), !chapter.deleted && chapter.kind != ChapterKind::Announcement);
            }
        }
    }
}
