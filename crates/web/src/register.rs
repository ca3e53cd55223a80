//! `/register`

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use quire_app::accounts::Registration;
use quire_app::sessions::Login;
use quire_app::{App, Refused};
use quire_domain::account::{AccountStatus, RegistrationMode, SessionKind};
use quire_edge::{ClientIp, CookieName, Failure};
use quire_identity::password::Password;
use serde::Deserialize;

use crate::form::{Faults, Filled, form};
use crate::login::let_in;
use crate::origin::{browser, network};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// Who wants to become a member.
    pub struct RegisterForm to "/register" {
        /// The handle wanted.
        text handle,
        /// The address.
        text email,
        /// The password.
        text password,
        /// The invitation, where one is needed.
        text invite,
        /// The answer to the site's question, where staff decide.
        text answer,
    }
}

impl RegisterForm {
    fn read(&self, mode: RegistrationMode) -> Result<Registration, Faults> {
        let mut faults = Faults::default();
        let handle = faults.read("handle", &self.handle);
        let email = faults.read("email", &self.email);
        let answer = match mode {
            RegistrationMode::Approval => faults.read_optional("answer", &self.answer),
            _ => None,
        };
        match (handle, email) {
            (Some(handle), Some(email)) if faults.is_empty() => Ok(Registration {
                handle,
                email,
                password: Password::new(&self.password),
                display_name: None,
                answer,
                invite: (mode == RegistrationMode::Invite).then(|| self.invite.clone()),
            }),
            _ => Err(faults),
        }
    }
}

/// The page on which strangers become members.
#[derive(Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    chrome: Chrome,
    mode: RegistrationMode,
    form: RegisterForm,
    faults: Faults,
    /// The registration waits for an administrator.
    waits: bool,
}

impl RegisterPage {
    fn empty(chrome: Chrome, mode: RegistrationMode) -> Self {
        Self {
            chrome,
            mode,
            form: RegisterForm::default(),
            faults: Faults::default(),
            waits: false,
        }
    }

    fn closed(&self) -> bool {
        self.mode == RegistrationMode::Closed
    }

    fn asks_invite(&self) -> bool {
        self.mode == RegistrationMode::Invite
    }

    fn asks_answer(&self) -> bool {
        self.mode == RegistrationMode::Approval
    }
}

impl View for RegisterPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |mode: &RegistrationMode| Self::empty(Chrome::neutral(), *mode);
        let mut samples: Vec<Self> = RegistrationMode::ALL.iter().map(of).collect();
        let mut faults = Faults::default();
        for field in ["handle", "email", "password", "answer"] {
            faults.at(field, "may not be empty");
        }
        samples.push(Self {
            form: RegisterForm {
                handle: "a\"b<c".to_owned(),
                ..RegisterForm::default()
            },
            faults,
            ..of(&RegistrationMode::Approval)
        });
        samples.push(Self {
            waits: true,
            ..of(&RegistrationMode::Approval)
        });
        samples
    }
}

/// What an invitation's link carries.
#[derive(Deserialize)]
pub struct Invited {
    #[serde(default)]
    invite: String,
}

/// `GET /register`
pub async fn page(State(app): State<App>, visit: Visit, Query(invited): Query<Invited>) -> Answer {
    if visit.chrome.signed_in() {
        return Ok(see_other("/"));
    }
    let mode = app.site_settings().await?.registration;
    let mut page = RegisterPage::empty(visit.chrome, mode);
    page.form.invite = invited.invite;
    show(&page)
}

/// `POST /register`. A new member is signed in at once.
pub async fn submit(
    State(app): State<App>,
    State(CookieName(cookie)): State<CookieName>,
    visit: Visit,
    client: Option<axum::Extension<ClientIp>>,
    headers: HeaderMap,
    Filled(form): Filled<RegisterForm>,
) -> Answer {
    let mode = app.site_settings().await?.registration;
    let mut page = RegisterPage::empty(visit.chrome, mode);
    let registration = match form.read(mode) {
        Ok(registration) => registration,
        Err(faults) => {
            (page.form, page.faults) = (form, faults);
            return show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let (status, faults) = match app.register(&registration).await {
        Ok(registered) if registered.status == AccountStatus::Active => {
            let login = Login {
                name: registration.handle.to_string(),
                password: registration.password,
                kind: SessionKind::Web,
                remember: false,
                user_agent: browser(&headers),
                network: network(client.map(|axum::Extension(ClientIp(ip))| ip)),
            };
            let logged_in = app.log_in(&login).await?;
            return Ok(let_in(&logged_in, false, cookie, "/"));
        }
        Ok(_) => {
            page.waits = true;
            return show_as(StatusCode::ACCEPTED, &page);
        }
        Err(Refused::Forbidden(why)) => (StatusCode::FORBIDDEN, Faults::default().with(why)),
        Err(other) => Faults::of_refusal(other).map_err(Failure::from)?,
    };
    (page.form, page.faults) = (form, faults);
    show_as(status, &page)
}
