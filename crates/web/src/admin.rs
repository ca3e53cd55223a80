//! `/admin`: who may register, who waits, who is invited.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use quire_app::invites::NewInvite;
use quire_app::settings::SettingsChange;
use quire_app::{App, PageRequest};
use quire_domain::Timestamp;
use quire_domain::account::RegistrationMode;
use quire_edge::Failure;

use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form};
use crate::moment::{Day, Moment};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};
use crate::write::id;

/// Applicants and invitations on the page.
const ROWS: u32 = 50;

form! {
    /// How the site is set up.
    pub struct SiteForm to "/admin/settings" {
        /// What it is called.
        text name,
        /// Who may register.
        text registration,
    }
}

form! {
    /// What becomes of somebody who asks to be let in.
    pub struct ApplicantForm to "/admin/applicants" {
        /// Who.
        text account,
        /// `approve` or `reject`.
        text then,
    }
}

form! {
    /// An invitation is made.
    pub struct InviteForm to "/admin/invites" {
        /// How many may come with it.
        text uses,
    }
}

form! {
    /// An invitation is taken back.
    pub struct RevokeInviteForm to "/admin/invites/revocation" {
        /// Which one.
        text invite,
    }
}

/// What runs the site.
#[derive(Template)]
#[template(path = "admin.html")]
pub struct AdminPage {
    chrome: Chrome,
    form: SiteForm,
    faults: Faults,
    modes: &'static [Choice],
    applicants: Vec<Applicant>,
    invites: Vec<Invite>,
    uses: String,
    /// The code of the invitation that was just made.
    code: Option<String>,
}

struct Applicant {
    id: String,
    name: String,
    answer: String,
    since: Moment,
}

struct Invite {
    id: String,
    uses_left: i64,
    until: Day,
}

impl View for AdminPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let at = Timestamp::from_seconds(1_795_305_600);
        let of = |faults, applicants, invites, code| Self {
            chrome: Chrome::of_reader("root", true),
            form: SiteForm::default(),
            faults,
            modes: RegistrationMode::CHOICES,
            applicants,
            invites,
            uses: "1".to_owned(),
            code,
        };
        let ben = Applicant {
            id: "usr_1".to_owned(),
            name: "ben".to_owned(),
            answer: "I <write>.".to_owned(),
            since: Moment(at),
        };
        let invite = Invite {
            id: "inv_1".to_owned(),
            uses_left: 3,
            until: Day(at),
        };
        let mut faults = Faults::default();
        faults.at("name", "may not be empty");
        faults.at("uses", "between 1 and 1000 people");
        let code = Some("ABCD-EFGH".to_owned());
        vec![
            of(Faults::default(), vec![ben], vec![invite], code),
            of(faults, vec![], vec![], None),
        ]
    }
}

async fn admin(app: &App, visit: &Visit) -> Result<AdminPage, Failure> {
    visit.actor.admin()?;
    let rows = PageRequest::new(Some(ROWS), None)?;
    let site = app.site_settings().await?;
    let applicants = app.applicants(&visit.actor, &rows).await?;
    let invites = app.invites(&visit.actor, &rows).await?;
    let applicants = applicants.items.iter().map(|one| Applicant {
        id: one.id.to_string(),
        name: one.handle.to_string(),
        answer: one.answer.to_string(),
        since: Moment(one.created_at),
    });
    let invites = invites.items.iter().map(|one| Invite {
        id: one.id.to_string(),
        uses_left: one.uses_left,
        until: Day(one.expires_at),
    });
    Ok(AdminPage {
        chrome: visit.chrome.clone(),
        form: SiteForm {
            name: site.name.to_string(),
            registration: site.registration.to_string(),
        },
        faults: Faults::default(),
        modes: RegistrationMode::CHOICES,
        applicants: applicants.collect(),
        invites: invites.collect(),
        uses: "1".to_owned(),
        code: None,
    })
}

/// `GET /admin`
pub async fn page(State(app): State<App>, visit: Visit) -> Answer {
    show(&admin(&app, &visit).await?)
}

/// `POST /admin/settings`
pub async fn settings(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<SiteForm>,
) -> Answer {
    let mut faults = Faults::default();
    let change = SettingsChange {
        name: faults.read("name", &form.name),
        registration: faults.read("registration", &form.registration),
    };
    if faults.is_empty() {
        app.change_settings(&visit.actor, &change).await?;
        return Ok(see_other("/admin"));
    }
    let mut page = admin(&app, &visit).await?;
    (page.form, page.faults) = (form, faults);
    show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /admin/applicants`
pub async fn applicants(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<ApplicantForm>,
) -> Answer {
    let account = id(&form.account)?;
    if form.then == "reject" {
        app.reject_applicant(&visit.actor, account).await?;
    } else {
        app.approve_applicant(&visit.actor, account).await?;
    }
    Ok(see_other("/admin"))
}

/// `POST /admin/invites`. The code is shown in the answer itself: it is nowhere to be read again.
pub async fn invite(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<InviteForm>,
) -> Answer {
    visit.actor.admin()?;
    let new = NewInvite {
        uses: form.uses.trim().parse().unwrap_or(0),
        lifetime: None,
    };
    let (status, code, faults) = match app.create_invite(&visit.actor, new).await {
        Ok(made) => (
            StatusCode::CREATED,
            Some(made.code.reveal()),
            Faults::default(),
        ),
        Err(refused) => {
            let (status, faults) = Faults::of_refusal(refused).map_err(Failure::from)?;
            (status, None, faults)
        }
    };
    let mut page = admin(&app, &visit).await?;
    (page.code, page.faults, page.uses) = (code, faults, form.uses);
    show_as(status, &page)
}

/// `POST /admin/invites/revocation`
pub async fn revoke_invite(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<RevokeInviteForm>,
) -> Answer {
    app.revoke_invite(&visit.actor, id(&form.invite)?).await?;
    Ok(see_other("/admin"))
}
