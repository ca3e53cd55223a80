//! Release plans: "Saturdays at nine, in London", as a queue without dates.
//!
//! A plan says only when there is a slot; what goes out is the author's queue. Slots are local
//! times, so readers find a chapter at the same hour all year. Twice a year the local clock jumps:
//! an hour that is skipped moves forward to the first instant after the gap, an hour that comes
//! twice counts once, the first time.

mod rule;
mod zone;

use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::time::Timestamp;

pub use rule::{LocalTime, ReleaseRule, Weekday, Weekdays};
pub use zone::ZoneName;

/// A rule with what a story adds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasePlan {
    /// When slots come.
    pub rule: ReleaseRule,
    /// The local day from which the rule's weeks are counted, in steps of seven days: with a rule
    /// of every two weeks, the seven days from here have slots, the next seven have none.
    pub anchor: Date,
    /// No slot before this instant.
    pub paused_until: Option<Timestamp>,
    /// Whether there are slots at all.
    pub active: bool,
}

impl ReleasePlan {
    /// A plan that runs from `now` on: its weeks are counted from the present local day, so the
    /// first slot is at most a week away whatever the rhythm.
    pub fn starting(rule: ReleaseRule, now: Timestamp) -> Self {
        let anchor = now
            .to_jiff()
            .map_or(Date::ZERO, |now| rule.zone.zone().to_datetime(now).date());
        Self {
            rule,
            anchor,
            paused_until: None,
            active: true,
        }
    }

    /// The first slot strictly after an instant; `None` when the plan rests or the calendar ends.
    pub fn next_slot(&self, after: Timestamp) -> Option<Timestamp> {
        if !self.active {
            return None;
        }
        let after = match self.paused_until {
            Some(end) => after.max(Timestamp::from_micros(end.as_micros().saturating_sub(1))),
            None => after,
        };
        let zone = self.rule.zone.zone();
        // No earlier day can hold the answer: a gap ends before the instants of the next day begin,
        // and of a doubled time the first counts.
        let mut day = zone.to_datetime(after.to_jiff()?).date();
        let period = i32::from(self.rule.every_n_weeks.get()) * 7;
        for _ in 0..=period {
            if self.has_slot_on(day) {
                let slot = instant(zone, day, self.rule.local_time)?;
                if slot > after {
                    return Some(slot);
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The next `n` slots strictly after an instant, for the author to look at before saving.
    pub fn preview(&self, after: Timestamp, n: usize) -> Vec<Timestamp> {
        std::iter::successors(self.next_slot(after), |slot| self.next_slot(*slot))
            .take(n)
            .collect()
    }

    fn has_slot_on(&self, day: Date) -> bool {
        if !self.rule.weekdays.contains(day.weekday().into()) {
            return false;
        }
        let days = day.duration_since(self.anchor).as_hours() / 24;
        let week = days.div_euclid(7);
        week.rem_euclid(i64::from(self.rule.every_n_weeks.get())) == 0
    }
}

/// The instant of a local time on a day.
fn instant(zone: &TimeZone, day: Date, time: LocalTime) -> Option<Timestamp> {
    let local = zone.to_ambiguous_timestamp(day.at(time.hour(), time.minute(), 0, 0));
    let found = match local.offset() {
        AmbiguousOffset::Gap { after, .. } => {
            // Reading the local time with the offset of after the jump gives an instant before it,
            // with the offset of before the jump one at or behind it: the jump is in between.
            let (from, to) = (local.earlier().ok()?, local.later().ok()?);
            zone.following(from)
                .take_while(|jump| jump.timestamp() <= to)
                .find(|jump| jump.offset() == after)
                .map_or(to, |jump| jump.timestamp())
        }
        AmbiguousOffset::Fold { .. } | AmbiguousOffset::Unambiguous { .. } => {
            local.earlier().ok()?
        }
    };
    Some(Timestamp::from_jiff(found))
}

#[cfg(test)]
mod tests;
