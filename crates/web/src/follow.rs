//! `/s/{slug}/follow`

use axum::extract::{Path, State};
use quire_app::stories::StoryAt;
use quire_app::{App, Refused};

use crate::form::{Filled, form};
use crate::story::slug;
use crate::view::{Answer, see_other};
use crate::visit::Visit;

form! {
    /// Whether to follow a story.
    pub struct FollowStoryForm to "/s/{story}/follow" {
        /// `yes` or `no`.
        text follow,
    }
}

/// `POST /s/{slug}/follow`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<FollowStoryForm>,
) -> Answer {
    let StoryAt::Here(found) = app.story_at(&visit.actor, &slug(&story)?).await? else {
        return Err(Refused::NotFound.into());
    };
    let id = found.story.id;
    if form.follow == "no" {
        app.unfollow_story(&visit.actor, id).await?;
    } else {
        app.follow_story(&visit.actor, id).await?;
    }
    Ok(see_other(&format!("/s/{story}")))
}
