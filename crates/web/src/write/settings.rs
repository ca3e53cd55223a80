//! `/write/{story}/settings`

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::stories::{Story, StoryChange, split_words};
use quire_app::{App, Refused};
use quire_domain::story::SerialStatus;
use quire_domain::text::Remark;
use quire_edge::Failure;

use super::story_new::{STORY_CHOICES, StoryChoices};
use super::{Asked, Then, id, own_contents};
use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form, lines_like};
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// How a story is described.
    pub struct SettingsForm to "/write/{story}/settings" {
        /// The version that was read.
        text version,
        /// Its title.
        text title,
        /// The last part of its address.
        text slug,
        /// Its description.
        text blurb,
        /// The language it is written in.
        text language,
        /// For which age.
        text rating,
        /// The author's answer about warnings.
        text warnings_answer,
        /// The warnings.
        ticks warnings,
        /// What part machines had.
        text ai_use,
        /// For whom.
        text audience,
        /// Whether the world is somebody else's.
        tick fan,
        /// The licence.
        text license,
        /// Whether more is to come.
        text serial_status,
        /// Why it rests.
        text hiatus_note,
        /// The note put before new chapters.
        text default_note_before,
        /// The note put after new chapters.
        text default_note_after,
        /// Whether readers may download it.
        tick download,
    }
}

impl SettingsForm {
    fn of(story: &Story) -> Self {
        let warnings = split_words(&story.warnings).into_iter();
        Self {
            version: story.version.to_string(),
            title: story.title.to_string(),
            slug: story.slug.to_string(),
            blurb: story.blurb.to_string(),
            language: story.language.to_string(),
            rating: story.rating.to_string(),
            warnings_answer: story.warnings_answer.to_string(),
            warnings: warnings.map(|warning| warning.to_string()).collect(),
            ai_use: story.ai_use.to_string(),
            audience: story.audience.to_string(),
            fan: !story.original,
            license: story.license.clone(),
            serial_status: story.serial_status.to_string(),
            hiatus_note: story.hiatus_note.to_string(),
            default_note_before: story.default_note_before.to_string(),
            default_note_after: story.default_note_after.to_string(),
            download: story.download,
        }
    }

    fn read(&self) -> Result<(i64, StoryChange), Faults> {
        let mut faults = Faults::default();
        let lines = |text: &str| lines_like("", text.to_owned());
        let license: Option<Remark> = faults.read("license", &self.license);
        let version = faults.read("version", &self.version);
        let change = StoryChange {
            title: faults.read("title", &self.title),
            slug: faults.read("slug", &self.slug),
            blurb: faults.read("blurb", &lines(&self.blurb)),
            language: faults.read("language", &self.language),
            audience: faults.read("audience", &self.audience),
            serial_status: faults.read("serial_status", &self.serial_status),
            hiatus_note: faults.read("hiatus_note", &lines(&self.hiatus_note)),
            rating: faults.read("rating", &self.rating),
            warnings_answer: faults.read("warnings_answer", &self.warnings_answer),
            warnings: Some(faults.read_all("warnings", &self.warnings)),
            ai_use: faults.read("ai_use", &self.ai_use),
            original: Some(!self.fan),
            default_note_before: faults
                .read("default_note_before", &lines(&self.default_note_before)),
            default_note_after: faults.read("default_note_after", &lines(&self.default_note_after)),
            license: license.map(|license| license.to_string()),
            download: Some(self.download),
        };
        match version {
            Some(version) if faults.is_empty() => Ok((version, change)),
            _ => Err(faults),
        }
    }
}

/// The page on which a story is described anew.
#[derive(Template)]
#[template(path = "write/settings.html")]
pub struct SettingsPage {
    chrome: Chrome,
    done: &'static str,
    story: Link,
    form: SettingsForm,
    faults: Faults,
    choices: StoryChoices,
    statuses: &'static [Choice],
}

impl SettingsPage {
    fn of(chrome: Chrome, story: Link, form: SettingsForm, faults: Faults) -> Self {
        Self {
            chrome,
            done: "",
            story,
            form,
            faults,
            choices: STORY_CHOICES,
            statuses: SerialStatus::CHOICES,
        }
    }
}

impl View for SettingsPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |form: SettingsForm, faults| {
            let story = Link::new("The <Long> Way", "/write/sto_1");
            Self::of(Chrome::of_reader("ada", false), story, form, faults)
        };
        let wrong = SettingsForm::default();
        let faults = wrong.read().err().unwrap_or_default();
        let mut saved = of(SettingsForm::default(), Faults::default());
        saved.done = "Saved.";
        vec![saved, of(wrong, faults)]
    }
}

/// `GET /write/{story}/settings`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    let mut page = SettingsPage::of(
        visit.chrome,
        Link::new(story.title.to_string(), format!("/write/{}", story.id)),
        SettingsForm::of(story),
        Faults::default(),
    );
    page.done = asked.done();
    show(&page)
}

/// `POST /write/{story}/settings`. After another change in between, what was typed is shown again
/// and can be saved over it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(mut form): Filled<SettingsForm>,
) -> Answer {
    let path = format!("/write/{story}");
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok((version, change)) => {
            let described = app.describe_story(&visit.actor, id(&story)?, version, &change);
            match described.await {
                Ok(_) => return Ok(see_other(&Asked::after(path + "/settings", "saved"))),
                Err(Refused::Stale { current }) => {
                    form.version = current.to_string();
                    let faults = Faults::default().with(
                        "The story was changed meanwhile, perhaps by you in another tab. What you \
                         typed is still here: save again to put it in the place of that change.",
                    );
                    (StatusCode::PRECONDITION_FAILED, faults)
                }
                Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
            }
        }
    };
    let story = Link::new(form.title.clone(), path);
    show_as(status, &SettingsPage::of(visit.chrome, story, form, faults))
}
