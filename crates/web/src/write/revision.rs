//! `/write/{story}/{chapter}/revisions/{revision}`

use askama::Template;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::chapters::Edition;
use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::id::{ChapterId, RevisionId};
use quire_edge::Problem;
use quire_edge::problem::catalogue;

use super::{Asked, id};
use crate::chapter_name;
use crate::chosen::Shown;
use crate::form::{Filled, form};
use crate::moment::Moment;
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show};
use crate::visit::{Chrome, Visit};

form! {
    /// An old text is made the newest.
    pub struct RestorationForm to "/write/{story}/{chapter}/revisions/{revision}/restoration" {
        /// The version of the chapter that was read.
        text version,
    }
}

/// A kept text, and what differs in the newest.
#[derive(Template)]
#[template(path = "write/revision.html")]
pub struct RevisionPage {
    chrome: Chrome,
    chapter: Link,
    path: String,
    n: i64,
    kind: &'static str,
    at: Moment,
    version: i64,
    /// It is the newest one.
    newest: bool,
    difference: String,
    text: String,
}

impl View for RevisionPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |newest| Self {
            chrome: Chrome::of_reader("ada", false),
            chapter: Link::new("1. The <Lamp>", "/write/sto_1/chp_1"),
            path: "/write/sto_1/chp_1/revisions/rev_1".to_owned(),
            n: 3,
            kind: "Saved",
            at: Moment(Timestamp::from_seconds(1_795_305_600)),
            version: 7,
            newest,
            difference: quire_prose::diff_html(&quire_prose::diff("It <was>.", "It <is>.")),
            text: "\nIt <was>.".to_owned(),
        };
        vec![of(true), of(false)]
    }
}

/// `GET /write/{story}/{chapter}/revisions/{revision}`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter, revision)): Path<(String, String, String)>,
) -> Answer {
    visit.actor.signed_in(Scope::Read)?;
    let (chapter_id, revision): (ChapterId, RevisionId) = (id(&chapter)?, id(&revision)?);
    let (line, text) = app.revision(&visit.actor, chapter_id, revision).await?;
    let head = app
        .chapter_source(&visit.actor, chapter_id, Some(Edition::Head))
        .await?;
    let difference = app
        .diff_revisions(&visit.actor, chapter_id, revision, head.revision)
        .await?;
    let readable = &head.readable.chapter;
    let of = format!("/write/{story}/{chapter}");
    show(&RevisionPage {
        chrome: visit.chrome,
        path: format!("{of}/revisions/{revision}"),
        chapter: Link::new(chapter_name::name(readable.number, &readable.title), of),
        n: line.n,
        kind: line.kind.shown(),
        at: Moment(line.created_at),
        version: readable.version,
        newest: head.revision == revision,
        difference: quire_prose::diff_html(&difference),
        text,
    })
}

/// `POST /write/{story}/{chapter}/revisions/{revision}/restoration`. Readers of a published chapter
/// get the text when its author saves it again in the editor.
pub async fn restore(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter, revision)): Path<(String, String, String)>,
    Filled(form): Filled<RestorationForm>,
) -> Answer {
    let version = form
        .version
        .parse()
        .map_err(|_form| Problem::new(&catalogue::INVALID_PARAMETER))?;
    let (chapter_id, revision) = (id(&chapter)?, id(&revision)?);
    app.restore_revision(&visit.actor, chapter_id, version, revision, Some(false))
        .await?;
    let path = format!("/write/{story}/{chapter}");
    Ok(see_other(&Asked::after(path, "restored")))
}
