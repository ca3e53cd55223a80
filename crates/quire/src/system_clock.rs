//! The machine's clock.

use std::time::SystemTime;

use quire_domain::{Clock, Timestamp};

/// Shows the machine's time.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time enters the program"
    )]
    fn now(&self) -> Timestamp {
        // A machine whose clock stands before 1970 gets 1970.
        let since = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_micros(0) + since
    }
}
