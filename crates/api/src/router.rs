//! Every endpoint, in the order of the API's document.

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use quire_app::App;
use quire_edge::CookieName;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::docs::{self, Security};
use crate::{chapters, stories};

/// What the handlers of this face need.
#[derive(Clone, FromRef)]
pub struct Face {
    /// The verbs.
    pub app: App,
    /// The name of the session cookie.
    pub cookie: CookieName,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Quire",
        description = "Serial fiction: authors publish stories chapter by chapter, readers follow them.\n\n\
            Every refusal is a problem document (RFC 9457). Lists are paged by opaque cursors. \
            Changes of stories and chapters need `If-Match` with the `ETag` that was read.",
    ),
    modifiers(&Security),
)]
struct Base;

fn endpoints() -> OpenApiRouter<Face> {
    OpenApiRouter::with_openapi(Base::openapi())
        // Stories
        .routes(routes!(stories::create::create_story))
        .routes(routes!(
            stories::show::show_story,
            stories::update::update_story,
            stories::delete::delete_story
        ))
        .routes(routes!(
            stories::publication::publish_story,
            stories::publication::withdraw_story
        ))
        .routes(routes!(
            stories::release_plan::show_release_plan,
            stories::release_plan::set_release_plan,
            stories::release_plan::delete_release_plan
        ))
        .routes(routes!(
            stories::queue::show_queue,
            stories::queue::set_queue
        ))
        .routes(routes!(stories::restore::restore_story))
        .routes(routes!(stories::own::own_stories))
        .routes(routes!(stories::trash::story_trash))
        // Chapters
        .routes(routes!(
            chapters::publication::publish_chapter,
            chapters::publication::withdraw_chapter
        ))
}

/// The API's document, OpenAPI 3.1.
pub fn document() -> Document {
    endpoints().into_openapi()
}

/// The routes of the API with its document and its documentation page.
pub fn router(face: Face) -> Router {
    let (routes, document) = endpoints().split_for_parts();
    let page = docs::page(&document);
    let json = docs::json(&document);
    routes
        .route(
            "/api/v1/openapi.json",
            get(move || std::future::ready(json.clone())),
        )
        .route(
            "/api/v1/docs",
            get(move || std::future::ready(page.clone())),
        )
        .route("/problems/{code}", get(docs::problem))
        .method_not_allowed_fallback(quire_edge::problem::method_not_allowed)
        .with_state(face)
}
