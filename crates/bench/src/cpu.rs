//! CPU time of processes, read from `/proc`.

use std::collections::HashSet;
use std::fs;
use std::time::Duration;

/// Clock ticks a second on every Linux this runs on (`getconf CLK_TCK`).
const TICKS: u64 = 100;

/// CPU time that a process and all its threads have used.
pub fn of_process(pid: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold spaces; the fields count from after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<u64>().ok();
    let used = ticks(11)? + ticks(12)?;
    Some(Duration::from_millis(used * 1_000 / TICKS))
}

/// The processes below one, itself included.
pub fn family(root: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        let parent = fs::read_to_string(format!("/proc/{pid}/stat"))
            .ok()
            .and_then(|stat| {
                stat.rsplit_once(')')?
                    .1
                    .split_whitespace()
                    .nth(1)?
                    .parse()
                    .ok()
            });
        if let Some(parent) = parent {
            let pair: (u32, u32) = (pid, parent);
            parents.push(pair);
        }
    }
    let mut family = HashSet::from([root]);
    loop {
        let before = family.len();
        for (pid, parent) in &parents {
            if family.contains(parent) {
                family.insert(*pid);
            }
        }
        if family.len() == before {
            return family.into_iter().collect();
        }
    }
}

/// CPU time of a process with its children. Children that end take their time along.
pub fn of_family(root: u32) -> Duration {
    family(root).into_iter().filter_map(of_process).sum()
}

/// CPU time all processes of the machine have used.
pub fn of_machine() -> Duration {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let busy: u64 = stat.lines().next().map_or(0, |line| {
        line.split_whitespace()
            .skip(1)
            .enumerate()
            // idle and iowait are the fourth and fifth
            .filter(|(place, _)| !matches!(place, 3 | 4 | 8 | 9))
            .filter_map(|(_, ticks)| ticks.parse::<u64>().ok())
            .sum()
    });
    Duration::from_millis(busy * 1_000 / TICKS)
}

/// Proportional set size of a process in bytes: its share of every page it maps.
pub fn proportional_memory(pid: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1_024)
}
