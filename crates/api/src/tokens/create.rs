//! `POST /api/v1/me/api-tokens`

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::tokens::NewToken;
use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::text::Label;
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};
use quire_identity::scope::Scopes;
use serde::Serialize;
use utoipa::ToSchema;

use super::TokenView;
use crate::request::{Body, Faults, body};

body! {
    /// What a token shall be.
    pub struct TokenBody {
        /// What its owner calls it.
        required name: Label,
        /// What it may do; at least one.
        required scopes: Vec<Scope>,
        /// When it ends, within 730 days; in 365 days when left out.
        optional expires_at: Timestamp,
    }
}

/// A token that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeTokenView {
    /// The secret, shown only now.
    pub secret: String,
    /// The token.
    pub token: TokenView,
}

impl TokenBody {
    fn read(self, now: Timestamp) -> Result<NewToken, Problem> {
        let mut faults = Faults::default();
        let name = faults.required("/name", self.name);
        let scopes = faults.required("/scopes", self.scopes).and_then(|scopes| {
            let scopes = Scopes::of(scopes);
            if scopes.is_none() {
                faults.add("/scopes", "empty", "name at least one scope");
            }
            scopes
        });
        let expires = faults.optional("/expires_at", self.expires_at);
        let (name, scopes) = faults.all((name, scopes))?;
        Ok(NewToken {
            name,
            scopes,
            lifetime: expires.map(|end| end.since(now)),
        })
    }
}

/// Make an API token for a program. Its secret is shown once. Needs a login of one's own.
#[utoipa::path(
    post, path = "/api/v1/me/api-tokens", tag = "Accounts", operation_id = "create_token",
    request_body = TokenBody,
    responses(
        (status = 201, body = MadeTokenView, headers(("Location" = String))),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn create_token(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<TokenBody>,
) -> Result<Response, Failure> {
    let made = app.create_token(&actor, &body.read(app.now())?).await?;
    let location = format!("/api/v1/me/api-tokens/{}", made.token.id);
    let view = MadeTokenView {
        secret: made.secret.reveal().to_owned(),
        token: TokenView::from(&made.token),
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
