//! `POST /api/v1/sessions`

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::sessions::Login;
use quire_domain::account::SessionKind;
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Failure, Origin};
use quire_identity::password::Password;
use serde::Serialize;
use utoipa::ToSchema;

use crate::me::AccountView;
use crate::request::{Body, Faults, body};

body! {
    /// What somebody gives to sign in.
    pub struct LoginBody {
        /// The e-mail address, or the handle.
        required email: String,
        /// The password.
        required password: Password,
        /// What is signed in; `device` when left out. It decides how long the login lasts.
        optional kind: SessionKind,
        /// Whether a `web` login shall last for 30 days without use instead of one.
        optional remember: bool,
    }
}

/// A login that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginView {
    /// The secret, shown only now: send it as `Authorization: Bearer`.
    pub token: String,
    /// The login.
    pub id: String,
    /// When it ends unless it is used before.
    pub expires_at: String,
    /// Who signed in.
    pub account: AccountView,
}

impl LoginBody {
    fn read(self, origin: Origin) -> Result<Login, Problem> {
        let mut faults = Faults::default();
        let name = faults.required("/email", self.email);
        let password = faults.required("/password", self.password);
        let kind = faults.or("/kind", self.kind, SessionKind::Device);
        let remember = faults.or("/remember", self.remember, false);
        let (name, password) = faults.all((name, password))?;
        Ok(Login {
            name,
            password,
            kind,
            remember,
            user_agent: origin.user_agent,
            network: origin.network,
        })
    }
}

/// Sign in with a password. The secret in the answer is shown once.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "Accounts", operation_id = "log_in",
    request_body = LoginBody,
    responses(
        (status = 201, body = LoginView, headers(("Location" = String))),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
        (status = 503, body = ProblemDocument),
    ),
)]
pub async fn log_in(
    State(app): State<App>,
    origin: Origin,
    Body(body): Body<LoginBody>,
) -> Result<Response, Failure> {
    let made = app.log_in(&body.read(origin)?).await?;
    let location = format!("/api/v1/me/sessions/{}", made.session);
    let view = LoginView {
        token: made.secret.reveal().to_owned(),
        id: made.session.to_string(),
        expires_at: made.expires_at.to_string(),
        account: AccountView::from(&made.account),
    };
    Ok((
        StatusCode::CREATED,
        [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        Json(view),
    )
        .into_response())
}
