//! A clock that stands still until a test moves it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use quire_domain::{Clock, Timestamp};

/// A clock whose hand only the test moves. Share it in an `Arc`: every holder sees the same instant.
#[derive(Debug)]
pub struct ManualClock {
    micros: AtomicI64,
}

impl ManualClock {
    /// A clock that shows `start` until it is told otherwise.
    pub const fn new(start: Timestamp) -> Self {
        Self {
            micros: AtomicI64::new(start.as_micros()),
        }
    }

    /// Moves the hand to `instant`, forwards or backwards: clocks of real machines do both.
    pub fn set(&self, instant: Timestamp) {
        self.micros.store(instant.as_micros(), Ordering::SeqCst);
    }

    /// Moves the hand forwards and returns the instant it then shows.
    /// A step beyond the end of time stops there.
    pub fn advance(&self, step: Duration) -> Timestamp {
        let step = i64::try_from(step.as_micros()).unwrap_or(i64::MAX);
        let before = self
            .micros
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| {
                Some(now.saturating_add(step))
            });
        let (Ok(before) | Err(before)) = before;
        Timestamp::from_micros(before.saturating_add(step))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.micros.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_moves_only_when_the_test_moves_it() {
        let clock = ManualClock::new(Timestamp::from_micros(1_000_000));
        assert_eq!(clock.now(), clock.now());
        assert_eq!(
            clock.advance(Duration::from_secs(2)),
            Timestamp::from_micros(3_000_000)
        );
        assert_eq!(clock.now(), Timestamp::from_micros(3_000_000));
        clock.set(Timestamp::from_micros(-5));
        assert_eq!(clock.now(), Timestamp::from_micros(-5));
    }

    #[test]
    fn a_step_beyond_the_end_of_time_stops_there() {
        let clock = ManualClock::new(Timestamp::from_micros(i64::MAX - 1));
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::from_micros(i64::MAX));
    }
}
