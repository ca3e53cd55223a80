//! Where a reader is in a story, merged from any number of devices.
//!
//! Positions arrive late, twice and in any order. Merging is commutative, associative and
//! idempotent (invariant I8), so the result depends only on which positions arrived, and no device
//! is ever told of a conflict.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::ChapterId;
use crate::text::Invalid;
use crate::time::Timestamp;

/// The part of a chapter that has been passed, from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub struct Fraction(f64);

impl Fraction {
    /// Nothing passed.
    pub const START: Self = Self(0.0);
    /// Everything passed.
    pub const END: Self = Self(1.0);
    /// From here on a chapter counts as completed: end notes need not be read.
    pub const COMPLETED: Self = Self(0.9);

    /// Checks a number.
    pub fn parse(number: f64) -> Result<Self, Invalid> {
        if (0.0..=1.0).contains(&number) {
            // Adding zero turns -0.0 into 0.0, so equal numbers are equal bit for bit.
            Ok(Self(number + 0.0))
        } else {
            Err(Invalid::Form {
                rule: "write a number from 0 to 1",
            })
        }
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// One report of a device: "the reader was here".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The chapter.
    pub chapter: ChapterId,
    /// The chapter's place in reading order when the report arrived; only compared.
    pub order: i64,
    /// The stable id of the block at the top of the screen.
    pub block: String,
    /// How much of the chapter has been passed.
    pub fraction: Fraction,
    /// When, by the device's clock; see [`Position::received`].
    pub client_time: Timestamp,
    /// The device's own name for itself.
    pub device: String,
    /// The device's own count of its reports; a repeated (device, count) is the same report.
    pub sequence: i64,
}

impl Position {
    /// The report as it counts: a clock that runs ahead is set back to the moment of receipt, once,
    /// so that a device living in the future cannot win for years.
    #[must_use]
    pub fn received(self, now: Timestamp) -> Self {
        Self {
            client_time: self.client_time.min(now),
            ..self
        }
    }

    /// Whether enough was passed for the chapter to count as completed.
    pub fn completes(&self) -> bool {
        self.fraction >= Fraction::COMPLETED
    }

    /// The last writer comes last. The fields after the sequence only make the order total: a
    /// device that breaks its promise and reuses a number must not make merging depend on arrival.
    fn by_time(&self, other: &Self) -> Ordering {
        (self.client_time, &self.device, self.sequence)
            .cmp(&(other.client_time, &other.device, other.sequence))
            .then_with(|| {
                (self.order, self.fraction, self.chapter, &self.block).cmp(&(
                    other.order,
                    other.fraction,
                    other.chapter,
                    &other.block,
                ))
            })
    }

    /// The furthest comes last.
    fn by_reading_order(&self, other: &Self) -> Ordering {
        (self.order, self.fraction)
            .cmp(&(other.order, other.fraction))
            .then_with(|| self.by_time(other))
    }
}

/// What is known of one chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChapterProgress {
    /// The first report.
    pub first_at: Timestamp,
    /// The last report.
    pub last_at: Timestamp,
    /// The most that was ever passed.
    pub max_fraction: Fraction,
    /// When it was first completed; stays until the reader starts over.
    pub completed_at: Option<Timestamp>,
}

impl ChapterProgress {
    /// Both together.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Self {
            first_at: self.first_at.min(other.first_at),
            last_at: self.last_at.max(other.last_at),
            max_fraction: self.max_fraction.max(other.max_fraction),
            completed_at: match (self.completed_at, other.completed_at) {
                (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
                (ours, theirs) => ours.or(theirs),
            },
        }
    }
}

/// Where a reader is in one story. The default is "has not begun".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Where to continue: the latest report.
    pub current: Option<Position>,
    /// The furthest in reading order.
    pub furthest: Option<Position>,
    /// What is known of each chapter.
    pub chapters: BTreeMap<ChapterId, ChapterProgress>,
}

impl Progress {
    /// What one report says. `finished` is the device's word that the reader went on from the end.
    pub fn of(position: Position, finished: bool) -> Self {
        let completed = finished || position.completes();
        let chapter = ChapterProgress {
            first_at: position.client_time,
            last_at: position.client_time,
            max_fraction: position.fraction,
            completed_at: completed.then_some(position.client_time),
        };
        Self {
            chapters: BTreeMap::from([(position.chapter, chapter)]),
            current: Some(position.clone()),
            furthest: Some(position),
        }
    }

    /// Both together; the order of merging does not matter.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (id, theirs) in other.chapters {
            self.chapters
                .entry(id)
                .and_modify(|ours| *ours = ours.merge(theirs))
                .or_insert(theirs);
        }
        Self {
            current: later(self.current, other.current, Position::by_time),
            furthest: later(self.furthest, other.furthest, Position::by_reading_order),
            chapters: self.chapters,
        }
    }

    /// The chapters that are completed.
    pub fn completed(&self) -> impl Iterator<Item = ChapterId> + '_ {
        self.chapters
            .iter()
            .filter(|(_, chapter)| chapter.completed_at.is_some())
            .map(|(id, _)| *id)
    }
}

