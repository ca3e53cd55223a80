//! A face says how a chapter should stand; the step that leads there is found in the same unit, so
//! that saying it twice changes nothing the second time.

use quire_domain::Timestamp;
use quire_domain::id::ChapterId;
use quire_domain::publication::{Publication, PublicationAction};
use quire_store::transact;

use super::settle::standing;
use super::step::{ChapterPublication, after, publisher, scheduled};
use crate::{Actor, App, Result};

impl App {
    /// The chapter is to be published: at `publish_at`, or now when there is none. A withdrawn
    /// chapter returns; a published one stays as it is.
    pub async fn want_published(
        &self,
        actor: &Actor,
        id: ChapterId,
        publish_at: Option<Timestamp>,
        silent: bool,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let stands = standing(&chapter)?;
            let (action, to) = match (publish_at, stands) {
                (Some(publish_at), _) => (
                    PublicationAction::Schedule,
                    scheduled(stands, publish_at, now)?,
                ),
                (None, Publication::Draft | Publication::Scheduled { .. }) => {
                    (PublicationAction::Publish, stands.publish(now)?)
                }
                (None, Publication::Withdrawn { .. }) => {
                    (PublicationAction::Republish, stands.republish()?)
                }
                (None, Publication::Published { .. }) => return after(unit, &chapter).await,
            };
            self.step(unit, actor, story, chapter, action, to, silent, now)
                .await
        })
    }

    /// The chapter is to be seen by nobody: a waiting one becomes a draft, a published one is
    /// withdrawn, any other stays as it is.
    pub async fn want_unpublished(
        &self,
        actor: &Actor,
        id: ChapterId,
    ) -> Result<ChapterPublication> {
        let now = self.now();
        transact!(self.store(), unit => {
            let (chapter, story) = publisher(unit, actor, id).await?;
            let (stands, silent) = (standing(&chapter)?, chapter.silent);
            let (action, to) = match stands {
                Publication::Scheduled { .. } => {
                    (PublicationAction::Unschedule, stands.unschedule()?)
                }
                Publication::Published { .. } => (PublicationAction::Withdraw, stands.withdraw()?),
                Publication::Draft | Publication::Withdrawn { .. } => {
                    return after(unit, &chapter).await;
                }
            };
            self.step(unit, actor, story, chapter, action, to, silent, now)
                .await
        })
    }
}
