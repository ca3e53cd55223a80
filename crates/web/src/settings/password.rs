//! `/settings/password`

use askama::Template;
use axum::extract::{Query, State};
use quire_app::App;
use quire_domain::account::Scope;
use quire_edge::Failure;
use quire_identity::password::Password;

use crate::form::{Faults, Filled, form};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};
use crate::write::{Asked, Then};

form! {
    /// A new password.
    pub struct PasswordForm to "/settings/password" {
        /// The one it was.
        text current_password,
        /// The one it shall be.
        text password,
    }
}

/// Where somebody changes their password.
#[derive(Template)]
#[template(path = "settings/password.html")]
pub struct PasswordPage {
    chrome: Chrome,
    done: &'static str,
    faults: Faults,
}

impl View for PasswordPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |done, faults| Self {
            chrome: Chrome::of_reader("ada", false),
            done,
            faults,
        };
        let mut faults = Faults::default();
        faults.at("current_password", "this is not your password");
        faults.at("password", "needs at least 10 characters");
        vec![of("Saved.", Faults::default()), of("", faults)]
    }
}

/// `GET /settings/password`
pub async fn page(visit: Visit, Query(asked): Then) -> Answer {
    visit.actor.signed_in(Scope::Read)?;
    let page = PasswordPage {
        chrome: visit.chrome,
        done: asked.done(),
        faults: Faults::default(),
    };
    std::future::ready(show(&page)).await
}

/// `POST /settings/password`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<PasswordForm>,
) -> Answer {
    let current = Password::new(&form.current_password);
    let new = Password::new(&form.password);
    match app.change_password(&visit.actor, &current, &new).await {
        Ok(()) => Ok(see_other(&Asked::after("/settings/password", "saved"))),
        Err(refused) => {
            let (status, faults) = Faults::of_refusal(refused).map_err(Failure::from)?;
            let page = PasswordPage {
                chrome: visit.chrome,
                done: "",
                faults,
            };
            show_as(status, &page)
        }
    }
}
