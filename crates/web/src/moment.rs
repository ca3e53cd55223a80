//! Instants and numbers as people read them.

use std::fmt;

use askama::filters::HtmlSafe;
use quire_domain::Timestamp;

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
    write!(f, r#"<time datetime="{whole}">{}</time>"#, local.strftime(shown))
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
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(Counted(1, "chapter").to_string(), "1 chapter");
        assert_eq!(Counted(0, "chapter").to_string(), "0 chapters");
        assert_eq!(Counted(185_004, "word").to_string(), "185,004 words");
        assert_eq!(Grouped(-1_234_567).to_string(), "-1,234,567");
        assert_eq!(Grouped(999).to_string(), "999");
    }
}
