//! `/import/look/{upload}`: what is in a file, and what shall become of it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_app::imports::{ImportOptions, ImportPublication, ImportReport, ImportSource};
use quire_domain::account::Scope;
use quire_domain::release_plan::{ReleaseRule, ZoneName};
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_edge::Failure;

use super::Holds;
use super::shelf::{Shelf, Waiting};
use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// What shall become of a file.
    pub struct LookForm to "/import/look/{upload}" {
        /// The story's title.
        text title,
        /// The language.
        text language,
        /// For which age.
        text rating,
        /// Whether warnings apply.
        text warnings_answer,
        /// What part machines had.
        text ai_use,
        /// For whom.
        text audience,
        /// Whether the world is somebody else's.
        tick fan,
        /// The numbers of the chapters to import.
        ticks chapter,
        /// `drafts`, `all` or `schedule`.
        text publish,
        /// The rule of a release plan.
        text schedule,
        /// Whose clock it is by.
        text zone,
    }
}

const PUBLISH: &[Choice] = &[
    Choice {
        value: "drafts",
        label: "They stay drafts",
    },
    Choice {
        value: "all",
        label: "All are published now",
    },
    Choice {
        value: "schedule",
        label: "A release plan publishes them",
    },
];

/// The answers that need no list; the list is made in the story's settings.
const ANSWERS: &[Choice] = &[
    Choice {
        value: "author_declines",
        label: "I choose not to say, or say it later",
    },
    Choice {
        value: "none_apply",
        label: "No warnings apply",
    },
];

impl LookForm {
    fn of(report: &ImportReport) -> Self {
        let usual = ImportOptions::default();
        Self {
            title: report.title.clone(),
            language: report.language.clone(),
            rating: Rating::Unrated.to_string(),
            warnings_answer: usual.warnings_answer.to_string(),
            ai_use: usual.ai_use.to_string(),
            audience: usual.audience.to_string(),
            fan: false,
            chapter: Vec::new(),
            publish: "drafts".to_owned(),
            schedule: "weekly:sat@09:00".to_owned(),
            zone: ZoneName::utc().to_string(),
        }
    }

    /// Reads what was decided about a file with these chapters.
    fn read(&self, report: &ImportReport) -> Result<ImportOptions, Faults> {
        let mut faults = Faults::default();
        let all: BTreeSet<usize> = report.chapters.iter().map(|one| one.number).collect();
        let kept: Vec<usize> = faults.read_all("chapter", &self.chapter);
        let kept: BTreeSet<usize> = kept.into_iter().collect();
        if kept.is_disjoint(&all) {
            faults.whole("Choose at least one chapter.");
        }
        let title = faults.read("title", &self.title);
        let language = faults.read("language", &self.language);
        let rating: Option<Rating> = faults.read("rating", &self.rating);
        let answer: Option<WarningsAnswer> = faults.read("warnings_answer", &self.warnings_answer);
        let ai_use: Option<AiUse> = faults.read("ai_use", &self.ai_use);
        let audience: Option<Audience> = faults.read("audience", &self.audience);
        let publication = self.publication(&mut faults);
        match (rating, answer, ai_use, audience, publication) {
            (
                Some(rating),
                Some(warnings_answer),
                Some(ai_use),
                Some(audience),
                Some(publication),
            ) if faults.is_empty() => Ok(ImportOptions {
                publication,
                title,
                language,
                audience,
                rating,
                warnings_answer,
                ai_use,
                original: !self.fan,
                skip: all.difference(&kept).copied().collect(),
                ..ImportOptions::default()
            }),
            _ => Err(faults),
        }
    }

    fn publication(&self, faults: &mut Faults) -> Option<ImportPublication> {
        match self.publish.as_str() {
            "all" => Some(ImportPublication::All),
            "schedule" => {
                let zone: ZoneName = faults.read("zone", &self.zone)?;
                match ReleaseRule::parse(&self.schedule, &zone) {
                    Ok(rule) => Some(ImportPublication::Schedule(rule)),
                    Err(fault) => {
                        faults.at("schedule", fault);
                        None
                    }
                }
            }
            _ => Some(ImportPublication::Drafts),
        }
    }
}

