//! `/login`

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use quire_app::sessions::{LoggedIn, Login};
use quire_app::{App, Refused};
use quire_domain::account::SessionKind;
use quire_edge::{ClientIp, CookieName, Failure};
use quire_identity::password::Password;
use quire_identity::session::REMEMBERED_IDLE;
use serde::Deserialize;

use crate::form::{Faults, Filled, form};
use crate::local::local;
use crate::origin::{browser, network};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// Who signs in.
    pub struct LoginForm to "/login" {
        /// E-mail address or handle.
        text name,
        /// The password.
        text password,
        /// Whether the login shall last.
        tick remember,
        /// Where to go afterwards.
        text next,
    }
}

/// The page that lets somebody in.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    chrome: Chrome,
    form: LoginForm,
    faults: Faults,
}

impl View for LoginPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let refused = LoginForm {
            name: "ada".to_owned(),
            remember: true,
            next: "/write".to_owned(),
            ..LoginForm::default()
        };
        vec![
            Self {
                chrome: Chrome::neutral(),
                form: LoginForm::default(),
                faults: Faults::default(),
            },
            Self {
                chrome: Chrome::neutral(),
                form: refused,
                faults: Faults::default().with("The name or the password is wrong."),
            },
        ]
    }
}

/// Where somebody comes from.
#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    next: String,
}

/// `GET /login`
pub async fn page(visit: Visit, Query(from): Query<From>) -> Answer {
    if visit.chrome.signed_in() {
        return Ok(see_other(local(&from.next)));
    }
    std::future::ready(show(&LoginPage {
        chrome: visit.chrome,
        form: LoginForm {
            next: from.next,
            ..LoginForm::default()
        },
        faults: Faults::default(),
    }))
    .await
}

/// `POST /login`
pub async fn submit(
    State(app): State<App>,
    State(CookieName(cookie)): State<CookieName>,
    visit: Visit,
    client: Option<axum::Extension<ClientIp>>,
    headers: HeaderMap,
    Filled(form): Filled<LoginForm>,
) -> Answer {
    let login = Login {
        name: form.name.clone(),
        password: Password::new(&form.password),
        kind: SessionKind::Web,
        remember: form.remember,
        user_agent: browser(&headers),
        network: network(client.map(|axum::Extension(ClientIp(ip))| ip)),
    };
    match app.log_in(&login).await {
        Ok(logged_in) => Ok(let_in(&logged_in, form.remember, cookie, local(&form.next))),
        Err(refused) => {
            let (status, faults) = match refused {
                Refused::Forbidden(why) => (StatusCode::FORBIDDEN, Faults::default().with(why)),
                other => Faults::of_refusal(other).map_err(Failure::from)?,
            };
            show_as(
                status,
                &LoginPage {
                    chrome: visit.chrome,
                    form,
                    faults,
                },
            )
        }
    }
}

/// Leads on with the login's cookie.
pub fn let_in(
    logged_in: &LoggedIn,
    remember: bool,
    cookie: quire_identity::cookie::SessionCookie,
    next: &str,
) -> Response {
    let mut answer = see_other(next);
    let age = remember.then_some(REMEMBERED_IDLE);
    if let Ok(value) = cookie.set(&logged_in.secret, age).parse() {
        answer.headers_mut().insert(header::SET_COOKIE, value);
    }
    answer
}
