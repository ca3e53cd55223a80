//! `/write/{story}/publication`: the story is shown to its audience, or taken back.

use axum::extract::{Path, State};
use quire_app::App;

use super::{Asked, id};
use crate::form::{Filled, form};
use crate::view::{Answer, see_other};
use crate::visit::Visit;

form! {
    /// What becomes of a story.
    pub struct StoryPublicationForm to "/write/{story}/publication" {
        /// `publish` or `withdraw`.
        text then,
    }
}

/// `POST /write/{story}/publication`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<StoryPublicationForm>,
) -> Answer {
    let id = id(&story)?;
    let done = if form.then == "withdraw" {
        app.withdraw_story(&visit.actor, id).await?;
        "withdrawn"
    } else {
        app.publish_story(&visit.actor, id).await?;
        "published"
    };
    let path = format!("/write/{story}");
    Ok(see_other(&Asked::after(path, done)))
}
