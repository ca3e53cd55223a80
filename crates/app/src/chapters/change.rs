//! What becomes of a chapter when its authors save it: the rules, without a store.

use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::VolumeId;
use quire_domain::story::{CollaboratorRole, Warning};
use quire_domain::text::{AuthorNote, ChapterTitle};

use crate::{Refused, Result};

/// What changes; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct ChapterChange {
    /// The title; the address follows it.
    pub title: Option<ChapterTitle>,
    /// What it is in its story.
    pub kind: Option<ChapterKind>,
    /// The volume it stands in, or none.
    pub volume: Option<Option<VolumeId>>,
    /// What stands before it.
    pub note_before: Option<AuthorNote>,
    /// What stands after it.
    pub note_after: Option<AuthorNote>,
    /// The warnings it adds to those of its story.
    pub warnings: Option<Vec<Warning>>,
    /// The text; kept byte for byte.
    pub markdown: Option<String>,
    /// Whether readers of a published chapter get the newest text now. When nothing is said, a text
    /// given here goes live if the role allows it, and a text kept earlier stays where it is.
    pub go_live: Option<bool>,
}

impl ChapterChange {
    /// Whether anything changes but the text.
    pub(super) const fn describes(&self) -> bool {
        self.title.is_some()
            || self.kind.is_some()
            || self.volume.is_some()
            || self.note_before.is_some()
            || self.note_after.is_some()
            || self.warnings.is_some()
    }

    /// Whether the order, the numbers or the addresses of the story's chapters may change.
    pub(super) const fn reorders(&self) -> bool {
        self.title.is_some() || self.kind.is_some() || self.volume.is_some()
    }

    /// Whether the newest text becomes the one readers get. What readers of a published chapter see
    /// at once needs the right to publish; an editor's text waits as a pending edit.
    pub(super) fn goes_live(&self, state: ChapterState, role: CollaboratorRole) -> Result<bool> {
        if state != ChapterState::Published {
            return Ok(false);
        }
        if !role.may_publish() && (self.describes() || self.go_live == Some(true)) {
            return Err(Refused::Forbidden(
                "your role may keep a new text of a published chapter, but not show it",
            ));
        }
        Ok(self
            .go_live
            .unwrap_or(self.markdown.is_some() && role.may_publish()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(go_live: Option<bool>) -> ChapterChange {
        ChapterChange {
            markdown: Some("New.".to_owned()),
            go_live,
            ..ChapterChange::default()
        }
    }

    fn live(change: &ChapterChange, role: CollaboratorRole) -> Option<bool> {
        change.goes_live(ChapterState::Published, role).ok()
    }

    #[test]
    fn a_text_goes_live_unless_its_author_keeps_it() {
        let author = CollaboratorRole::CoAuthor;
        assert_eq!(live(&text(None), author), Some(true));
        assert_eq!(live(&text(Some(false)), author), Some(false));
        assert_eq!(live(&ChapterChange::default(), author), Some(false));
        let draft = text(Some(true)).goes_live(ChapterState::Draft, author);
        assert!(matches!(draft, Ok(false)));
    }

    #[test]
    fn an_editors_text_waits() {
        let editor = CollaboratorRole::Editor;
        assert_eq!(live(&text(None), editor), Some(false));
        assert_eq!(live(&text(Some(true)), editor), None);
        let titled = ChapterChange {
            title: ChapterTitle::parse("New").ok(),
            ..ChapterChange::default()
        };
        assert_eq!(live(&titled, editor), None);
    }
}
