//! `/setup`: the first administrator, by the code of the operator's terminal.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use quire_app::App;
use quire_app::sessions::Login;
use quire_app::setup::{NewAdmin, Setup};
use quire_domain::account::{RegistrationMode, SessionKind};
use quire_edge::problem::catalogue;
use quire_edge::{ClientIp, CookieName, Failure, Problem};
use quire_identity::password::Password;
use serde::Deserialize;

use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, Form, form};
use crate::login::let_in;
use crate::origin::{browser, network};
use crate::view::{Answer, View, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// What a new site asks.
    pub struct SetupForm to "/setup" {
        /// The code.
        text code,
        /// The administrator's handle.
        text handle,
        /// Their address.
        text email,
        /// Their password.
        text password,
        /// What the site is called.
        text site_name,
        /// Who may register.
        text registration,
    }
}

impl SetupForm {
    fn read(&self) -> Result<Setup, Faults> {
        let mut faults = Faults::default();
        let handle = faults.read("handle", &self.handle);
        let email = faults.read("email", &self.email);
        let site_name = faults.read("site_name", &self.site_name);
        let registration = faults.read("registration", &self.registration);
        match (handle, email, site_name, registration) {
            (Some(handle), Some(email), Some(site_name), Some(registration)) => Ok(Setup {
                admin: NewAdmin {
                    handle,
                    email,
                    password: Password::new(&self.password),
                    display_name: None,
                },
                site_name,
                registration,
            }),
            _ => Err(faults),
        }
    }
}

/// The page that makes a site somebody's.
#[derive(Template)]
#[template(path = "setup.html")]
pub struct SetupPage {
    chrome: Chrome,
    form: SetupForm,
    faults: Faults,
    registrations: &'static [Choice],
}

impl SetupPage {
    fn of(chrome: Chrome, form: SetupForm, faults: Faults) -> Self {
        Self {
            chrome,
            form,
            faults,
            registrations: RegistrationMode::CHOICES,
        }
    }
}

impl View for SetupPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let mut faults = Faults::default();
        for field in SetupForm::FIELDS {
            faults.at(field, "may not be empty");
        }
        let of = |faults| Self::of(Chrome::neutral(), SetupForm::default(), faults);
        vec![of(Faults::default()), of(faults)]
    }
}

/// What the setup link carries.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    code: String,
}

/// `GET /setup`
pub async fn page(State(app): State<App>, visit: Visit, Query(link): Query<Link>) -> Answer {
    unless_set_up(&app).await?;
    let site = app.site_settings().await?;
    let form = SetupForm {
        code: link.code,
        site_name: site.name.to_string(),
        registration: site.registration.to_string(),
        ..SetupForm::default()
    };
    show(&SetupPage::of(visit.chrome, form, Faults::default()))
}

/// `POST /setup`. The first administrator is signed in at once.
pub async fn submit(
    State(app): State<App>,
    State(CookieName(cookie)): State<CookieName>,
    visit: Visit,
    client: Option<axum::Extension<ClientIp>>,
    headers: HeaderMap,
    Filled(form): Filled<SetupForm>,
) -> Answer {
    unless_set_up(&app).await?;
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(setup) => match app.set_up(&form.code, &setup).await {
            Ok(_admin) => {
                let login = Login {
                    name: setup.admin.handle.to_string(),
                    password: setup.admin.password,
                    kind: SessionKind::Web,
                    remember: false,
                    user_agent: browser(&headers),
                    network: network(client.map(|axum::Extension(ClientIp(ip))| ip)),
                };
                let logged_in = app.log_in(&login).await?;
                return Ok(let_in(&logged_in, false, cookie, "/"));
            }
            Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
        },
    };
    show_as(status, &SetupPage::of(visit.chrome, form, faults))
}

/// Once somebody runs the site there is no such page.
async fn unless_set_up(app: &App) -> Result<(), Failure> {
    if app.setup_needed().await? {
        Ok(())
    } else {
        Err(Problem::new(&catalogue::NOT_FOUND).into())
    }
}
