//! A plan between its columns and its meaning.

use std::num::NonZeroU8;

use jiff::civil::Date;
use quire_domain::Timestamp;
use quire_domain::id::StoryId;
use quire_domain::release_plan::{LocalTime, ReleasePlan, ReleaseRule, Weekdays, ZoneName};
use quire_store::Writing;
use quire_store::release_plans::{self, StoredPlan};

use crate::{Refused, Result};

/// The meaning of a stored plan.
pub(crate) fn read_plan(stored: &StoredPlan) -> Result<ReleasePlan> {
    meaning(stored).ok_or_else(|| {
        Refused::Store(quire_store::Error::Corrupt(format!(
            "a release plan does not read back: {stored:?}"
        )))
    })
}

fn meaning(stored: &StoredPlan) -> Option<ReleasePlan> {
    Some(ReleasePlan {
        rule: ReleaseRule {
            zone: ZoneName::parse(&stored.zone).ok()?,
            weekdays: stored.weekdays.replace(' ', ",").parse::<Weekdays>().ok()?,
            local_time: stored.local_time.parse::<LocalTime>().ok()?,
            every_n_weeks: number(stored.every_n_weeks)?,
            per_slot: number(stored.per_slot)?,
        },
        anchor: stored.anchor.parse::<Date>().ok()?,
        paused_until: stored.paused_until,
        active: stored.active,
    })
}

fn number(stored: i64) -> Option<NonZeroU8> {
    u8::try_from(stored).ok().and_then(NonZeroU8::new)
}

/// Keeps a plan with the slot the scheduler is to wait for.
pub(crate) async fn keep(
    unit: &mut Writing,
    story: StoryId,
    plan: &ReleasePlan,
    next_slot_at: Option<Timestamp>,
) -> Result<()> {
    let rule = &plan.rule;
    release_plans::put(
        unit,
        story,
        rule.zone.as_str(),
        &rule.weekdays.to_string().replace(',', " "),
        &rule.local_time.to_string(),
        i64::from(rule.every_n_weeks.get()),
        i64::from(rule.per_slot.get()),
        &plan.anchor.to_string(),
        plan.paused_until,
        plan.active,
        next_slot_at,
    )
    .await?;
    Ok(())
}
