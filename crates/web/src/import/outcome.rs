//! `/import/{import}`: what an import made, and the way back.

use askama::Template;
use axum::extract::{Path, State};
use quire_app::App;
use quire_domain::Timestamp;
use quire_domain::id::ImportId;
use quire_edge::Failure;

use super::Holds;
use crate::form::{Faults, Filled, form};
use crate::moment::Moment;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};
use crate::write::id;

form! {
    /// An import is taken back.
    pub struct UndoForm to "/import/{import}/undo" {
        /// Also what somebody wrote since.
        tick force,
    }
}

/// What an import made.
#[derive(Template)]
#[template(path = "import/outcome.html")]
pub struct OutcomePage {
    chrome: Chrome,
    path: String,
    title: String,
    at: Moment,
    undone: Option<Moment>,
    story: Option<String>,
    holds: Holds,
    faults: Faults,
}

impl View for OutcomePage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let at = Moment(Timestamp::from_seconds(1_795_305_600));
        let of = |story: Option<&str>, faults| Self {
            chrome: Chrome::of_reader("ada", false),
            path: "/import/imp_1".to_owned(),
            title: "Great <Expectations>".to_owned(),
            at,
            undone: story.is_none().then_some(at),
            story: story.map(str::to_owned),
            holds: Holds::sample(),
            faults,
        };
        let faults = Faults::default().with("somebody worked on it since");
        vec![
            of(Some("/write/sto_1"), Faults::default()),
            of(Some("/write/sto_1"), faults),
            of(None, Faults::default()),
        ]
    }
}

async fn outcome(app: &App, visit: Visit, id: ImportId) -> Result<OutcomePage, Failure> {
    let papers = app.own_import(&visit.actor, id).await?;
    let run = papers.run;
    let story = run.story_id.filter(|_| run.undone_at.is_none());
    Ok(OutcomePage {
        chrome: visit.chrome,
        path: format!("/import/{id}"),
        title: run.title,
        at: Moment(run.created_at),
        undone: run.undone_at.map(Moment),
        story: story.map(|story| format!("/write/{story}")),
        holds: Holds::of(&papers.report),
        faults: Faults::default(),
    })
}

/// `GET /import/{import}`
pub async fn page(State(app): State<App>, visit: Visit, Path(import): Path<String>) -> Answer {
    show(&outcome(&app, visit, id(&import)?).await?)
}

/// `POST /import/{import}/undo`
pub async fn undo(
    State(app): State<App>,
    visit: Visit,
    Path(import): Path<String>,
    Filled(form): Filled<UndoForm>,
) -> Answer {
    let id = id(&import)?;
    match app.undo_import(&visit.actor, id, form.force).await {
        Ok(_) => Ok(see_other(&format!("/import/{id}"))),
        Err(refused) => {
            let (status, faults) = Faults::of_refusal(refused).map_err(Failure::from)?;
            let mut page = outcome(&app, visit, id).await?;
            page.faults = faults;
            show_as(status, &page)
        }
    }
}
