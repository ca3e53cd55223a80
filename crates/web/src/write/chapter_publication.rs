//! `/write/{story}/{chapter}/publication`

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::chapters::{Edition, ReadableChapter};
use quire_app::{App, Refused};
use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::chapter::ChapterState;
use quire_domain::id::ChapterId;
use quire_domain::release_plan::ZoneName;
use quire_edge::Failure;

use super::{Asked, Then, id};
use crate::chapter_name;
use crate::chosen::Shown;
use crate::form::{Faults, Filled, form};
use crate::moment::{Moment, at_local};
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// What becomes of a chapter. Two forms of the page are sent here.
    pub struct ChapterPublicationForm to "/write/{story}/{chapter}/publication" {
        /// `publish`, `schedule` or `unpublish`.
        text then,
        /// The local time, `2026-11-28T09:00`.
        text publish_at,
        /// Whose local time.
        text zone,
        /// A scheduled chapter is told to nobody.
        tick silent,
        /// A chapter published now is told to nobody.
        tick silently,
    }
}

impl ChapterPublicationForm {
    fn moment(&self) -> Result<Timestamp, Faults> {
        let mut faults = Faults::default();
        let local = at_local(&self.publish_at);
        if local.is_none() {
            faults.at("publish_at", "choose a day and a time");
        }
        let zone: Option<ZoneName> = faults.read("zone", &self.zone);
        match (local, zone) {
            (Some(local), Some(zone)) => {
                let zoned = zone.zone().to_ambiguous_zoned(local).compatible();
                zoned.map_or_else(
                    |_| {
                        let mut faults = Faults::default();
                        faults.at("publish_at", "choose another day");
                        Err(faults)
                    },
                    |zoned| Ok(Timestamp::from_jiff(zoned.timestamp())),
                )
            }
            _ => Err(faults),
        }
    }
}

/// When a chapter comes out.
#[derive(Template)]
#[template(path = "write/chapter_publication.html")]
pub struct ChapterPublicationPage {
    chrome: Chrome,
    done: &'static str,
    story: Link,
    chapter: Link,
    path: String,
    state: ChapterState,
    when: Option<Moment>,
    /// The story itself is not published, so that nobody sees the chapter all the same.
    story_waits: bool,
    form: ChapterPublicationForm,
    faults: Faults,
}

impl ChapterPublicationPage {
    fn of(chrome: Chrome, readable: &ReadableChapter, form: ChapterPublicationForm) -> Self {
        let (story, chapter) = (&readable.story, &readable.chapter);
        let story_path = format!("/write/{}", story.id);
        let path = format!("{story_path}/{}", chapter.id);
        Self {
            chrome,
            done: "",
            story: Link::new(story.title.to_string(), story_path),
            chapter: Link::new(chapter_name::name(chapter.number, &chapter.title), &*path),
            path: format!("{path}/publication"),
            state: chapter.state,
            when: chapter.publish_at.or(chapter.published_at).map(Moment),
            story_waits: story.state != quire_domain::story::StoryState::Published,
            form,
            faults: Faults::default(),
        }
    }

    fn shown(&self) -> &'static str {
        self.state.shown()
    }

    /// Nobody sees it, and a moment can be chosen.
    fn can_schedule(&self) -> bool {
        matches!(self.state, ChapterState::Draft | ChapterState::Scheduled)
    }

    fn can_publish(&self) -> bool {
        self.state != ChapterState::Published
    }

    fn undo(&self) -> Option<&'static str> {
        match self.state {
            ChapterState::Scheduled => Some("Make it a draft again"),
            ChapterState::Published => Some("Withdraw it"),
            ChapterState::Draft | ChapterState::Withdrawn => None,
        }
    }
}

impl View for ChapterPublicationPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |state: ChapterState| {
            let form = ChapterPublicationForm {
                zone: "Europe/London".to_owned(),
                ..ChapterPublicationForm::default()
            };
            Self {
                chrome: Chrome::of_reader("ada", false),
                done: "Scheduled.",
                story: Link::new("The <Long> Way", "/write/sto_1"),
                chapter: Link::new("1. The <Lamp>", "/write/sto_1/chp_1"),
                path: "/write/sto_1/chp_1/publication".to_owned(),
                state,
                when: Some(Moment(Timestamp::from_seconds(1_795_305_600))),
                story_waits: state == ChapterState::Draft,
                faults: form.moment().err().unwrap_or_default(),
                form,
            }
        };
        ChapterState::ALL.iter().map(|state| of(*state)).collect()
    }
}

async fn chapter(app: &App, visit: &Visit, chapter: &str) -> Result<ReadableChapter, Failure> {
    visit.actor.signed_in(Scope::Read)?;
    let id: ChapterId = id(chapter)?;
    // The head is only for those who write or read drafts: the page is not for others.
    let source = app.chapter_source(&visit.actor, id, Some(Edition::Head));
    Ok(source.await?.readable)
}

/// `GET /write/{story}/{chapter}/publication`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path((_story, id)): Path<(String, String)>,
    Query(asked): Then,
) -> Answer {
    let readable = chapter(&app, &visit, &id).await?;
    let plan = app.release_plan(&visit.actor, readable.story.id, 0).await;
    let zone = match plan {
        Ok(view) => view.plan.rule.zone.to_string(),
        Err(Refused::NotFound) => ZoneName::utc().to_string(),
        Err(other) => return Err(other.into()),
    };
    let form = ChapterPublicationForm {
        zone,
        ..ChapterPublicationForm::default()
    };
    let mut page = ChapterPublicationPage::of(visit.chrome, &readable, form);
    page.done = asked.done();
    show(&page)
}

/// `POST /write/{story}/{chapter}/publication`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter_id)): Path<(String, String)>,
    Filled(form): Filled<ChapterPublicationForm>,
) -> Answer {
    let id: ChapterId = id(&chapter_id)?;
    let (status, faults) = match move_on(&app, &visit, id, &form).await {
        Ok(done) => {
            let path = format!("/write/{story}/{chapter_id}/publication");
            return Ok(see_other(&Asked::after(path, done)));
        }
        Err(Trouble::Typed(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Err(Trouble::Refused(refused)) => Faults::of_refusal(refused).map_err(Failure::from)?,
    };
    let readable = chapter(&app, &visit, &chapter_id).await?;
    let mut page = ChapterPublicationPage::of(visit.chrome, &readable, form);
    page.faults = faults;
    show_as(status, &page)
}

enum Trouble {
    Typed(Faults),
    Refused(Refused),
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

async fn move_on(
    app: &App,
    visit: &Visit,
    id: ChapterId,
    form: &ChapterPublicationForm,
) -> Result<&'static str, Trouble> {
    let actor = &visit.actor;
    Ok(match form.then.as_str() {
        "schedule" => {
            let at = form.moment().map_err(Trouble::Typed)?;
            app.want_published(actor, id, Some(at), form.silent).await?;
            "scheduled"
        }
        "unpublish" => match app.want_unpublished(actor, id).await?.chapter.state {
            ChapterState::Withdrawn => "withdrawn",
            _ => "draft",
        },
        _ => {
            app.want_published(actor, id, None, form.silently).await?;
            "published"
        }
    })
}
