//! A plan is set, shown, paused, resumed and removed.

use jiff::civil::Date;
use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId};
use quire_domain::release_plan::{ReleasePlan, ReleaseRule};
use quire_domain::story::CollaboratorRole;
use quire_store::release_plans::{self, StoredPlan, Waiting};
use quire_store::{Unit, Writing, transact};
use serde_json::json;

use super::insider::insider;
use super::stored::{keep, read_plan};
use crate::stories::{StoryRef, held};
use crate::{Actor, App, Refused, Result};

/// The most slots a plan is shown with.
pub const SLOTS_SHOWN_MAX: usize = 100;

/// What an author says about a plan.
#[derive(Debug, Clone)]
pub struct NewPlan {
    /// When slots come and how much goes out at each.
    pub rule: ReleaseRule,
    /// The local day the rule's weeks are counted from; the day of the plan's beginning when
    /// nothing is said.
    pub anchor: Option<Date>,
    /// No slot before this instant.
    pub paused_until: Option<Timestamp>,
    /// Whether there are slots at all.
    pub active: bool,
}

/// A slot with what will go out at it as the queue stands.
#[derive(Debug, Clone)]
pub struct Slot {
    /// When.
    pub at: Timestamp,
    /// The chapters; empty when the queue ends before.
    pub chapters: Vec<Waiting>,
}

/// A plan with a look ahead.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// The plan.
    pub plan: ReleasePlan,
    /// The next slots.
    pub slots: Vec<Slot>,
    /// Counts changes.
    pub version: i64,
}

impl App {
    /// The plan of a story with its next slots and the chapters that will go out at them.
    pub async fn release_plan(
        &self,
        actor: &Actor,
        story: StoryId,
        slots: usize,
    ) -> Result<PlanView> {
        let mut unit = self.store().read().await?;
        insider(&mut unit, actor, story).await?;
        view(&mut unit, story, self.now(), slots).await
    }

    /// Sets the plan of a story. A slot that has come and is not through yet stays due.
    pub async fn set_release_plan(
        &self,
        actor: &Actor,
        story: StoryId,
        new: &NewPlan,
        slots: usize,
    ) -> Result<PlanView> {
        let now = self.now();
        transact!(self.store(), unit => {
            let by = planner(unit, actor, story).await?;
            let before = release_plans::of_story(unit, story).await?;
            let mut plan = ReleasePlan::starting(new.rule.clone(), now);
            if let Some(anchor) = new.anchor {
                plan.anchor = anchor;
            } else if let Some(before) = &before {
                plan.anchor = read_plan(before)?.anchor;
            }
            plan.paused_until = new.paused_until.filter(|end| *end > now);
            plan.active = new.active;
            self.change_plan(unit, by, story, before.as_ref(), &plan, "release_plan.set").await?;
            view(unit, story, now, slots).await
        })
    }

    /// Lets a plan rest until an instant, or until it is resumed. Slots in that time are skipped.
    pub async fn pause_release_plan(
        &self,
        actor: &Actor,
        story: StoryId,
        until: Option<Timestamp>,
    ) -> Result<PlanView> {
        let now = self.now();
        if until.is_some_and(|until| until <= now) {
            return Err(Refused::field(
                "/paused_until",
                "not-in-future",
                "the end of the pause is not in the future",
            ));
        }
        self.alter_plan(actor, story, "release_plan.pause", |plan| match until {
            Some(_) => plan.paused_until = until,
            None => plan.active = false,
        })
        .await
    }

    /// Ends the rest of a plan: its next slot is the first one from now on.
    pub async fn resume_release_plan(&self, actor: &Actor, story: StoryId) -> Result<PlanView> {
        self.alter_plan(actor, story, "release_plan.resume", |plan| {
            plan.active = true;
            plan.paused_until = None;
        })
        .await
    }

    /// Removes the plan of a story; its queue stays. Removing none changes nothing.
    pub async fn delete_release_plan(&self, actor: &Actor, story: StoryId) -> Result<()> {
        transact!(self.store(), unit => {
            let by = planner(unit, actor, story).await?;
            if release_plans::delete(unit, story).await? == 0 {
                return Ok(());
            }
            self.audit(unit, Some(by), "release_plan.delete", story.as_uuid(), &json!({}))
                .await
        })
    }

    async fn alter_plan(
        &self,
        actor: &Actor,
        story: StoryId,
        action: &'static str,
        change: impl Fn(&mut ReleasePlan) + Send + Sync,
    ) -> Result<PlanView> {
        let now = self.now();
        transact!(self.store(), unit => {
            let by = planner(unit, actor, story).await?;
            let before = release_plans::of_story(unit, story)
                .await?
                .ok_or(Refused::NotFound)?;
            let mut plan = read_plan(&before)?;
            change(&mut plan);
            self.change_plan(unit, by, story, Some(&before), &plan, action).await?;
            view(unit, story, now, 0).await
        })
    }

    async fn change_plan(
        &self,
        unit: &mut Writing,
        by: AccountId,
        story: StoryId,
        before: Option<&StoredPlan>,
        plan: &ReleasePlan,
        action: &'static str,
    ) -> Result<()> {
        let now = self.now();
        // A slot that has come but is not through yet must not get lost by a change of the plan.
        let due = before
            .filter(|before| before.active)
            .and_then(|before| before.next_slot_at)
            .filter(|slot| *slot <= now)
            .map(|slot| Timestamp::from_micros(slot.as_micros().saturating_sub(1)));
        let next = plan.next_slot(due.unwrap_or(now));
        keep(unit, story, plan, next).await?;
        let detail = json!({ "rule": plan.rule.to_string(), "active": plan.active,
            "paused_until": plan.paused_until });
        self.audit(unit, Some(by), action, story.as_uuid(), &detail)
            .await
    }
}

/// The actor, when they may say when the chapters of a story come out.
pub(super) async fn planner(
    unit: &mut Writing,
    actor: &Actor,
    story: StoryId,
) -> Result<AccountId> {
    held(unit, actor, &StoryRef::Id(story))
        .await?
        .may(CollaboratorRole::may_publish)?;
    actor.account().ok_or(Refused::Unauthenticated)
}

async fn view(
    unit: &mut impl Unit,
    story: StoryId,
    now: Timestamp,
    slots: usize,
) -> Result<PlanView> {
    let stored = release_plans::of_story(unit, story)
        .await?
        .ok_or(Refused::NotFound)?;
    let plan = read_plan(&stored)?;
    let slots = slots.min(SLOTS_SHOWN_MAX);
    let per_slot = usize::from(plan.rule.per_slot.get());
    let wanted = i64::try_from(slots.saturating_mul(per_slot)).unwrap_or(i64::MAX);
    let mut queue = release_plans::queue(unit, story, wanted).await?.into_iter();
    let first = stored.next_slot_at.filter(|_| plan.active);
    let slots = std::iter::successors(first, |slot| plan.next_slot(*slot))
        .take(slots)
        .map(|at| Slot {
            at,
            chapters: queue.by_ref().take(per_slot).collect(),
        })
        .collect();
    let plan = ReleasePlan {
        paused_until: plan.paused_until.filter(|end| *end > now),
        ..plan
    };
    Ok(PlanView {
        plan,
        slots,
        version: stored.version,
    })
}
