//! Revisions: every kept state of a chapter's text, for its authors.

mod diff;
mod label;
mod list;
mod restore;
mod show;
mod thin;

use quire_domain::account::Scope;
use quire_domain::id::ChapterId;
use quire_domain::story::CollaboratorRole;
pub use quire_prose::{Change, DiffBlock, Span};
use quire_store::Unit;
pub use quire_store::revisions::{RevisionLine, RevisionText};

use crate::chapters::{ReadableChapter, readable_chapter};
use crate::{Actor, Refused, Result};

/// The chapter whose history the actor may see: those who write it may, also in the trash.
async fn history(
    unit: &mut impl Unit,
    actor: &Actor,
    chapter: ChapterId,
) -> Result<ReadableChapter> {
    let readable = readable_chapter(unit, actor, chapter).await?;
    actor.signed_in(Scope::Read)?;
    let role = readable.viewer.collaborator;
    if role.is_some_and(CollaboratorRole::may_edit) {
        Ok(readable)
    } else {
        Err(Refused::Forbidden(
            "only those who write a chapter may see its history",
        ))
    }
}
