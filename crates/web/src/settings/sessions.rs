//! `/settings/sessions`

use askama::Template;
use axum::extract::{Query, State};
use quire_app::App;
use quire_app::sessions::OwnSession;
use quire_domain::Timestamp;

use crate::form::{Filled, form};
use crate::moment::Moment;
use crate::view::{Answer, View, see_other, show};
use crate::visit::{Chrome, Visit};
use crate::write::{Asked, Then, id};

/// Sign-ins on a page.
const SESSIONS: u32 = 50;

form! {
    /// A sign-in is ended.
    pub struct RevokeSessionForm to "/settings/sessions" {
        /// Which one, or `others` for all but this one.
        text session,
    }
}

/// Where somebody is signed in.
#[derive(Template)]
#[template(path = "settings/sessions.html")]
pub struct SessionsPage {
    chrome: Chrome,
    done: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    id: String,
    origin: String,
    network: String,
    since: Moment,
    used: Moment,
    current: bool,
}

impl From<OwnSession> for Row {
    fn from(own: OwnSession) -> Self {
        let session = own.session;
        Self {
            id: session.id.to_string(),
            origin: session.user_agent,
            network: session.network,
            since: Moment(session.created_at),
            used: Moment(session.last_used_at),
            current: own.current,
        }
    }
}

impl View for SessionsPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let at = Moment(Timestamp::from_seconds(1_795_305_600));
        let row = |current| Row {
            id: "ses_1".to_owned(),
            origin: "Firefox on <Linux>".to_owned(),
            network: "192.0.2.0/24".to_owned(),
            since: at,
            used: at,
            current,
        };
        let of = |rows, next| Self {
            chrome: Chrome::of_reader("ada", false),
            done: "Revoked.",
            rows,
            next,
        };
        let next = Some("/settings/sessions?cursor=a".to_owned());
        vec![
            of(vec![row(true)], None),
            of(vec![row(true), row(false)], next),
        ]
    }
}

/// `GET /settings/sessions`
pub async fn page(State(app): State<App>, visit: Visit, Query(asked): Then) -> Answer {
    let done = asked.done();
    let list = app
        .own_sessions(&visit.actor, &asked.page(SESSIONS)?)
        .await?;
    show(&SessionsPage {
        chrome: visit.chrome,
        done,
        rows: list.items.into_iter().map(Row::from).collect(),
        next: list
            .next
            .map(|cursor| format!("/settings/sessions?cursor={cursor}")),
    })
}

/// `POST /settings/sessions`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<RevokeSessionForm>,
) -> Answer {
    if form.session == "others" {
        app.revoke_other_sessions(&visit.actor).await?;
    } else {
        app.revoke_session(&visit.actor, id(&form.session)?).await?;
    }
    Ok(see_other(&Asked::after("/settings/sessions", "revoked")))
}
