//! Names of time zones.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;

use crate::text::Invalid;

/// A time zone by its IANA name, `Europe/London`, looked up: a value that exists has rules.
///
/// The rules are the machine's own zone files, so that a country's change arrives with the
/// system's updates, and the table inside the program where the machine has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName {
    name: String,
    zone: TimeZone,
}

impl ZoneName {
    /// Looks a name up; case does not matter, the usual spelling is kept.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let unknown = Invalid::Form {
            rule: "write a time zone by its name, like Europe/London or UTC",
        };
        let zone = TimeZone::get(text.trim()).map_err(|_unknown| unknown.clone())?;
        let name = zone.iana_name().ok_or(unknown)?.to_owned();
        Ok(Self { name, zone })
    }

    /// Universal time.
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            zone: TimeZone::UTC,
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The rules.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl FromStr for ZoneName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name_in_any_case() {
        let zone = ZoneName::parse(" europe/london ").unwrap();
        assert_eq!(zone.as_str(), "Europe/London");
        assert_eq!(ZoneName::parse("utc").unwrap(), ZoneName::utc());
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        for wrong in ["", "London", "Mars/Olympus", "+02:00", "../../etc/passwd"] {
            assert!(ZoneName::parse(wrong).is_err(), "{wrong}");
        }
    }
}
