//! The rule of a plan, and how people write it: `weekly:sat@09:00`, `weekly:mon,thu@18:30`,
//! `daily@09:00`, `every2weeks:sat@09:00`; with `*3` for three chapters a slot and
//! `/Europe/London` for a zone behind it.

use std::fmt;
use std::num::NonZeroU8;
use std::str::FromStr;

use crate::release_plan::ZoneName;
use crate::text::Invalid;
use crate::word::words;

words! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

impl From<jiff::civil::Weekday> for Weekday {
    fn from(day: jiff::civil::Weekday) -> Self {
        match day {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

impl Weekday {
    const fn bit(self) -> u8 {
        match self {
            Self::Monday => 1,
            Self::Tuesday => 2,
            Self::Wednesday => 4,
            Self::Thursday => 8,
            Self::Friday => 16,
            Self::Saturday => 32,
            Self::Sunday => 64,
        }
    }
}

/// At least one day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(NonZeroU8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(NonZeroU8::MIN.saturating_add(126));

    /// The days given; `None` when there are none.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let bits = days.into_iter().fold(0, |bits, day| bits | day.bit());
        NonZeroU8::new(bits).map(Self)
    }

    /// Whether a day is among them.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0.get() & day.bit() != 0
    }

    /// The days, from Monday on.
    pub fn days(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL
            .iter()
            .copied()
            .filter(move |day| self.contains(*day))
    }
}

impl fmt::Display for Weekdays {
    /// `mon,thu`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, day) in self.days().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            f.write_str(day.as_str())?;
        }
        Ok(())
    }
}

impl FromStr for Weekdays {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let days: Result<Vec<Weekday>, Invalid> = text
            .split(',')
            .map(|day| day.trim().to_ascii_lowercase().parse())
            .collect();
        Self::of(days?).ok_or(Invalid::Empty)
    }
}

/// A time of day to the minute, by the local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    hour: i8,
    minute: i8,
}

impl LocalTime {
    /// From an hour of 0 to 23 and a minute of 0 to 59.
    pub fn new(hour: i8, minute: i8) -> Option<Self> {
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Self { hour, minute })
    }

    /// 0 to 23.
    pub const fn hour(self) -> i8 {
        self.hour
    }

    /// 0 to 59.
    pub const fn minute(self) -> i8 {
        self.minute
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for LocalTime {
    type Err = Invalid;

    /// `09:00`; one digit for the hour is enough.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let digits = |part: &str, longest: usize| {
            let fits =
                (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| part.parse::<i8>().ok()).flatten()
        };
        text.split_once(':')
            .filter(|(_, minute)| minute.len() == 2)
            .and_then(|(hour, minute)| Self::new(digits(hour, 2)?, digits(minute, 2)?))
            .ok_or(Invalid::Form {
                rule: "write a time of day from 00:00 to 23:59",
            })
    }
}

/// When slots come and how much goes out at each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRule {
    /// Whose clock.
    pub zone: ZoneName,
    /// On which days.
    pub weekdays: Weekdays,
    /// At what time.
    pub local_time: LocalTime,
    /// 1 for every week, 2 for every other one; at most [`ReleaseRule::MAX_WEEKS`].
    pub every_n_weeks: NonZeroU8,
    /// Chapters at each slot; at most [`ReleaseRule::MAX_PER_SLOT`].
    pub per_slot: NonZeroU8,
}

impl ReleaseRule {
    /// The longest rhythm: one week with slots in a year.
    pub const MAX_WEEKS: u8 = 52;
    /// The most chapters at one slot.
    pub const MAX_PER_SLOT: u8 = 20;

