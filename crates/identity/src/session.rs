//! How long a login lasts.
//!
//! A login ends by itself when it is not used, so a forgotten one on a shared machine closes. Its
//! last use is not written at every request: a read must not cost a write.

use std::time::Duration;

use quire_domain::Timestamp;
use quire_domain::account::SessionKind;

/// How long an unused login lasts in a browser that was not asked to remember.
pub const WEB_IDLE: Duration = Duration::from_hours(24);
/// How long such a login lasts at most, however much it is used.
pub const WEB_LONGEST: Duration = Duration::from_hours(30 * 24);
/// How long an unused login lasts on a device, or in a browser that was asked to remember.
pub const REMEMBERED_IDLE: Duration = Duration::from_hours(30 * 24);
/// The last use is written at most this often.
pub const TOUCH_EVERY: Duration = Duration::from_mins(5);

/// The instant from which a login is no longer valid.
pub fn expires_at(
    kind: SessionKind,
    remember: bool,
    created: Timestamp,
    last_used: Timestamp,
) -> Timestamp {
    match kind {
        SessionKind::Web if !remember => (last_used + WEB_IDLE).min(created + WEB_LONGEST),
        SessionKind::Web | SessionKind::Device => last_used + REMEMBERED_IDLE,
    }
}

/// Whether the last use is worth writing again.
pub fn needs_touch(last_used: Timestamp, now: Timestamp) -> bool {
    now.since(last_used) >= TOUCH_EVERY
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATED: Timestamp = Timestamp::from_seconds(1_795_000_000);
    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn a_browser_login_slides_by_a_day_for_at_most_thirty() {
        let end = |used: Timestamp| expires_at(SessionKind::Web, false, CREATED, used);
        assert_eq!(end(CREATED), CREATED + HOUR * 24);
        assert_eq!(end(CREATED + HOUR * 20), CREATED + HOUR * 44);
        assert_eq!(end(CREATED + HOUR * 24 * 29), CREATED + HOUR * 24 * 30);
        assert_eq!(end(CREATED + HOUR * 24 * 30), CREATED + HOUR * 24 * 30);
    }

    #[test]
    fn a_remembered_login_and_a_device_slide_by_thirty_days() {
        let used = CREATED + HOUR * 24 * 100;
        for (kind, remember) in [
            (SessionKind::Web, true),
            (SessionKind::Device, true),
            (SessionKind::Device, false),
        ] {
            assert_eq!(
                expires_at(kind, remember, CREATED, used),
                used + HOUR * 24 * 30
            );
        }
    }

    #[test]
    fn the_last_use_is_written_every_five_minutes_and_never_backwards() {
        assert!(!needs_touch(CREATED, CREATED + Duration::from_secs(299)));
        assert!(needs_touch(CREATED, CREATED + Duration::from_mins(5)));
        assert!(
            !needs_touch(CREATED, CREATED - HOUR),
            "a clock set back writes nothing"
        );
    }
}
