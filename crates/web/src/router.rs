//! Every page, in the order of a visit.

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use quire_app::App;
use quire_edge::CookieName;

use crate::{assets, chapter, error, home, login, logout, register, setup, story};

/// What the handlers of this face need.
#[derive(Clone, FromRef)]
pub struct Face {
    /// The verbs.
    pub app: App,
    /// The name of the session cookie.
    pub cookie: CookieName,
    /// What the site is, in one or two sentences.
    pub description: Arc<str>,
}

/// The pages, each refusal among them.
pub fn router(face: Face) -> Router {
    Router::new()
        // Reading
        .route("/", get(home::page))
        .route("/s/{story}", get(story::page))
        .route("/s/{story}/{chapter}", get(chapter::page))
        .route("/c/{chapter}", get(chapter::permanent))
        // People
        .route("/login", get(login::page).post(login::submit))
        .route("/logout", post(logout::submit))
        .route("/register", get(register::page).post(register::submit))
        .route("/setup", get(setup::page).post(setup::submit))
        // Files
        .route("/assets/{name}", get(assets::asset))
        .fallback(quire_edge::problem::not_found)
        .method_not_allowed_fallback(quire_edge::problem::method_not_allowed)
        .with_state(face)
        .layer(from_fn(error::as_pages))
}