    /// Reads a rule as people write it; `zone` is the one meant when none is written.
    pub fn parse(text: &str, zone: &ZoneName) -> Result<Self, Invalid> {
        let wrong = Invalid::Form {
            rule: "write a rule like weekly:sat@09:00, weekly:mon,thu@18:30/Europe/London, daily@09:00 or every2weeks:sat@09:00",
        };
        let text = text.trim();
        let (text, zone) = match text.split_once('/') {
            Some((text, name)) => (text, ZoneName::parse(name)?),
            None => (text, zone.clone()),
        };
        let (days, time) = text.split_once('@').ok_or_else(|| wrong.clone())?;
        let (time, per_slot) = match time.split_once('*') {
            Some((time, count)) => (time, number(count, Self::MAX_PER_SLOT)?),
            None => (time, NonZeroU8::MIN),
        };
        let days = days.trim().to_ascii_lowercase();
        let (every_n_weeks, weekdays) = match days.split_once(':') {
            None if days == "daily" => (NonZeroU8::MIN, Weekdays::ALL),
            Some(("weekly", days)) => (NonZeroU8::MIN, days.parse()?),
            Some((rhythm, days)) => {
                let weeks = rhythm
                    .strip_prefix("every")
                    .and_then(|rest| rest.strip_suffix("weeks"))
                    .ok_or(wrong)?;
                (number(weeks, Self::MAX_WEEKS)?, days.parse()?)
            }
            None => return Err(wrong),
        };
        Ok(Self {
            zone,
            weekdays,
            local_time: time.trim().parse()?,
            every_n_weeks,
            per_slot,
        })
    }
}

fn number(text: &str, max: u8) -> Result<NonZeroU8, Invalid> {
    text.trim()
        .parse::<NonZeroU8>()
        .ok()
        .filter(|number| number.get() <= max)
        .ok_or(Invalid::Form {
            rule: "the number of weeks goes from 1 to 52, the chapters of a slot from 1 to 20",
        })
}

impl fmt::Display for ReleaseRule {
    /// The rule as [`ReleaseRule::parse`] reads it, always with its zone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.every_n_weeks.get() {
            1 if self.weekdays == Weekdays::ALL => f.write_str("daily")?,
            1 => write!(f, "weekly:{}", self.weekdays)?,
            n => write!(f, "every{n}weeks:{}", self.weekdays)?,
        }
        write!(f, "@{}", self.local_time)?;
        if self.per_slot > NonZeroU8::MIN {
            write!(f, "*{}", self.per_slot)?;
        }
        write!(f, "/{}", self.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        ReleaseRule::parse(text, &ZoneName::parse("Asia/Kolkata").unwrap())
            .unwrap_or_else(|refused| panic!("{text}: {refused}"))
            .to_string()
    }

    #[test]
    fn rules_are_read_as_people_write_them_and_written_in_one_way() {
        for (given, kept) in [
            ("weekly:sat@09:00", "weekly:sat@09:00/Asia/Kolkata"),
            (
                "weekly:thu,mon@18:30/europe/london",
                "weekly:mon,thu@18:30/Europe/London",
            ),
            ("Daily@9:05", "daily@09:05/Asia/Kolkata"),
            (
                "weekly:mon,tue,wed,thu,fri,sat,sun@00:00",
                "daily@00:00/Asia/Kolkata",
            ),
            (
                "every2weeks:Sat@09:00",
                "every2weeks:sat@09:00/Asia/Kolkata",
            ),
            ("every1weeks:sat@09:00", "weekly:sat@09:00/Asia/Kolkata"),
            ("weekly:sun@23:59*3/UTC", "weekly:sun@23:59*3/UTC"),
        ] {
            assert_eq!(written(given), kept);
            assert_eq!(written(kept), kept, "what is written reads back");
        }
    }

    #[test]
    fn other_rules_are_refused() {
        for wrong in [
            "",
            "weekly",
            "weekly:sat",
            "sat@09:00",
            "weekly:@09:00",
            "weekly:sam@09:00",
            "weekly:sat@24:00",
            "weekly:sat@09:60",
            "weekly:sat@9",
            "weekly:sat@09:0",
            "weekly:sat@+9:00",
            "weekly:sat@09:00/Nowhere",
            "weekly:sat@09:00/",
            "every0weeks:sat@09:00",
            "every53weeks:sat@09:00",
            "everyweeks:sat@09:00",
            "weekly:sat@09:00*0",
            "weekly:sat@09:00*21",
            "monthly@09:00",
        ] {
            assert!(
                ReleaseRule::parse(wrong, &ZoneName::utc()).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn all_weekdays_are_seven() {
        assert_eq!(Weekdays::ALL.days().count(), 7);
        assert_eq!(
            Weekdays::of(Weekday::ALL.iter().copied()),
            Some(Weekdays::ALL)
        );
        assert_eq!(Weekdays::of([]), None);
    }
}
