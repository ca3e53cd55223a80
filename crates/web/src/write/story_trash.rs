//! `/write/trash`, `/write/{story}/deletion`, `/write/{story}/restoration`

use askama::Template;
use axum::extract::{Path, Query, State};
use quire_app::App;

use super::{Asked, Then, id};
use crate::view::{Answer, View, see_other, show};
use crate::visit::{Chrome, Visit};

/// Stories on a page.
const STORIES: u32 = 50;

/// What was thrown away: stories, or the chapters of one.
#[derive(Template)]
#[template(path = "write/trash.html")]
pub struct TrashPage {
    pub chrome: Chrome,
    pub heading: String,
    pub back: super::Link,
    pub things: Vec<Thrown>,
    pub next: Option<String>,
}

/// A thing that was thrown away.
pub struct Thrown {
    pub name: String,
    /// Where its restoration is sent to.
    pub restoration: String,
}

impl View for TrashPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |things, next| Self {
            chrome: Chrome::of_reader("ada", false),
            heading: "Trash of The <Long> Way".to_owned(),
            back: super::Link::new("The <Long> Way", "/write/sto_1"),
            things,
            next,
        };
        let thrown = |restoration: &str| Thrown {
            name: "1. The <Lamp>".to_owned(),
            restoration: restoration.to_owned(),
        };
        let things = vec![
            thrown("/write/sto_1/restoration"),
            thrown("/write/sto_1/chp_1/restoration"),
        ];
        let next = Some("/write/trash?cursor=a".to_owned());
        vec![of(vec![], None), of(things, next)]
    }
}

/// `GET /write/trash`
pub async fn page(State(app): State<App>, visit: Visit, Query(asked): Then) -> Answer {
    let list = app.story_trash(&visit.actor, &asked.page(STORIES)?).await?;
    let things = list.items.iter().map(|story| Thrown {
        name: story.title.to_string(),
        restoration: format!("/write/{}/restoration", story.id),
    });
    show(&TrashPage {
        chrome: visit.chrome,
        heading: "Stories in the trash".to_owned(),
        back: super::Link::new("Your stories", "/write"),
        things: things.collect(),
        next: list
            .next
            .map(|cursor| format!("/write/trash?cursor={cursor}")),
    })
}

/// `POST /write/{story}/deletion`
pub async fn delete(State(app): State<App>, visit: Visit, Path(story): Path<String>) -> Answer {
    app.delete_story(&visit.actor, id(&story)?).await?;
    Ok(see_other(&Asked::after("/write", "deleted")))
}

/// `POST /write/{story}/restoration`
pub async fn restore(State(app): State<App>, visit: Visit, Path(story): Path<String>) -> Answer {
    app.restore_story(&visit.actor, id(&story)?).await?;
    let path = format!("/write/{story}");
    Ok(see_other(&Asked::after(path, "restored")))
}
