//! Every page, in the order of a visit.

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use quire_app::App;
use quire_edge::CookieName;

use crate::{
    admin, assets, chapter, discover, error, follow, home, import, login, logout, profile, reading,
    register, search, settings, setup, story, tag, write,
};

/// The routes whose bodies are larger than others', with their limits in bytes. `file` is the limit
/// of an imported file.
pub fn body_limits(file: u64) -> [(&'static str, u64); 3] {
    /// A chapter of the longest kind, every byte of it as `%XX`, and as much again for its notes
    /// and for line ends that became two.
    const CHAPTER: u64 = 12_000_000;
    [
        ("/import", file.saturating_add(65_536)),
        ("/write/{story}/new", CHAPTER),
        ("/write/{story}/{chapter}", CHAPTER),
    ]
}

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
        .merge(texts())
        .merge(people())
        .merge(own_account())
        .merge(stories())
        .merge(chapters())
        .merge(import::routes())
        .merge(administration())
        .route("/assets/{name}", get(assets::asset))
        .fallback(quire_edge::problem::not_found)
        .method_not_allowed_fallback(quire_edge::problem::method_not_allowed)
        .with_state(face)
        .layer(from_fn(error::as_pages))
}

/// What readers come for.
fn texts() -> Router<Face> {
    Router::new()
        .route("/", get(home::page))
        .route("/discover", get(discover::page))
        .route("/t/{tag}", get(tag::page))
        .route("/search", get(search::page))
        .route("/s/{story}", get(story::page))
        .route("/s/{story}/follow", post(follow::submit))
        .route("/s/{story}/{chapter}", get(chapter::page))
        .route("/c/{chapter}", get(chapter::permanent))
        .route("/reading", post(reading::submit))
        .route("/@{handle}", get(profile::page))
        .route("/@{handle}/follow", post(profile::follow))
}

/// Coming in and going.
fn people() -> Router<Face> {
    Router::new()
        .route("/login", get(login::page).post(login::submit))
        .route("/logout", post(logout::submit))
        .route("/register", get(register::page).post(register::submit))
        .route("/setup", get(setup::page).post(setup::submit))
}

/// What somebody decides about their account.
fn own_account() -> Router<Face> {
    Router::new()
        .route(
            "/settings",
            get(settings::profile::page).post(settings::profile::submit),
        )
        .route(
            "/settings/password",
            get(settings::password::page).post(settings::password::submit),
        )
        .route(
            "/settings/sessions",
            get(settings::sessions::page).post(settings::sessions::submit),
        )
        .route(
            "/settings/tokens",
            get(settings::tokens::page).post(settings::tokens::submit),
        )
        .route(
            "/settings/tokens/revocation",
            post(settings::tokens::revoke),
        )
        .route("/settings/age", post(settings::age::submit))
}

/// What an author does with stories.
fn stories() -> Router<Face> {
    Router::new()
        .route("/write", get(write::dashboard::page))
        .route(
            "/write/new",
            get(write::story_new::page).post(write::story_new::submit),
        )
        .route("/write/trash", get(write::story_trash::page))
        .route("/write/{story}", get(write::story::page))
        .route(
            "/write/{story}/settings",
            get(write::settings::page).post(write::settings::submit),
        )
        .route(
            "/write/{story}/publication",
            post(write::story_publication::submit),
        )
        .route("/write/{story}/deletion", post(write::story_trash::delete))
        .route(
            "/write/{story}/restoration",
            post(write::story_trash::restore),
        )
        .route(
            "/write/{story}/tags",
            get(write::tags::page).post(write::tags::submit),
        )
        .route("/write/{story}/order", post(write::order::submit))
        .route(
            "/write/{story}/volumes",
            get(write::volumes::page).post(write::volumes::submit),
        )
        .route(
            "/write/{story}/plan",
            get(write::plan::page).post(write::plan::submit),
        )
        .route("/write/{story}/plan/deletion", post(write::plan::delete))
        .route(
            "/write/{story}/queue",
            get(write::queue::page).post(write::queue::submit),
        )
}

/// What an author does with chapters.
fn chapters() -> Router<Face> {
    Router::new()
        .route("/write/{story}/trash", get(write::chapter_trash::page))
        .route(
            "/write/{story}/new",
            get(write::chapter_new::page).post(write::chapter_new::submit),
        )
        .route(
            "/write/{story}/{chapter}",
            get(write::chapter::page).post(write::chapter::submit),
        )
        .route(
            "/write/{story}/{chapter}/publication",
            get(write::chapter_publication::page).post(write::chapter_publication::submit),
        )
        .route(
            "/write/{story}/{chapter}/deletion",
            post(write::chapter_trash::delete),
        )
        .route(
            "/write/{story}/{chapter}/restoration",
            post(write::chapter_trash::restore),
        )
        .route(
            "/write/{story}/{chapter}/revisions",
            get(write::revisions::page),
        )
        .route(
            "/write/{story}/{chapter}/revisions/{revision}",
            get(write::revision::page),
        )
        .route(
            "/write/{story}/{chapter}/revisions/{revision}/restoration",
            post(write::revision::restore),
        )
}

/// What an administrator decides.
fn administration() -> Router<Face> {
    Router::new()
        .route("/admin", get(admin::page))
        .route("/admin/settings", post(admin::settings))
        .route("/admin/applicants", post(admin::applicants))
        .route("/admin/invites", post(admin::invite))
        .route("/admin/invites/revocation", post(admin::revoke_invite))
}
