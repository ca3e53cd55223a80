//! Trending without recomputation.
//!
//! Exponential decay shrinks every story's score by the same factor, so it never changes the order
//! of two stories between events. What is stored is therefore the logarithm of the score as it
//! would have been at a fixed origin: an event changes one number of one story, an ordinary index
//! sorts, and no job ever walks the table. Only the displayed score depends on the present.

use crate::time::Timestamp;
use crate::word::words;

/// The fixed moment to which keys refer: 2026-01-01T00:00:00Z. Changing it changes every key.
pub const ORIGIN: Timestamp = Timestamp::from_seconds(1_767_225_600);

/// What a score keeps after an hour; the half-life is 34.31 hours.
const KEPT_PER_HOUR: f64 = 0.98;

/// Days after which an event weighs less than 1e-12 of a new one and need not be read again.
pub const HORIZON_DAYS: i64 = 60;

words! {
    /// What a reader did for a story.
    pub enum EngagementKind {
        /// Put it on the own shelf.
        Save = "save",
        /// Wrote a short post about it.
        Whisper = "whisper",
        /// Thanked the author.
        Kudos = "kudos",
        /// Completed a chapter.
        Read = "read",
        /// Commented.
        Comment = "comment",
    }
}

impl EngagementKind {
    /// How much one of it counts.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Save => 3.0,
            Self::Whisper => 2.5,
            Self::Kudos | Self::Comment => 2.0,
            Self::Read => 1.0,
        }
    }
}

words! {
    /// How much the deed of this actor counts.
    pub enum ActorTrust {
        /// An account in good standing.
        Full = "full",
        /// An account younger than 72 hours or unverified, or somebody not signed in: a quarter.
        Low = "low",
        /// The author, a collaborator, somebody blocked or suspended, part of a flood: nothing.
        None = "none",
    }
}

impl ActorTrust {
    /// The factor on an event's weight.
    pub const fn factor(self) -> f64 {
        match self {
            Self::Full => 1.0,
            Self::Low => 0.25,
            Self::None => 0.0,
        }
    }
}

/// One thing a reader did for a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Engagement {
    /// What.
    pub kind: EngagementKind,
    /// By whom.
    pub trust: ActorTrust,
    /// When.
    pub at: Timestamp,
}

/// The logarithm of a story's decayed score at [`ORIGIN`]. A story without any event has no key
/// (`NULL` in the store), which sorts below every key.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct TrendKey(f64);

impl TrendKey {
    /// The key as the store keeps it; a value that is not a finite number is no key.
    pub fn from_stored(key: f64) -> Option<Self> {
        key.is_finite().then_some(Self(key))
    }

    /// The number to store and to sort by, descending.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The key after one more event. An event that counts nothing changes nothing.
    pub fn after(key: Option<Self>, event: Engagement) -> Option<Self> {
        let weight = event.kind.weight() * event.trust.factor();
        if weight <= 0.0 {
            return key;
        }
        let added = weight.ln() + decay_per_second() * seconds_after_origin(event.at);
        Some(Self(key.map_or(added, |key| logaddexp(key.0, added))))
    }

    /// The key of a story with exactly these events: how one is taken back (an un-save, a ban, a
    /// sweep against fraud). A logarithm of a sum cannot give a summand back without losing digits,
    /// so the caller reads the story's remaining events of the last [`HORIZON_DAYS`] instead.
    pub fn of(events: impl IntoIterator<Item = Engagement>) -> Option<Self> {
        events.into_iter().fold(None, Self::after)
    }

    /// The score people see: the sum of all weights, each decayed to `now`.
    pub fn score(self, now: Timestamp) -> f64 {
        (self.0 - decay_per_second() * seconds_after_origin(now)).exp()
    }
}

/// Lambda: 5.612e-6 per second.
fn decay_per_second() -> f64 {
    -KEPT_PER_HOUR.ln() / 3_600.0
}

fn seconds_after_origin(at: Timestamp) -> f64 {
    at.since(ORIGIN).as_secs_f64() - ORIGIN.since(at).as_secs_f64()
}

