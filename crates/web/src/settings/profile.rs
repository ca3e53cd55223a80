//! `/settings`

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use quire_app::profiles::ProfileChange;
use quire_app::{App, Refused};
use quire_domain::account::ProfileVisibility;
use quire_edge::Failure;

use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form, lines_like};
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};
use crate::write::{Asked, Then};

form! {
    /// How somebody shows themselves.
    pub struct ProfileForm to "/settings" {
        /// The version that was read.
        text version,
        /// The handle.
        text handle,
        /// The name.
        text display_name,
        /// What they say of themselves.
        text bio,
        /// Who sees it.
        text visibility,
        /// Whether they stand in the directory and in search.
        tick listed,
    }
}

impl ProfileForm {
    fn read(&self) -> Result<(i64, ProfileChange), Faults> {
        let mut faults = Faults::default();
        let version = faults.read("version", &self.version);
        let change = ProfileChange {
            handle: faults.read("handle", &self.handle),
            display_name: faults.read("display_name", &self.display_name),
            bio: faults.read("bio", &lines_like("", self.bio.clone())),
            visibility: faults.read("visibility", &self.visibility),
            listed: Some(self.listed),
        };
        match version {
            Some(version) if faults.is_empty() => Ok((version, change)),
            _ => Err(faults),
        }
    }
}

/// Somebody's profile, as they change it.
#[derive(Template)]
#[template(path = "settings/profile.html")]
pub struct ProfileSettingsPage {
    chrome: Chrome,
    done: &'static str,
    form: ProfileForm,
    faults: Faults,
    visibilities: &'static [Choice],
}

impl ProfileSettingsPage {
    fn of(chrome: Chrome, form: ProfileForm, faults: Faults) -> Self {
        Self {
            chrome,
            done: "",
            form,
            faults,
            visibilities: ProfileVisibility::CHOICES,
        }
    }
}

impl View for ProfileSettingsPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |form, faults| Self::of(Chrome::of_reader("ada", false), form, faults);
        let wrong = ProfileForm::default();
        let faults = wrong.read().err().unwrap_or_default();
        let mut saved = of(ProfileForm::default(), Faults::default());
        saved.done = "Saved.";
        vec![saved, of(wrong, faults)]
    }
}

/// `GET /settings`
pub async fn page(State(app): State<App>, visit: Visit, Query(asked): Then) -> Answer {
    let profile = app.own_profile(&visit.actor).await?;
    let form = ProfileForm {
        version: profile.version.to_string(),
        handle: profile.handle.to_string(),
        display_name: profile.display_name.to_string(),
        bio: profile.bio.to_string(),
        visibility: profile.visibility.to_string(),
        listed: profile.listed,
    };
    let mut page = ProfileSettingsPage::of(visit.chrome, form, Faults::default());
    page.done = asked.done();
    show(&page)
}

/// `POST /settings`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Filled(mut form): Filled<ProfileForm>,
) -> Answer {
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok((version, change)) => match app.change_profile(&visit.actor, version, &change).await {
            Ok(_) => return Ok(see_other(&Asked::after("/settings", "saved"))),
            Err(Refused::Stale { current }) => {
                form.version = current.to_string();
                let faults = Faults::default().with(
                    "Your profile was changed meanwhile, perhaps in another tab. Save again to \
                         put what you typed in the place of that change.",
                );
                (StatusCode::PRECONDITION_FAILED, faults)
            }
            Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
        },
    };
    show_as(status, &ProfileSettingsPage::of(visit.chrome, form, faults))
}
