//! `GET|POST /api/v1/setup`: the first administrator.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::setup::{NewAdmin, Setup};
use quire_domain::account::RegistrationMode;
use quire_domain::text::{DisplayName, EmailAddress, Handle, SiteName};
use quire_edge::Failure;
use quire_edge::problem::{Problem, ProblemDocument};
use quire_identity::password::Password;
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Body, Faults, Params, body};

/// Whether the site has somebody who runs it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupView {
    /// Whether it still needs its first administrator.
    pub needed: bool,
}

/// Whether the site still needs its first administrator.
#[utoipa::path(
    get, path = "/api/v1/setup", tag = "Administration", operation_id = "show_setup",
    responses(
        (status = 200, body = SetupView),
        (status = 400, body = ProblemDocument),
    ),
)]
pub async fn show_setup(
    State(app): State<App>,
    params: Params,
) -> Result<Json<SetupView>, Failure> {
    params.end()?;
    let needed = app.setup_needed().await?;
    Ok(Json(SetupView { needed }))
}

body! {
    /// The first administrator, and what the site is.
    pub struct SetupBody {
        /// The one-time code the operator was shown.
        required code: String,
        /// The administrator's handle.
        required handle: Handle,
        /// The administrator's e-mail address.
        required email: EmailAddress,
        /// The administrator's password: at least 15 characters.
        required password: Password,
        /// The name to show; the handle when left out.
        optional display_name: DisplayName,
        /// What the site is called.
        required site_name: SiteName,
        /// Who may register; `open` when left out.
        optional registration: RegistrationMode,
    }
}

impl SetupBody {
    fn read(self) -> Result<(String, Setup), Problem> {
        let mut faults = Faults::default();
        let code = faults.required("/code", self.code);
        let handle = faults.required("/handle", self.handle);
        let email = faults.required("/email", self.email);
        let password = faults.required("/password", self.password);
        let site_name = faults.required("/site_name", self.site_name);
        let display_name = faults.optional("/display_name", self.display_name);
        let registration = faults.or("/registration", self.registration, RegistrationMode::Open);
        let (code, handle, email, password, site_name) =
            faults.all((code, handle, email, password, site_name))?;
        let admin = NewAdmin {
            handle,
            email,
            password,
            display_name,
        };
        Ok((
            code,
            Setup {
                admin,
                site_name,
                registration,
            },
        ))
    }
}

/// The administrator that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdministratorView {
    /// The account.
    pub id: String,
    /// Its handle.
    pub handle: String,
}

/// Make the first administrator with the one-time code, and set up the site. Works once.
#[utoipa::path(
    post, path = "/api/v1/setup", tag = "Administration", operation_id = "set_up",
    request_body = SetupBody,
    responses(
        (status = 201, body = AdministratorView, headers(("Location" = String))),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn set_up(
    State(app): State<App>,
    Body(body): Body<SetupBody>,
) -> Result<Response, Failure> {
    let (code, site) = body.read()?;
    let id = app.set_up(&code, &site).await?;
    let location = format!("/api/v1/users/{}", site.admin.handle);
    let view = AdministratorView {
        id: id.to_string(),
        handle: site.admin.handle.to_string(),
    };
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(view),
    )
        .into_response())
}