/// `ln(e^a + e^b)` without leaving the range of numbers on the way.
fn logaddexp(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    high + (low - high).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    fn events(kind: EngagementKind, count: usize, at: Timestamp) -> Vec<Engagement> {
        vec![
            Engagement {
                kind,
                trust: ActorTrust::Full,
                at,
            };
            count
        ]
    }

    #[test]
    fn the_four_vectors_of_the_domain_paper_hold() {
        use EngagementKind::{Kudos, Read, Save, Whisper};
        let now = ORIGIN + DAY;
        let half_day_ago = now - DAY / 2;
        let mixed = [(Save, 5), (Read, 40), (Kudos, 10), (Whisper, 4)]
            .map(|(kind, count)| events(kind, count, half_day_ago))
            .concat();
        for (events, key, score) in [
            (events(Save, 1, now), 1.583_477, 3.0),
            (events(Save, 1, now - DAY), 1.098_612, 1.847_341),
            (events(Read, 10, half_day_ago), 2.545_018, 7.847_167),
            (mixed, 4.685_084, 66.700_922),
        ] {
            let found = TrendKey::of(events).unwrap();
            assert!((found.get() - key).abs() < 1e-6, "{found:?} {key}");
            assert!((found.score(now) - score).abs() < 1e-6, "{found:?} {score}");
        }
    }

    #[test]
    fn a_score_halves_in_34_hours_and_19_minutes() {
        let key = TrendKey::of(events(EngagementKind::Kudos, 1, ORIGIN)).unwrap();
        let half = key.score(ORIGIN + Duration::from_mins(34 * 60 + 19));
        assert!((half - 1.0).abs() < 1e-3, "{half}");
    }

    #[test]
    fn the_origin_is_the_start_of_2026() {
        assert_eq!(ORIGIN.to_string(), "2026-01-01T00:00:00Z");
    }

    #[test]
    fn an_author_cannot_push_the_own_story() {
        let own = Engagement {
            kind: EngagementKind::Save,
            trust: ActorTrust::None,
            at: ORIGIN,
        };
        assert_eq!(TrendKey::of([own]), None);
        let key = TrendKey::of(events(EngagementKind::Read, 1, ORIGIN));
        assert_eq!(TrendKey::after(key, own), key);
    }

    #[test]
    fn four_low_trust_reads_weigh_as_one() {
        let low = Engagement {
            kind: EngagementKind::Read,
            trust: ActorTrust::Low,
            at: ORIGIN,
        };
        let four = TrendKey::of([low; 4]).unwrap().score(ORIGIN);
        assert!((four - 1.0).abs() < 1e-12, "{four}");
    }

    #[test]
    fn events_before_the_origin_and_a_century_after_it_stay_finite() {
        let old = events(EngagementKind::Save, 1, ORIGIN - DAY * 3_650);
        let new = events(EngagementKind::Save, 1, ORIGIN + DAY * 36_500);
        let key = TrendKey::of([old, new].concat()).unwrap();
        assert!(TrendKey::from_stored(key.get()).is_some(), "{key:?}");
        assert!((key.score(ORIGIN + DAY * 36_500) - 3.0).abs() < 1e-6);
        assert_eq!(TrendKey::from_stored(f64::NEG_INFINITY), None);
    }

    fn any_event() -> impl Strategy<Value = Engagement> {
        (0..5_usize, 0..3_usize, 0..40 * 86_400_i64).prop_map(|(kind, trust, second)| Engagement {
            kind: EngagementKind::ALL[kind],
            trust: ActorTrust::ALL[trust],
            at: Timestamp::from_seconds(ORIGIN.as_seconds() + 300 * 86_400 + second),
        })
    }

    /// The definition, summed plainly.
    fn exact(events: &[Engagement], now: Timestamp) -> f64 {
        events
            .iter()
            .map(|event| {
                let hours = now.since(event.at).as_secs_f64() / 3_600.0;
                event.kind.weight() * event.trust.factor() * 0.98_f64.powf(hours)
            })
            .sum()
    }

    proptest! {
        #[test]
        fn the_order_of_keys_is_the_order_of_exact_decayed_sums_whenever_it_is_read(
            a in prop::collection::vec(any_event(), 0..40),
            b in prop::collection::vec(any_event(), 0..40),
            days_later in 0..11_u32,
        ) {
            let now = ORIGIN + DAY * (340 + days_later);
            let (sum_a, sum_b) = (exact(&a, now), exact(&b, now));
            let (key_a, key_b) = (TrendKey::of(a), TrendKey::of(b));
            for (sum, key) in [(sum_a, key_a), (sum_b, key_b)] {
                let score = key.map_or(0.0, |key| key.score(now));
                prop_assert!((score - sum).abs() <= 1e-10 * sum, "{score} {sum}");
            }
            // Sums closer than rounding have no order to keep.
            if (sum_a - sum_b).abs() > 1e-10 * sum_a.max(sum_b) {
                prop_assert_eq!(key_a.partial_cmp(&key_b), sum_a.partial_cmp(&sum_b));
            }
        }

        #[test]
        fn taking_an_event_back_gives_the_key_it_would_have_had(
            mut events in prop::collection::vec(any_event(), 1..40),
            which in any::<prop::sample::Index>(),
        ) {
            let now = ORIGIN + DAY * 340;
            let gone = which.index(events.len());
            events.remove(gone);
            let score = TrendKey::of(events.iter().copied()).map_or(0.0, |key| key.score(now));
            let sum = exact(&events, now);
            prop_assert!((score - sum).abs() <= 1e-10 * sum, "{score} {sum}");
        }
    }
}
