//! `/write/{story}/trash`, `/write/{story}/{chapter}/deletion`, `/write/{story}/{chapter}/restoration`

use axum::extract::{Path, Query, State};
use quire_app::App;

use super::story_trash::{Thrown, TrashPage};
use super::{Asked, Link, Then, id};
use crate::chapter_name;
use crate::view::{Answer, see_other, show};
use crate::visit::Visit;

/// Chapters on a page.
const CHAPTERS: u32 = 100;

/// `GET /write/{story}/trash`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let id = id(&story)?;
    let list = app
        .chapter_trash(&visit.actor, id, &asked.page(CHAPTERS)?)
        .await?;
    let readable = app.story(&visit.actor, id).await?;
    let path = format!("/write/{story}");
    let things = list.items.iter().map(|line| Thrown {
        name: chapter_name::name(None, &line.title),
        restoration: format!("{path}/{}/restoration", line.id),
    });
    show(&TrashPage {
        chrome: visit.chrome,
        heading: format!("Chapters of {} in the trash", readable.story.title),
        things: things.collect(),
        next: list
            .next
            .map(|cursor| format!("{path}/trash?cursor={cursor}")),
        back: Link::new(readable.story.title.to_string(), path),
    })
}

/// `POST /write/{story}/{chapter}/deletion`
pub async fn delete(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter)): Path<(String, String)>,
) -> Answer {
    app.delete_chapter(&visit.actor, id(&chapter)?, None)
        .await?;
    let path = format!("/write/{story}");
    Ok(see_other(&Asked::after(path, "deleted")))
}

/// `POST /write/{story}/{chapter}/restoration`
pub async fn restore(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter)): Path<(String, String)>,
) -> Answer {
    app.restore_chapter(&visit.actor, id(&chapter)?).await?;
    let path = format!("/write/{story}");
    Ok(see_other(&Asked::after(path, "restored")))
}
