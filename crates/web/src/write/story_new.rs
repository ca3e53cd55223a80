//! `/write/new`

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use quire_app::App;
use quire_app::stories::NewStory;
use quire_domain::account::Scope;
use quire_domain::story::{AiUse, Audience, Rating, Warning, WarningsAnswer};
use quire_domain::text::Remark;
use quire_edge::Failure;

use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// What a story begins with.
    pub struct NewStoryForm to "/write/new" {
        /// Its title.
        text title,
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
    }
}

impl NewStoryForm {
    fn read(&self) -> Result<NewStory, Faults> {
        let mut faults = Faults::default();
        let title = faults.read("title", &self.title);
        let blurb = faults.read("blurb", &self.blurb);
        let language = faults.read("language", &self.language);
        let rating = faults.read("rating", &self.rating);
        let answer = faults.read("warnings_answer", &self.warnings_answer);
        let warnings = faults.read_all("warnings", &self.warnings);
        let ai_use = faults.read("ai_use", &self.ai_use);
        let audience = faults.read("audience", &self.audience);
        let license: Option<Remark> = faults.read("license", &self.license);
        let read = (
            title, blurb, language, rating, answer, ai_use, audience, license,
        );
        match read {
            (
                Some(title),
                Some(blurb),
                Some(language),
                Some(rating),
                Some(warnings_answer),
                Some(ai_use),
                Some(audience),
                Some(license),
            ) if faults.is_empty() => Ok(NewStory {
                title,
                blurb,
                language,
                audience,
                rating,
                warnings_answer,
                warnings,
                ai_use,
                original: !self.fan,
                license: license.to_string(),
            }),
            _ => Err(faults),
        }
    }

    fn empty() -> Self {
        Self {
            language: "en".to_owned(),
            rating: Rating::Unrated.to_string(),
            warnings_answer: WarningsAnswer::AuthorDeclines.to_string(),
            ai_use: AiUse::Undeclared.to_string(),
            audience: Audience::Public.to_string(),
            ..Self::default()
        }
    }
}

/// The page on which a story begins.
#[derive(Template)]
#[template(path = "write/story_new.html")]
pub struct NewStoryPage {
    chrome: Chrome,
    form: NewStoryForm,
    faults: Faults,
    choices: StoryChoices,
}

/// The closed lists of a story's description.
pub struct StoryChoices {
    pub ratings: &'static [Choice],
    pub answers: &'static [Choice],
    pub warnings: &'static [Choice],
    pub ai_uses: &'static [Choice],
    pub audiences: &'static [Choice],
}

/// The closed lists of a story's description.
pub const STORY_CHOICES: StoryChoices = StoryChoices {
    ratings: Rating::CHOICES,
    answers: WarningsAnswer::CHOICES,
    warnings: Warning::CHOICES,
    ai_uses: AiUse::CHOICES,
    audiences: Audience::CHOICES,
};

impl NewStoryPage {
    fn of(chrome: Chrome, form: NewStoryForm, faults: Faults) -> Self {
        Self {
            chrome,
            form,
            faults,
            choices: STORY_CHOICES,
        }
    }
}

impl View for NewStoryPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let wrong = NewStoryForm {
            blurb: "\n<b>A \"line\"".to_owned(),
            warnings: vec!["gore".to_owned()],
            rating: "none".to_owned(),
            ..NewStoryForm::empty()
        };
        let faults = wrong.read().err().unwrap_or_default();
        let chrome = || Chrome::of_reader("ada", false);
        vec![
            Self::of(chrome(), NewStoryForm::empty(), Faults::default()),
            Self::of(chrome(), wrong, faults),
        ]
    }
}

/// `GET /write/new`
pub async fn page(visit: Visit) -> Answer {
    visit.actor.signed_in(Scope::Write)?;
    let form = NewStoryForm::empty();
    std::future::ready(show(&NewStoryPage::of(
        visit.chrome,
        form,
        Faults::default(),
    )))
    .await
}

/// `POST /write/new`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<NewStoryForm>,
) -> Answer {
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(new) => match app.create_story(&visit.actor, &new).await {
            Ok(story) => return Ok(see_other(&format!("/write/{}", story.id))),
            Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
        },
    };
    show_as(status, &NewStoryPage::of(visit.chrome, form, faults))
}
