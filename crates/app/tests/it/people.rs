//! How people come and go in these stories: what they type, and what they are answered.

use quire_app::accounts::Registration;
use quire_app::sessions::{LoggedIn, Login};
use quire_app::setup::{NewAdmin, Setup};
use quire_app::{Actor, App, Credential, PageRequest, Refused};
use quire_domain::account::{RegistrationMode, SessionKind};
use quire_domain::text::{EmailAddress, Handle, SiteName};
use quire_identity::password::Password;

/// What everybody here has for a password; long enough for staff.
pub const PASSWORD: &str = "tin kettle over moor";

pub fn password(typed: &str) -> Password {
    Password::new(typed)
}

pub fn handle(text: &str) -> Handle {
    Handle::parse(text).unwrap()
}

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn registration(name: &str) -> Registration {
    Registration {
        handle: handle(name),
        email: email(&format!("{name}@example.org")),
        password: password(PASSWORD),
        display_name: None,
        answer: None,
        invite: None,
    }
}

pub fn login(name: &str, typed: &str) -> Login {
    Login {
        name: name.to_owned(),
        password: password(typed),
        kind: SessionKind::Web,
        remember: false,
        user_agent: "Firefox".to_owned(),
        network: "192.0.2.0/24".to_owned(),
    }
}

pub fn new_admin(name: &str) -> NewAdmin {
    NewAdmin {
        handle: handle(name),
        email: email(&format!("{name}@example.org")),
        password: password(PASSWORD),
        display_name: None,
    }
}

pub fn site_of(name: &str) -> Setup {
    Setup {
        admin: new_admin(name),
        site_name: SiteName::parse("The Night Press").unwrap(),
        registration: RegistrationMode::Closed,
    }
}

pub async fn log_in(app: &App, name: &str) -> LoggedIn {
    app.log_in(&login(name, PASSWORD)).await.unwrap()
}

pub async fn holder(app: &App, login: &LoggedIn) -> Option<Actor> {
    let credential = Credential::Session(&login.secret);
    app.authenticate(credential).await.unwrap()
}

/// Somebody registered and signed in.
pub async fn newcomer(app: &App, name: &str) -> Actor {
    app.register(&registration(name)).await.unwrap();
    let login = log_in(app, name).await;
    holder(app, &login).await.unwrap()
}

pub fn first_page() -> PageRequest {
    PageRequest::default()
}

/// The one field that was not accepted, and why.
#[track_caller]
pub fn fault<T: std::fmt::Debug>(answer: Result<T, Refused>) -> (String, &'static str) {
    match answer {
        Err(Refused::Invalid(errors)) if errors.len() == 1 => {
            (errors[0].pointer.clone(), errors[0].code)
        }
        other => panic!("not one field: {other:?}"),
    }
}
