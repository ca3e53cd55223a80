//! `POST /api/v1/stories`

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::stories::NewStory;
use quire_domain::language::Language;
use quire_domain::story::{AiUse, Audience, Rating, Warning, WarningsAnswer};
use quire_domain::text::{Blurb, StoryTitle};
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};

use super::StoryView;
use crate::request::{Body, Faults, body, versioned};

body! {
    /// What a story begins with.
    pub struct StoryBody {
        /// Its title.
        required title: StoryTitle,
        /// Its description, Markdown.
        optional blurb: Blurb,
        /// The language it is written in (BCP 47).
        required language: Language,
        /// Who may read it once it is published; `public` when left out.
        optional audience: Audience,
        /// For which age.
        required rating: Rating,
        /// Does any warning apply?
        required warnings_answer: WarningsAnswer,
        /// The warnings, when the answer is `listed`.
        optional warnings: Vec<Warning>,
        /// What part machines had; `undeclared` when left out.
        optional ai_use: AiUse,
        /// Whether the world is the author's own; `true` when left out.
        optional original: bool,
        /// The licence; all rights are kept when left out.
        optional license: quire_domain::text::Remark,
    }
}

impl StoryBody {
    fn read(self) -> Result<NewStory, Problem> {
        let mut faults = Faults::default();
        let title = faults.required("/title", self.title);
        let language = faults.required("/language", self.language);
        let rating = faults.required("/rating", self.rating);
        let answer = faults.required("/warnings_answer", self.warnings_answer);
        let blurb = faults.optional("/blurb", self.blurb);
        let audience = faults.or("/audience", self.audience, Audience::Public);
        let warnings = faults.or("/warnings", self.warnings, Vec::new());
        let ai_use = faults.or("/ai_use", self.ai_use, AiUse::Undeclared);
        let original = faults.or("/original", self.original, true);
        let license = faults.optional("/license", self.license);
        let (title, language, rating, warnings_answer) =
            faults.all((title, language, rating, answer))?;
        Ok(NewStory {
            title,
            blurb: blurb.unwrap_or_else(|| Blurb::from_stored(String::new())),
            language,
            audience,
            rating,
            warnings_answer,
            warnings,
            ai_use,
            original,
            license: license.map_or_else(String::new, |text| text.to_string()),
        })
    }
}

/// Begin a story: a draft that only its author sees.
#[utoipa::path(
    post, path = "/api/v1/stories", tag = "Stories", operation_id = "create_story",
    request_body = StoryBody,
    responses(
        (status = 201, body = StoryView, headers(("Location" = String), ("ETag" = String))),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn create_story(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<StoryBody>,
) -> Result<Response, Failure> {
    let story = app.create_story(&actor, &body.read()?).await?;
    let location = format!("/api/v1/stories/{}", story.id);
    Ok(versioned(
        story.version,
        (
            StatusCode::CREATED,
            [(header::LOCATION, location)],
            Json(StoryView::from(&story)),
        )
            .into_response(),
    ))
}
