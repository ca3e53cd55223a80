//! `/write/{story}/volumes`

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_app::volumes::VolumeEntry;
use quire_edge::Failure;

use super::{Asked, Then, own_contents};
use crate::form::{Faults, Filled, form};
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// The volumes of a story in their order: an id, empty for a new one, and a title each.
    pub struct VolumesForm to "/write/{story}/volumes" {
        /// Which volume.
        ticks id,
        /// Its title; empty to remove it.
        ticks title,
    }
}

impl VolumesForm {
    fn read(&self) -> Result<Vec<VolumeEntry>, Faults> {
        let mut faults = Faults::default();
        let mut volumes = Vec::new();
        let rows = self.id.iter().zip(&self.title).enumerate();
        for (place, (id, title)) in rows.filter(|(_, (_, title))| !title.trim().is_empty()) {
            let field = format!("title-{}", place + 1);
            let id = faults.read_optional(&field, id);
            if let Some(title) = faults.read(&field, title) {
                volumes.push(VolumeEntry { id, title });
            }
        }
        if faults.is_empty() {
            Ok(volumes)
        } else {
            Err(faults)
        }
    }
}

/// The volumes of a story.
#[derive(Template)]
#[template(path = "write/volumes.html")]
pub struct VolumesPage {
    chrome: Chrome,
    done: &'static str,
    story: Link,
    rows: Vec<Row>,
    faults: Faults,
}

struct Row {
    id: String,
    title: String,
}

impl VolumesPage {
    fn of(chrome: Chrome, story: Link, rows: Vec<Row>) -> Self {
        let empty = || Row {
            id: String::new(),
            title: String::new(),
        };
        Self {
            chrome,
            done: "",
            story,
            rows: rows.into_iter().chain([empty(), empty()]).collect(),
            faults: Faults::default(),
        }
    }
}

impl View for VolumesPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |rows| {
            let story = Link::new("The <Long> Way", "/write/sto_1");
            Self::of(Chrome::of_reader("ada", false), story, rows)
        };
        let row = Row {
            id: "vol_1".to_owned(),
            title: "Book <One>".to_owned(),
        };
        let mut faults = Faults::default();
        faults.at("title-1", "may have at most 255 characters");
        vec![
            of(vec![]),
            Self {
                faults,
                done: "Saved.",
                ..of(vec![row])
            },
        ]
    }
}

/// `GET /write/{story}/volumes`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    let rows = contents.volumes.iter().map(|volume| Row {
        id: volume.id.to_string(),
        title: volume.title.to_string(),
    });
    let link = Link::new(story.title.to_string(), format!("/write/{}", story.id));
    let mut page = VolumesPage::of(visit.chrome, link, rows.collect());
    page.done = asked.done();
    show(&page)
}

/// `POST /write/{story}/volumes`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<VolumesForm>,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(volumes) => match app.set_volumes(&visit.actor, story.id, &volumes).await {
            Ok(_) => {
                let path = format!("/write/{}/volumes", story.id);
                return Ok(see_other(&Asked::after(path, "saved")));
            }
            Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
        },
    };
    let rows = form.id.into_iter().zip(form.title);
    let rows = rows.map(|(id, title)| Row { id, title }).collect();
    let link = Link::new(story.title.to_string(), format!("/write/{}", story.id));
    let mut page = VolumesPage::of(visit.chrome, link, rows);
    page.faults = faults;
    show_as(status, &page)
}
