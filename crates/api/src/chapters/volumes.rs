//! `GET|PUT /api/v1/stories/{story}/volumes`

use std::borrow::Cow;

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::volumes::{Volume, VolumeEntry};
use quire_domain::id::VolumeId;
use quire_domain::text::VolumeTitle;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema};

use crate::request::{Body, Fault, Faults, FromJson, Params, StoryIn, body, id};

/// A volume of a story.
#[derive(Debug, Serialize, ToSchema)]
pub struct VolumeView {
    /// Its id.
    pub id: String,
    /// Its place, from 1.
    pub position: i64,
    /// Its title.
    pub title: String,
}

/// The volumes of a story.
#[derive(Debug, Serialize, ToSchema)]
pub struct VolumesView {
    /// In their order.
    pub data: Vec<VolumeView>,
}

impl VolumesView {
    fn of(volumes: Vec<Volume>) -> Json<Self> {
        let views = volumes.into_iter().map(|volume| VolumeView {
            id: volume.id.to_string(),
            position: volume.position,
            title: volume.title.to_string(),
        });
        Json(Self {
            data: views.collect(),
        })
    }
}

/// One volume of the list that is put.
#[derive(Debug, Clone)]
pub struct VolumeItem(VolumeEntry);

impl FromJson for VolumeItem {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let wrong = |message| ("wrong-type", Cow::Borrowed(message));
        let Value::Object(mut object) = value else {
            return Err(wrong(
                "send objects with a title, and the id of one there is",
            ));
        };
        let id = match object.remove("id") {
            None | Some(Value::Null) => None,
            Some(id) => Some(VolumeId::from_json(id)?),
        };
        let title = object.remove("title").unwrap_or(Value::Null);
        if let Some(name) = object.keys().next() {
            return Err(("unknown-field", format!("a volume has no {name:?}").into()));
        }
        Ok(Self(VolumeEntry {
            id,
            title: VolumeTitle::from_json(title)?,
        }))
    }

    fn schema() -> Schema {
        ObjectBuilder::new()
            .property("id", RefOr::T(VolumeId::schema()))
            .property("title", RefOr::T(VolumeTitle::schema()))
            .required("title")
            .into()
    }
}

body! {
    /// The volumes a story should have.
    pub struct VolumesBody {
        /// All of them, in order. One with an `id` keeps its chapters; the chapters of one that is
        /// left out stay in the story.
        required volumes: Vec<VolumeItem>,
    }
}

/// The volumes of a story; readers see those with a published chapter.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/volumes", tag = "Chapters", operation_id = "list_volumes",
    params(("story" = String, Path, description = "Id (`sto_…`) or slug")),
    responses(
        (status = 200, body = VolumesView),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 451, body = ProblemDocument),
    ),
)]
pub async fn list_volumes(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    params: Params,
) -> Result<Json<VolumesView>, Failure> {
    params.end()?;
    Ok(VolumesView::of(app.volumes(&actor, &story).await?))
}

/// Give a story exactly these volumes.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/volumes", tag = "Chapters", operation_id = "set_volumes",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    request_body = VolumesBody,
    responses(
        (status = 200, body = VolumesView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn set_volumes(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    Body(body): Body<VolumesBody>,
) -> Result<Json<VolumesView>, Failure> {
    let story = id("story", &story)?;
    let mut faults = Faults::default();
    let volumes = faults.required("/volumes", body.volumes);
    let (volumes,) = faults.all((volumes,))?;
    let entries: Vec<VolumeEntry> = volumes.into_iter().map(|item| item.0).collect();
    Ok(VolumesView::of(
        app.set_volumes(&actor, story, &entries).await?,
    ))
}
