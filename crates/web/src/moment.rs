//! Instants and numbers as people read them.

use std::fmt;

use askama::filters::HtmlSafe;
use jiff::civil::DateTime;
use quire_domain::Timestamp;
use quire_domain::release_plan::ZoneName;

/// An instant on a page: `<time datetime="…">28 November 2026, 09:00 UTC</time>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

/// A day on a page, where the hour does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub Timestamp);

fn write(f: &mut fmt::Formatter<'_>, at: Timestamp, shown: &str) -> fmt::Result {
    let Some(instant) = at.to_jiff() else {
        return f.write_str("some day");
    };
    let whole = jiff::Timestamp::from_second(at.as_seconds()).unwrap_or(instant);
    let local = whole.to_zoned(jiff::tz::TimeZone::UTC);
    write!(
        f,
        r#"<time datetime="{whole}">{}</time>"#,
        local.strftime(shown)
    )
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self.0, "%-d %B %Y, %H:%M UTC")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self.0, "%-d %B %Y")
    }
}

// Both write only a tag of their own, digits, and English names of months.
impl HtmlSafe for Moment {}
impl HtmlSafe for Day {}

/// An instant by the clock of a zone: `Saturday 28 November 2026, 09:00 Europe/London`.
#[derive(Debug, Clone)]
pub struct Local {
    /// When.
    pub at: Timestamp,
    /// Whose clock.
    pub zone: ZoneName,
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(instant) = self.at.to_jiff() else {
            return f.write_str("some day");
        };
        let local = instant.to_zoned(self.zone.zone().clone());
        let shown = local.strftime("%A %-d %B %Y, %H:%M");
        let zone = self.zone.as_str();
        write!(f, r#"<time datetime="{instant}">{shown} {zone}</time>"#)
    }
}

// The name of a zone was looked up in the table of zones.
impl HtmlSafe for Local {}

/// Reads the value of a `datetime-local` field.
pub fn at_local(text: &str) -> Option<DateTime> {
    text.trim().parse().ok()
}

/// A count with its noun: `1 chapter`, `12,345 words`.
#[derive(Debug, Clone, Copy)]
pub struct Counted(pub i64, pub &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = *self;
        let ending = if count == 1 { "" } else { "s" };
        write!(f, "{} {noun}{ending}", Grouped(count))
    }
}

/// A number with its thousands apart: `12,345`.
#[derive(Debug, Clone, Copy)]
pub struct Grouped(pub i64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_for_people_and_for_programs() {
        let at: Timestamp = "2026-11-28T09:00:00.25Z".parse().unwrap();
        assert_eq!(
            Moment(at).to_string(),
            r#"<time datetime="2026-11-28T09:00:00Z">28 November 2026, 09:00 UTC</time>"#
        );
        assert_eq!(
            Day(at).to_string(),
            r#"<time datetime="2026-11-28T09:00:00Z">28 November 2026</time>"#
        );
    }

    #[test]
    fn a_local_time_is_shown_by_its_own_clock() {
        let local = Local {
            at: "2026-07-04T08:00:00Z".parse().unwrap(),
            zone: ZoneName::parse("Europe/London").unwrap(),
        };
        assert_eq!(
            local.to_string(),
            r#"<time datetime="2026-07-04T08:00:00Z">Saturday 4 July 2026, 09:00 Europe/London</time>"#
        );
        assert!(at_local("2026-11-28T09:00").is_some());
        assert!(at_local("Saturday").is_none());
    }

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(Counted(1, "chapter").to_string(), "1 chapter");
        assert_eq!(Counted(0, "chapter").to_string(), "0 chapters");
        assert_eq!(Counted(185_004, "word").to_string(), "185,004 words");
        assert_eq!(Grouped(-1_234_567).to_string(), "-1,234,567");
        assert_eq!(Grouped(999).to_string(), "999");
    }
}
