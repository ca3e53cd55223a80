//! Who sent a request: a bearer header or the session cookie, resolved once per request.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use quire_app::{Actor, App, Credential};
use quire_identity::cookie::SessionCookie;
use quire_identity::token::{ApiSecret, SessionSecret};

use crate::problem::{Problem, catalogue};
use crate::refusal::Failure;

/// Who sent the request. A bearer header that is not valid is refused; a cookie that is not valid
/// any more counts as no cookie, so that an old one never locks anybody out of public pages.
#[derive(Debug, Clone)]
pub struct Caller(pub Actor);

/// The name the session cookie has on this site.
#[derive(Debug, Clone)]
pub struct CookieName(pub SessionCookie);

/// A secret found in a request.
enum Found {
    Nothing,
    Bearer(Secret),
    Cookie(SessionSecret),
}

enum Secret {
    Session(SessionSecret),
    Token(ApiSecret),
    Neither,
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

fn found(parts: &Parts, cookie: SessionCookie) -> Found {
    if let Some(text) = bearer(parts) {
        let secret = if text.starts_with(ApiSecret::PREFIX) {
            ApiSecret::parse(text).map_or(Secret::Neither, Secret::Token)
        } else {
            SessionSecret::parse(text).map_or(Secret::Neither, Secret::Session)
        };
        return Found::Bearer(secret);
    }
    credential(parts, cookie).map_or(Found::Nothing, Found::Cookie)
}

/// The session's secret in a request's cookies.
pub fn credential(parts: &Parts, cookie: SessionCookie) -> Option<SessionSecret> {
    parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|value| cookie.read(value))
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    App: FromRef<S>,
    CookieName: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let secret = found(parts, CookieName::from_ref(state).0);
        let app = App::from_ref(state);
        let actor = match &secret {
            Found::Nothing => return Ok(Self(Actor::ANONYMOUS)),
            Found::Cookie(session) => {
                let actor = app.authenticate(Credential::Session(session)).await?;
                return Ok(Self(actor.unwrap_or(Actor::ANONYMOUS)));
            }
            Found::Bearer(Secret::Session(session)) => {
                app.authenticate(Credential::Session(session)).await?
            }
            Found::Bearer(Secret::Token(token)) => {
                app.authenticate(Credential::Token(token)).await?
            }
            Found::Bearer(Secret::Neither) => None,
        };
        actor.map(Self).ok_or_else(|| {
            Failure(
                Problem::new(&catalogue::UNAUTHENTICATED)
                    .detail("the bearer token is not valid, or not any more"),
            )
        })
    }
}
