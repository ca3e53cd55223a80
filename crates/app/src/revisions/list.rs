//! The history of a chapter.

use quire_domain::id::ChapterId;
use quire_store::revisions::{self, RevisionLine};

use super::history;
use crate::{Actor, App, Page, PageRequest, Result};

impl App {
    /// The revisions of a chapter, newest first.
    pub async fn revisions(
        &self,
        actor: &Actor,
        chapter: ChapterId,
        page: &PageRequest,
    ) -> Result<Page<RevisionLine>> {
        let list = self.list("revisions", &chapter).await?;
        let before = list.after(page)?.unwrap_or(i64::MAX);
        let mut unit = self.store().read().await?;
        history(&mut unit, actor, chapter).await?;
        let rows = revisions::page(&mut unit, chapter, before, page.fetch()).await?;
        Ok(list.page(page, rows, |revision| revision.n))
    }
}
