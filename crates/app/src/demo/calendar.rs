//! A weekly calendar that began some weeks ago.

use std::time::Duration;

use quire_domain::Timestamp;
use quire_domain::release_plan::{ReleasePlan, ReleaseRule, ZoneName};

use crate::imports::Placement;
use crate::{Refused, Result};

const WEEK: Duration = Duration::from_hours(7 * 24);
/// The most chapters that have their moment already; the others wait for the plan.
const SCHEDULED: usize = 3;
/// The rhythms the stories take in turn.
const RULES: &[&str] = &[
    "weekly:sat@09:00",
    "weekly:wed@18:00",
    "weekly:sun@10:30",
    "weekly:mon@07:00",
    "weekly:fri@20:00",
    "weekly:tue@12:00",
];

/// Where the chapters of a story stand at the present.
pub(super) struct Calendar {
    pub(super) placements: Vec<Placement>,
    /// The plan for what is queued, when anything is.
    pub(super) plan: Option<ReleasePlan>,
}

impl Calendar {
    /// About half is out, one chapter a week, the last within the past seven days.
    pub(super) fn shifted(place: usize, chapters: usize, now: Timestamp) -> Result<Self> {
        let rule = RULES
            .get(place % RULES.len())
            .copied()
            .unwrap_or("daily@09:00");
        let rule = ReleaseRule::parse(rule, &ZoneName::utc())
            .map_err(|invalid| Refused::invalid("/rule", &invalid))?;
        let mut plan = ReleasePlan::starting(rule, now);
        let next = plan.next_slot(now).unwrap_or(now + WEEK);
        let out = chapters.div_ceil(2);
        let scheduled = (chapters - out).div_ceil(2).min(SCHEDULED);
        let placements: Vec<Placement> = (0..chapters)
            .map(|index| match index {
                index if index < out => Placement::Published(next - weeks(out - index)),
                index if index < out + scheduled => Placement::Scheduled(next + weeks(index - out)),
                _ => Placement::Queued,
            })
            .collect();
        let queued = chapters > out + scheduled;
        if scheduled > 0 {
            // A slot of the plan must not bring a later chapter before one that has its moment.
            plan.paused_until = Some(next + weeks(scheduled - 1) + Duration::from_micros(1));
        }
        Ok(Self {
            placements,
            plan: queued.then_some(plan),
        })
    }
}

fn weeks(n: usize) -> Duration {
    WEEK.saturating_mul(u32::try_from(n).unwrap_or(u32::MAX))
}
