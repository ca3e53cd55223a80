//! `GET|PATCH /api/v1/admin/settings`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_app::settings::{SettingsChange, SiteSettings};
use quire_domain::account::RegistrationMode;
use quire_domain::text::SiteName;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Body, Faults, Params, body};

/// What is decided about the site.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    /// What it is called.
    pub site_name: String,
    /// Who may register.
    pub registration: &'static str,
}

impl From<SiteSettings> for SettingsView {
    fn from(settings: SiteSettings) -> Self {
        Self {
            site_name: settings.name.to_string(),
            registration: settings.registration.as_str(),
        }
    }
}

/// What is decided about the site.
#[utoipa::path(
    get, path = "/api/v1/admin/settings", tag = "Administration", operation_id = "show_settings",
    responses(
        (status = 200, body = SettingsView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
    ),
)]
pub async fn show_settings(
    State(app): State<App>,
    Caller(actor): Caller,
    params: Params,
) -> Result<Json<SettingsView>, Failure> {
    params.end()?;
    let settings = app.settings_for_admin(&actor).await?;
    Ok(Json(settings.into()))
}

body! {
    /// What changes; a field left out stays as it is.
    pub struct SettingsPatch {
        /// What the site is called.
        optional site_name: SiteName,
        /// Who may register.
        optional registration: RegistrationMode,
    }
}

/// Change what is decided about the site. Other instances follow within ten seconds.
#[utoipa::path(
    patch, path = "/api/v1/admin/settings", tag = "Administration",
    operation_id = "change_settings",
    request_body = SettingsPatch,
    responses(
        (status = 200, body = SettingsView),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn change_settings(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<SettingsPatch>,
) -> Result<Json<SettingsView>, Failure> {
    let mut faults = Faults::default();
    let change = SettingsChange {
        name: faults.some("/site_name", body.site_name),
        registration: faults.some("/registration", body.registration),
    };
    faults.end()?;
    let settings = app.change_settings(&actor, &change).await?;
    Ok(Json(settings.into()))
}