/// What is in a file, and what shall become of it.
#[derive(Template)]
#[template(path = "import/look.html")]
pub struct LookPage {
    chrome: Chrome,
    path: String,
    name: String,
    holds: Holds,
    form: LookForm,
    faults: Faults,
    lists: Lists,
}

/// The closed lists of the page.
struct Lists {
    ratings: &'static [Choice],
    answers: &'static [Choice],
    ai_uses: &'static [Choice],
    audiences: &'static [Choice],
    publish: &'static [Choice],
}

impl LookPage {
    fn of(chrome: Chrome, path: String, name: String, holds: Holds, form: LookForm) -> Self {
        Self {
            chrome,
            path,
            name,
            holds,
            form,
            faults: Faults::default(),
            lists: Lists {
                ratings: Rating::CHOICES,
                answers: ANSWERS,
                ai_uses: AiUse::CHOICES,
                audiences: Audience::CHOICES,
                publish: PUBLISH,
            },
        }
    }
}

impl View for LookPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |faults| {
            let (path, name) = ("/import/look/0f".to_owned(), "a <book>.epub".to_owned());
            let chrome = Chrome::of_reader("ada", false);
            let page = Self::of(chrome, path, name, Holds::sample(), LookForm::default());
            Self { faults, ..page }
        };
        let mut faults = Faults::default().with("Choose at least one chapter.");
        for field in ["title", "language", "schedule", "zone", "rating"] {
            faults.at(field, "may not be empty");
        }
        vec![of(Faults::default()), of(faults)]
    }
}

async fn report(app: &App, visit: &Visit, file: &Waiting) -> Result<ImportReport, Failure> {
    let options = ImportOptions::default();
    Ok(app
        .preview_import(&visit.actor, source(file), &options)
        .await?)
}

fn source(file: &Waiting) -> ImportSource {
    ImportSource::Upload {
        name: file.name.clone(),
        bytes: file.bytes.clone(),
    }
}

/// Where somebody is led whose file did not wait any longer.
const GONE: &str = "/import?done=gone";

/// `GET /import/look/{upload}`
pub async fn page(
    State(app): State<App>,
    Extension(shelf): Extension<Shelf>,
    visit: Visit,
    Path(key): Path<String>,
) -> Answer {
    let owner = visit.actor.signed_in(Scope::Write)?.id;
    let Some(file) = shelf.get(owner, &key, app.now()) else {
        return Ok(see_other(GONE));
    };
    let report = report(&app, &visit, &file).await?;
    let (holds, form) = (Holds::of(&report), LookForm::of(&report));
    let path = format!("/import/look/{key}");
    show(&LookPage::of(visit.chrome, path, file.name, holds, form))
}

/// `POST /import/look/{upload}`
pub async fn submit(
    State(app): State<App>,
    Extension(shelf): Extension<Shelf>,
    visit: Visit,
    Path(key): Path<String>,
    Filled(form): Filled<LookForm>,
) -> Answer {
    let owner = visit.actor.signed_in(Scope::Write)?.id;
    let Some(file) = shelf.get(owner, &key, app.now()) else {
        return Ok(see_other(GONE));
    };
    let report = report(&app, &visit, &file).await?;
    let (status, faults) = match form.read(&report) {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(options) => {
            let mut go_on = |_step| ControlFlow::Continue(());
            let done = app.run_import(&visit.actor, source(&file), &options, &mut go_on);
            match done.await {
                Ok(done) => {
                    shelf.remove(owner, &key);
                    return Ok(see_other(&format!("/import/{}", done.id)));
                }
                Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
            }
        }
    };
    let mut holds = Holds::of(&report);
    for chapter in &mut holds.chapters {
        chapter.kept = form.chapter.contains(&chapter.number);
    }
    let path = format!("/import/look/{key}");
    let mut page = LookPage::of(visit.chrome, path, file.name, holds, form);
    page.faults = faults;
    show_as(status, &page)
}
