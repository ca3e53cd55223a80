//! Volumes: the parts, books or seasons of a story.

use quire_domain::id::{StoryId, VolumeId};
use quire_domain::limits::VOLUMES_PER_STORY;
use quire_domain::story::CollaboratorRole;
use quire_domain::text::VolumeTitle;
pub use quire_store::stories::Volume;
use quire_store::{Unit, Writing, chapters, stories, transact};
use serde_json::json;

use crate::stories::{Readable, StoryRef, held, readable};
use crate::{Actor, App, Refused, Result};

/// A volume as it should be.
#[derive(Debug, Clone)]
pub struct VolumeEntry {
    /// Which one, when the story has it already.
    pub id: Option<VolumeId>,
    /// Its title.
    pub title: VolumeTitle,
}

/// The volumes a viewer may know of: a title can give away what is not published yet.
pub(crate) async fn shown_volumes(
    unit: &mut impl Unit,
    readable: &Readable,
) -> Result<Vec<Volume>> {
    let story = readable.story.id;
    Ok(if readable.viewer.sees_everything() {
        stories::volumes(unit, story).await?
    } else {
        stories::published_volumes(unit, story).await?
    })
}

impl App {
    /// The volumes of a story in their order; for readers those with a published chapter.
    pub async fn volumes(&self, actor: &Actor, story: &StoryRef) -> Result<Vec<Volume>> {
        let mut unit = self.store().read().await?;
        let readable = readable(&mut unit, actor, story).await?;
        shown_volumes(&mut unit, &readable).await
    }

    /// Gives a story exactly these volumes, in this order. Those it has keep their id and their
    /// chapters; the chapters of a volume that is left out stay in the story, in no volume.
    pub async fn set_volumes(
        &self,
        actor: &Actor,
        story: StoryId,
        volumes: &[VolumeEntry],
    ) -> Result<Vec<Volume>> {
        if volumes.len() > VOLUMES_PER_STORY {
            return Err(Refused::field(
                "/volumes",
                "too-many",
                format!("a story may have at most {VOLUMES_PER_STORY} volumes"),
            ));
        }
        transact!(self.store(), unit => {
            chapters::hold_order(unit, story).await?;
            held(unit, actor, &StoryRef::Id(story))
                .await?
                .may(CollaboratorRole::may_publish)?;
            let known: Vec<VolumeId> = stories::volumes(unit, story)
                .await?
                .iter()
                .map(|volume| volume.id)
                .collect();
            refuse_wrong_ids(&known, volumes)?;
            for gone in known.iter().filter(|id| !names(volumes, **id)) {
                stories::empty_volume(unit, *gone).await?;
                stories::delete_volume(unit, *gone).await?;
            }
            self.write_volumes(unit, story, volumes).await?;
            let id = story.as_uuid();
            self.audit(unit, actor.account(), "story.volumes", id, &json!({}))
                .await?;
            Ok::<_, Refused>(stories::volumes(unit, story).await?)
        })
    }

    async fn write_volumes(
        &self,
        unit: &mut Writing,
        story: StoryId,
        volumes: &[VolumeEntry],
    ) -> Result<()> {
        for (volume, position) in volumes.iter().zip(1..) {
            if let Some(id) = volume.id {
                stories::set_volume(unit, id, story, position, &volume.title).await?;
            } else {
                let id: VolumeId = self.make();
                stories::insert_volume(unit, id, story, position, &volume.title).await?;
            }
        }
        Ok(())
    }
}

fn names(volumes: &[VolumeEntry], id: VolumeId) -> bool {
    volumes.iter().any(|volume| volume.id == Some(id))
}

fn refuse_wrong_ids(known: &[VolumeId], volumes: &[VolumeEntry]) -> Result<()> {
    for (place, volume) in volumes.iter().enumerate() {
        let Some(id) = volume.id else { continue };
        let pointer = format!("/volumes/{place}/id");
        if !known.contains(&id) {
            let message = "the story has no such volume";
            return Err(Refused::field(&pointer, "unknown", message));
        }
        let earlier = volumes.iter().take(place);
        if earlier.into_iter().any(|other| other.id == Some(id)) {
            return Err(Refused::field(
                &pointer,
                "twice",
                "the volume is given twice",
            ));
        }
    }
    Ok(())
}
