//! An old text comes back.

use quire_domain::id::{ChapterId, RevisionId};
use quire_store::chapters::Chapter;

use super::history;
use super::show::text_in;
use crate::chapters::ChapterChange;
use crate::{Actor, App, Result};

impl App {
    /// Saves the text of an old revision as the newest one; nothing between them is lost. `version`
    /// is the chapter's that the caller has seen; `go_live` as in [`ChapterChange::go_live`].
    pub async fn restore_revision(
        &self,
        actor: &Actor,
        chapter: ChapterId,
        version: i64,
        id: RevisionId,
        go_live: Option<bool>,
    ) -> Result<Chapter> {
        let text = {
            let mut unit = self.store().read().await?;
            history(&mut unit, actor, chapter).await?;
            text_in(&mut unit, chapter, id).await?
        };
        let change = ChapterChange {
            markdown: Some(text.source),
            go_live,
            ..ChapterChange::default()
        };
        self.save_chapter(actor, chapter, version, &change).await
    }
}
