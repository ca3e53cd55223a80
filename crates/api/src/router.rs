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
use crate::{
    accounts, admin, chapters, collaborators, follows, imports, me, reading, revisions, search,
    sessions, setup, stories, tags, tokens, users,
};

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

#[expect(
    clippy::too_many_lines,
    reason = "a table of contents is as long as what it lists"
)]
fn endpoints() -> OpenApiRouter<Face> {
    OpenApiRouter::with_openapi(Base::openapi())
        // Accounts
        .routes(routes!(accounts::register::register_account))
        .routes(routes!(sessions::log_in::log_in))
        .routes(routes!(sessions::log_out::log_out))
        .routes(routes!(
            sessions::own::own_sessions,
            sessions::revoke::revoke_other_sessions
        ))
        .routes(routes!(sessions::revoke::revoke_session))
        .routes(routes!(me::credentials::change_password))
        .routes(routes!(me::credentials::change_email))
        .routes(routes!(
            tokens::own::own_tokens,
            tokens::create::create_token
        ))
        .routes(routes!(tokens::revoke::revoke_token))
        // Me
        .routes(routes!(me::show::show_me, me::update::update_me))
        .routes(routes!(me::age::confirm_age))
        // Users
        .routes(routes!(users::show::show_user))
        // Stories
        .routes(routes!(
            stories::list::list_stories,
            stories::create::create_story
        ))
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
        .routes(routes!(stories::book::story_epub))
        .routes(routes!(stories::book::story_markdown))
        .routes(routes!(stories::restore::restore_story))
        .routes(routes!(stories::own::own_stories))
        .routes(routes!(stories::trash::story_trash))
        // Imports
        .routes(routes!(
            imports::list::own_imports,
            imports::create::create_import
        ))
        .routes(routes!(
            imports::show::show_import,
            imports::undo::undo_import
        ))
        // Chapters
        .routes(routes!(
            chapters::publication::publish_chapter,
            chapters::publication::withdraw_chapter
        ))
        .routes(routes!(
            chapters::list::list_chapters,
            chapters::create::create_chapter
        ))
        .routes(routes!(
            chapters::show::show_chapter,
            chapters::update::update_chapter,
            chapters::delete::delete_chapter
        ))
        .routes(routes!(chapters::content::chapter_content))
        .routes(routes!(chapters::draft::autosave_chapter))
        .routes(routes!(chapters::trash::chapter_trash))
        .routes(routes!(chapters::restore::restore_chapter))
        .routes(routes!(chapters::order::reorder_chapters))
        .routes(routes!(
            chapters::volumes::list_volumes,
            chapters::volumes::set_volumes
        ))
        // Revisions
        .routes(routes!(revisions::list::list_revisions))
        .routes(routes!(
            revisions::show::show_revision,
            revisions::label::label_revision
        ))
        .routes(routes!(revisions::restore::restore_revision))
        // Collaborators
        .routes(routes!(collaborators::list::list_collaborators))
        .routes(routes!(
            collaborators::put::put_collaborator,
            collaborators::remove::remove_collaborator
        ))
        .routes(routes!(collaborators::invitations::list_invitations))
        .routes(routes!(
            collaborators::invitations::accept_invitation,
            collaborators::invitations::decline_invitation
        ))
        // Administration
        .routes(routes!(setup::show_setup, setup::set_up))
        .routes(routes!(
            admin::settings::show_settings,
            admin::settings::change_settings
        ))
        .routes(routes!(
            admin::invites::invites,
            admin::invites::create_invite
        ))
        .routes(routes!(admin::invites::revoke_invite))
        .routes(routes!(admin::registrations::applicants))
        .routes(routes!(admin::registrations::approve_applicant))
        .routes(routes!(admin::registrations::reject_applicant))
        .routes(routes!(admin::standing::set_standing))
        // Discovery
        .routes(routes!(
            stories::tags::story_tags,
            stories::tags::set_story_tags
        ))
        .routes(routes!(stories::ranking::story_ranking))
        .routes(routes!(users::stories::user_stories))
        .routes(routes!(search::find::search))
        .routes(routes!(search::suggest::suggest))
        .routes(routes!(tags::list::list_tags))
        .routes(routes!(tags::show::show_tag))
        .routes(routes!(
            tags::canonical::set_canonical_tag,
            tags::canonical::unset_canonical_tag
        ))
        // Reading
        .routes(routes!(follows::stories::followed_stories))
        .routes(routes!(
            follows::stories::follow_story,
            follows::stories::unfollow_story
        ))
        .routes(routes!(follows::users::followed_users))
        .routes(routes!(
            follows::users::follow_user,
            follows::users::unfollow_user
        ))
        .routes(routes!(reading::keep::keep_progress))
        .routes(routes!(reading::batch::keep_progress_batch))
        .routes(routes!(reading::ahead::continue_reading))
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
