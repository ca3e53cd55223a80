//! `GET|PUT|DELETE /api/v1/stories/{story}/release-plan`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use quire_app::App;
use quire_app::release_plans::{NewPlan, PlanView, SLOTS_SHOWN_MAX};
use quire_domain::Timestamp;
use quire_domain::release_plan::{ReleaseRule, Weekday, ZoneName};
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use super::queue::QueuedView;
use crate::request::{Body, Faults, Params, body, id, invalid};

/// The slots shown when nothing is asked.
const SLOTS_SHOWN: usize = 10;

body! {
    /// A release plan.
    pub struct PlanBody {
        /// The rule: `weekly:sat@09:00`, `weekly:mon,thu@18:30/Europe/London`, `daily@09:00`,
        /// `every2weeks:sat@09:00`; with `*3` for three chapters a slot.
        required rule: String,
        /// The time zone meant when the rule names none; `UTC` when left out.
        optional zone: ZoneName,
        /// The local day from which weeks are counted; the plan's first day when left out.
        optional anchor: Date,
        /// No slot before this instant.
        optional paused_until: Timestamp,
        /// Whether there are slots at all; true when left out.
        optional active: bool,
    }
}

impl PlanBody {
    fn read(self) -> Result<NewPlan, Problem> {
        let mut faults = Faults::default();
        let zone = faults.or("/zone", self.zone, ZoneName::utc());
        let rule = faults.required("/rule", self.rule).and_then(|text| {
            ReleaseRule::parse(&text, &zone)
                .map_err(|wrong| faults.add("/rule", wrong.code(), wrong.to_string()))
                .ok()
        });
        let anchor = faults.optional("/anchor", self.anchor);
        let paused_until = faults.optional("/paused_until", self.paused_until);
        let active = faults.or("/active", self.active, true);
        let (rule,) = faults.all((rule,))?;
        Ok(NewPlan {
            rule,
            anchor,
            paused_until,
            active,
        })
    }
}

/// A release plan with a look ahead.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleasePlanView {
    /// The rule as it is written, with its zone.
    #[schema(example = "weekly:sat@09:00/Europe/London")]
    pub rule: String,
    /// The time zone (IANA).
    pub zone: String,
    /// The days of the week.
    pub weekdays: Vec<&'static str>,
    /// The local time.
    #[schema(example = "09:00")]
    pub local_time: String,
    /// Every how many weeks.
    pub every_n_weeks: u8,
    /// Chapters at each slot.
    pub per_slot: u8,
    /// The local day from which weeks are counted.
    pub anchor: String,
    /// No slot before this instant.
    pub paused_until: Option<String>,
    /// Whether there are slots at all.
    pub active: bool,
    /// The next slots with what will go out at them as the queue stands.
    pub slots: Vec<SlotView>,
    /// Counts changes.
    pub version: i64,
}

/// A slot.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlotView {
    /// When.
    pub at: String,
    /// The chapters; empty when the queue ends before.
    pub chapters: Vec<QueuedView>,
}

impl From<&PlanView> for ReleasePlanView {
    fn from(view: &PlanView) -> Self {
        let (plan, rule) = (&view.plan, &view.plan.rule);
        Self {
            rule: rule.to_string(),
            zone: rule.zone.to_string(),
            weekdays: rule.weekdays.days().map(Weekday::as_str).collect(),
            local_time: rule.local_time.to_string(),
            every_n_weeks: rule.every_n_weeks.get(),
            per_slot: rule.per_slot.get(),
            anchor: plan.anchor.to_string(),
            paused_until: plan.paused_until.map(|at| at.to_string()),
            active: plan.active,
            slots: view
                .slots
                .iter()
                .map(|slot| SlotView {
                    at: slot.at.to_string(),
                    chapters: slot.chapters.iter().map(QueuedView::from).collect(),
                })
                .collect(),
            version: view.version,
        }
    }
}

/// A story's release plan with its next slots. For its authors.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/release-plan", tag = "Stories",
    operation_id = "show_release_plan",
    params(
        ("story" = String, Path, description = "Id (`sto_…`)"),
        ("slots" = Option<i64>, Query, description = "Slots to look ahead, 0 to 100; 10 when left out"),
    ),
    responses(
        (status = 200, body = ReleasePlanView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn show_release_plan(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    mut params: Params,
) -> Result<Json<ReleasePlanView>, Failure> {
    let story = id("story", &story)?;
    let slots = params.parsed("slots")?.unwrap_or(SLOTS_SHOWN);
    params.end()?;
    if slots > SLOTS_SHOWN_MAX {
        return Err(invalid("slots", "a number from 0 to 100"));
    }
    let view = app.release_plan(&actor, story, slots).await?;
    Ok(Json(ReleasePlanView::from(&view)))
}

/// Set a story's release plan: its queue goes out at these times.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/release-plan", tag = "Stories",
    operation_id = "set_release_plan",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    request_body = PlanBody,
    responses(
        (status = 200, body = ReleasePlanView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn set_release_plan(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    Body(body): Body<PlanBody>,
) -> Result<Json<ReleasePlanView>, Failure> {
    let story = id("story", &story)?;
    let view = app
        .set_release_plan(&actor, story, &body.read()?, SLOTS_SHOWN)
        .await?;
    Ok(Json(ReleasePlanView::from(&view)))
}

/// Remove a story's release plan; its queue stays.
#[utoipa::path(
    delete, path = "/api/v1/stories/{story}/release-plan", tag = "Stories",
    operation_id = "delete_release_plan",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
    ),
)]
pub async fn delete_release_plan(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
) -> Result<StatusCode, Failure> {
    app.delete_release_plan(&actor, id("story", &story)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