fn later(
    a: Option<Position>,
    b: Option<Position>,
    order: impl Fn(&Position, &Position) -> Ordering,
) -> Option<Position> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if order(&a, &b) == Ordering::Less {
            b
        } else {
            a
        }),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn at(chapter: i64, fraction: f64, second: i64, device: &str) -> Position {
        Position {
            chapter: ChapterId::from(Uuid::from_u128(u128::try_from(chapter).unwrap())),
            order: chapter,
            block: format!("b{second}"),
            fraction: Fraction::parse(fraction).unwrap(),
            client_time: Timestamp::from_seconds(second),
            device: device.to_owned(),
            sequence: second,
        }
    }

    #[test]
    fn reading_an_old_chapter_again_moves_the_bookmark_but_not_the_furthest_point() {
        let story = Progress::of(at(9, 0.5, 10, "phone"), false)
            .merge(Progress::of(at(2, 0.1, 20, "tablet"), false));
        assert_eq!(story.current.unwrap().order, 2);
        assert_eq!(story.furthest.unwrap().order, 9);
    }

    #[test]
    fn a_report_that_arrives_late_does_not_overwrite_a_newer_one() {
        let story = Progress::of(at(5, 0.5, 20, "phone"), false)
            .merge(Progress::of(at(4, 0.9, 10, "tablet"), false));
        assert_eq!(story.current.unwrap().order, 5);
    }

    #[test]
    fn a_clock_that_runs_ahead_is_set_back_to_the_moment_of_receipt() {
        let now = Timestamp::from_seconds(100);
        assert_eq!(at(1, 0.0, 5_000, "x").received(now).client_time, now);
        let past = at(1, 0.0, 50, "x");
        assert_eq!(past.clone().received(now), past);
    }

    #[test]
    fn a_chapter_is_completed_at_nine_tenths_and_stays_completed() {
        assert!(!at(1, 0.899, 1, "x").completes());
        assert!(at(1, 0.9, 1, "x").completes());
        let again = Progress::of(at(1, 0.95, 10, "x"), false)
            .merge(Progress::of(at(1, 0.0, 20, "x"), false));
        assert_eq!(again.completed().count(), 1);
        let chapter = again.chapters.values().next().unwrap();
        assert_eq!(chapter.completed_at, Some(Timestamp::from_seconds(10)));
        assert_eq!(chapter.max_fraction.get().to_string(), "0.95");
    }

    #[test]
    fn going_on_from_the_end_completes_a_chapter_of_one_screen() {
        let story = Progress::of(at(1, 0.0, 1, "x"), true);
        assert_eq!(story.completed().count(), 1);
    }

    #[test]
    fn only_numbers_from_zero_to_one_are_fractions() {
        for wrong in [-0.1, 1.000_1, f64::NAN, f64::INFINITY] {
            assert!(Fraction::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Fraction::parse(-0.0).unwrap(), Fraction::START);
    }

    /// Few values for each field, so that ties on any part of the order are common.
    fn any_progress() -> impl Strategy<Value = Progress> {
        let position = (
            0..4_i64,
            0..4_i64,
            0..3_u32,
            0..11_u32,
            0..3_i64,
            0..2_u32,
            0..2_i64,
        );
        let one = (position, any::<bool>()).prop_map(
            |((chapter, order, block, tenths, second, device, sequence), finished)| {
                let position = Position {
                    order,
                    block: format!("b{block}"),
                    device: format!("d{device}"),
                    sequence,
                    ..at(chapter, f64::from(tenths) / 10.0, second, "")
                };
                Progress::of(position, finished)
            },
        );
        prop::collection::vec(one, 0..5)
            .prop_map(|all| all.into_iter().fold(Progress::default(), Progress::merge))
    }

    proptest! {
        #[test]
        fn merging_is_commutative_associative_and_idempotent(
            a in any_progress(), b in any_progress(), c in any_progress(),
        ) {
            prop_assert_eq!(a.clone().merge(b.clone()), b.clone().merge(a.clone()));
            prop_assert_eq!(
                a.clone().merge(b.clone()).merge(c.clone()),
                a.clone().merge(b.clone().merge(c.clone()))
            );
            prop_assert_eq!(a.clone().merge(a.clone()), a.clone());
            prop_assert_eq!(a.clone().merge(Progress::default()), a.clone());
            prop_assert_eq!(a.clone().merge(b.clone()).merge(b.clone()), a.merge(b));
        }

        #[test]
        fn nothing_completed_is_ever_lost_and_furthest_never_goes_back(
            a in any_progress(), b in any_progress(),
        ) {
            let both = a.clone().merge(b);
            for chapter in a.completed() {
                prop_assert!(both.completed().any(|id| id == chapter));
            }
            if let Some(before) = &a.furthest {
                let after = both.furthest.unwrap();
                prop_assert!((after.order, after.fraction) >= (before.order, before.fraction));
            }
        }
    }
}
