//! `/write/{story}/plan`

use std::num::NonZeroU8;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::release_plans::{NewPlan, PlanView};
use quire_app::{App, Refused};
use quire_domain::Timestamp;
use quire_domain::id::StoryId;
use quire_domain::release_plan::{
    LocalTime, ReleasePlan, ReleaseRule, Weekday, Weekdays, ZoneName,
};
use quire_edge::Failure;

use super::{Asked, Then, id, own_contents};
use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form};
use crate::moment::Local;
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

/// Slots that the page shows.
const SLOTS: usize = 10;

form! {
    /// A story's rhythm.
    pub struct PlanForm to "/write/{story}/plan" {
        /// On which days.
        ticks weekdays,
        /// At what time.
        text local_time,
        /// Whose clock.
        text zone,
        /// 1 for every week, 2 for every other one.
        text every_n_weeks,
        /// Chapters at each slot.
        text per_slot,
        /// Whether there are slots at all.
        tick active,
        /// `save` or `preview`.
        text then,
    }
}

impl PlanForm {
    fn of(plan: &ReleasePlan) -> Self {
        let rule = &plan.rule;
        Self {
            weekdays: rule.weekdays.days().map(|day| day.to_string()).collect(),
            local_time: rule.local_time.to_string(),
            zone: rule.zone.to_string(),
            every_n_weeks: rule.every_n_weeks.to_string(),
            per_slot: rule.per_slot.to_string(),
            active: plan.active,
            then: String::new(),
        }
    }

    /// Saturdays at nine.
    fn usual() -> Self {
        Self {
            weekdays: vec![Weekday::Saturday.to_string()],
            local_time: "09:00".to_owned(),
            zone: ZoneName::utc().to_string(),
            every_n_weeks: "1".to_owned(),
            per_slot: "1".to_owned(),
            active: true,
            then: String::new(),
        }
    }

    fn read(&self) -> Result<ReleaseRule, Faults> {
        let mut faults = Faults::default();
        let days: Vec<Weekday> = faults.read_all("weekdays", &self.weekdays);
        let weekdays = Weekdays::of(days);
        if weekdays.is_none() {
            faults.at("weekdays", "choose at least one day");
        }
        let local_time: Option<LocalTime> = faults.read("local_time", &self.local_time);
        let zone: Option<ZoneName> = faults.read("zone", &self.zone);
        let weeks = number(
            &mut faults,
            "every_n_weeks",
            &self.every_n_weeks,
            ReleaseRule::MAX_WEEKS,
        );
        let per_slot = number(
            &mut faults,
            "per_slot",
            &self.per_slot,
            ReleaseRule::MAX_PER_SLOT,
        );
        match (weekdays, local_time, zone, weeks, per_slot) {
            (Some(weekdays), Some(local_time), Some(zone), Some(every_n_weeks), Some(per_slot)) => {
                Ok(ReleaseRule {
                    zone,
                    weekdays,
                    local_time,
                    every_n_weeks,
                    per_slot,
                })
            }
            _ => Err(faults),
        }
    }
}

fn number(faults: &mut Faults, field: &str, text: &str, most: u8) -> Option<NonZeroU8> {
    let number = text.trim().parse().ok();
    let number = number.filter(|number: &NonZeroU8| number.get() <= most);
    if number.is_none() {
        faults.at(field, format_args!("write a number from 1 to {most}"));
    }
    number
}

/// A story's rhythm, with what comes when.
#[derive(Template)]
#[template(path = "write/plan.html")]
pub struct PlanPage {
    chrome: Chrome,
    done: &'static str,
    story: Link,
    form: PlanForm,
    faults: Faults,
    weekdays: &'static [Choice],
    exists: bool,
    /// The slots are those of what is typed, not of what is saved.
    previewed: bool,
    slots: Vec<Slot>,
}

struct Slot {
    at: Local,
    chapters: Vec<String>,
}

impl PlanPage {
    fn of(chrome: Chrome, story: Link, form: PlanForm) -> Self {
        Self {
            chrome,
            done: "",
            story,
            form,
            faults: Faults::default(),
            weekdays: Weekday::CHOICES,
            exists: false,
            previewed: false,
            slots: Vec::new(),
        }
    }

    fn saved(&mut self, view: &PlanView) {
        self.exists = true;
        let zone = &view.plan.rule.zone;
        let slots = view.slots.iter().map(|slot| Slot {
            at: Local {
                at: slot.at,
                zone: zone.clone(),
            },
            chapters: slot
                .chapters
                .iter()
                .map(|chapter| chapter.title.to_string())
                .collect(),
        });
        self.slots = slots.collect();
    }

    fn preview(&mut self, rule: ReleaseRule, now: Timestamp) {
        self.previewed = true;
        let zone = rule.zone.clone();
        let slots = ReleasePlan::starting(rule, now).preview(now, SLOTS);
        let slots = slots.into_iter().map(|at| Slot {
            at: Local {
                at,
                zone: zone.clone(),
            },
            chapters: Vec::new(),
        });
        self.slots = slots.collect();
    }
}

impl View for PlanPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |form| {
            let story = Link::new("The <Long> Way", "/write/sto_1");
            Self::of(Chrome::of_reader("ada", false), story, form)
        };
        let wrong = PlanForm::default();
        let faults = wrong.read().err().unwrap_or_default();
        let mut saved = of(PlanForm::usual());
        if let Ok(rule) = PlanForm::usual().read() {
            saved.preview(rule, Timestamp::from_seconds(1_795_305_600));
        }
        saved.exists = true;
        if let Some(slot) = saved.slots.first_mut() {
            slot.chapters = vec!["The <Lamp>".to_owned()];
        }
        vec![
            of(PlanForm::usual()),
            saved,
            Self {
                faults,
                ..of(wrong)
            },
        ]
    }
}

async fn plan(app: &App, visit: &Visit, story: StoryId) -> Result<Option<PlanView>, Failure> {
    match app.release_plan(&visit.actor, story, SLOTS).await {
        Ok(view) => Ok(Some(view)),
        Err(Refused::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// `GET /write/{story}/plan`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    let link = Link::new(story.title.to_string(), format!("/write/{}", story.id));
    let plan = plan(&app, &visit, story.id).await?;
    let form = plan
        .as_ref()
        .map_or_else(PlanForm::usual, |view| PlanForm::of(&view.plan));
    let mut page = PlanPage::of(visit.chrome, link, form);
    page.done = asked.done();
    if let Some(view) = &plan {
        page.saved(view);
    }
    show(&page)
}

/// `POST /write/{story}/plan`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<PlanForm>,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let id = contents.readable.story.id;
    let title = contents.readable.story.title.to_string();
    let mut page = PlanPage::of(visit.chrome, Link::new(title, format!("/write/{id}")), form);
    let rule = match page.form.read() {
        Err(faults) => {
            page.faults = faults;
            return show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Ok(rule) => rule,
    };
    if page.form.then == "preview" {
        page.preview(rule, app.now());
        return show(&page);
    }
    let new = NewPlan {
        rule,
        anchor: None,
        paused_until: None,
        active: page.form.active,
    };
    app.set_release_plan(&visit.actor, id, &new, 0).await?;
    Ok(see_other(&Asked::after(
        format_args!("/write/{id}/plan"),
        "saved",
    )))
}

/// `POST /write/{story}/plan/deletion`
pub async fn delete(State(app): State<App>, visit: Visit, Path(story): Path<String>) -> Answer {
    app.delete_release_plan(&visit.actor, id(&story)?).await?;
    let path = format!("/write/{story}");
    Ok(see_other(&Asked::after(path, "saved")))
}
