//! What the process itself uses, as the kernel counts it.

use std::fs;
use std::time::Duration;

use metrics::gauge;

use crate::catalogue;

/// A reading; what the system does not tell (no `/proc`) is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Resident set in KiB.
    pub resident_kib: Option<u32>,
    /// Proportional set in KiB: shared pages count in part.
    pub proportional_kib: Option<u32>,
    /// Open file descriptors.
    pub open_fds: Option<u32>,
    /// Time since the start.
    pub uptime: Duration,
}

/// Reads `/proc/self`; takes about a millisecond.
pub fn read(uptime: Duration) -> Usage {
    let field = |file: &str, name: &str| {
        let text = fs::read_to_string(file).ok()?;
        kib(&text, name)
    };
    Usage {
        resident_kib: field("/proc/self/status", "VmRSS:"),
        proportional_kib: field("/proc/self/smaps_rollup", "Pss:"),
        open_fds: fs::read_dir("/proc/self/fd")
            .ok()
            // Reading the folder opens a descriptor of its own.
            .and_then(|folder| u32::try_from(folder.count().saturating_sub(1)).ok()),
        uptime,
    }
}

impl Usage {
    pub(crate) fn record(self) {
        let bytes = |kib: u32| f64::from(kib) * 1024.0;
        if let Some(kib) = self.resident_kib {
            gauge!(catalogue::PROCESS_RESIDENT.name).set(bytes(kib));
        }
        if let Some(kib) = self.proportional_kib {
            gauge!(catalogue::PROCESS_PROPORTIONAL.name).set(bytes(kib));
        }
        if let Some(open) = self.open_fds {
            gauge!(catalogue::PROCESS_FDS.name).set(open);
        }
        gauge!(catalogue::PROCESS_UPTIME.name).set(self.uptime.as_secs_f64());
    }
}

fn kib(text: &str, name: &str) -> Option<u32> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_kernels_table() {
        let table = "Name:\tquire\nVmHWM:\t   9000 kB\nVmRSS:\t   8123 kB\n";
        assert_eq!(kib(table, "VmRSS:"), Some(8123));
        assert_eq!(kib(table, "Pss:"), None);
    }

    #[test]
    fn an_opened_file_is_counted() {
        // Other tests of this process open files too, so only a large change is conclusive.
        let before = read(Duration::ZERO);
        let files: Vec<_> = (0..200)
            .map(|_| fs::File::open("/proc/self/status").unwrap())
            .collect();
        let during = read(Duration::ZERO);
        assert!(during.open_fds.unwrap() >= before.open_fds.unwrap() + 150);
        assert!(during.resident_kib.unwrap() > 500);
        drop(files);
    }
}
