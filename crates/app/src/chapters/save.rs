//! A chapter is saved by hand.

use quire_domain::Timestamp;
use quire_domain::chapter::RevisionKind;
use quire_domain::id::{ChapterId, RevisionId};
use quire_domain::slug::Slug;
use quire_domain::story::CollaboratorRole;
use quire_store::chapters::{self, Chapter};
use quire_store::{Writing, revisions, stories, transact};
use serde_json::json;

use super::access::{HeldChapter, held_chapter};
use super::change::ChapterChange;
use super::create::refuse_unless_volume_of;
use super::slug::{free_slug, slug_of};
use super::text::{Prepared, check_markdown, prepare, text_of};
use crate::search::{index_chapter, relist};
use crate::stories::{join_words, split_words};
use crate::{Actor, App, Refused, Result};

/// A text that somebody wants to save, against the one it was made from.
pub(super) enum Edit {
    /// No text was given.
    None,
    /// The text is the one that is there.
    Same,
    /// Another text.
    New(Prepared),
}

impl App {
    /// Saves a chapter; `version` is the one the caller has seen. A text that differs becomes a new
    /// revision, the same text does not.
    pub async fn save_chapter(
        &self,
        actor: &Actor,
        id: ChapterId,
        version: i64,
        change: &ChapterChange,
    ) -> Result<Chapter> {
        let edit = match &change.markdown {
            None => Edit::None,
            Some(markdown) => self.edit(actor, id, version, markdown).await?,
        };
        transact!(self.store(), unit => {
            let held = held_chapter(unit, actor, id)
                .await?
                .may(CollaboratorRole::may_edit)?
                .at(version)?;
            self.apply(unit, actor, held, change, &edit).await
        })
    }

    /// Counts a text and marks its blocks before the unit begins that keeps it: the unit holds the
    /// chapter to the same version, and with it to the text the blocks were aligned with.
    pub(super) async fn edit(
        &self,
        actor: &Actor,
        id: ChapterId,
        version: i64,
        markdown: &str,
    ) -> Result<Edit> {
        check_markdown(markdown)?;
        let previous = {
            let mut unit = self.store().read().await?;
            let held = held_chapter(&mut unit, actor, id)
                .await?
                .may(CollaboratorRole::may_edit)?
                .at(version)?;
            match held.chapter.head_revision_id {
                Some(revision) => Some(text_of(&mut unit, revision).await?),
                None => None,
            }
        };
        if previous
            .as_ref()
            .is_some_and(|text| text.source == markdown)
        {
            return Ok(Edit::Same);
        }
        Ok(Edit::New(prepare(previous, markdown.to_owned()).await?))
    }

    async fn apply(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        held: HeldChapter,
        change: &ChapterChange,
        edit: &Edit,
    ) -> Result<Chapter> {
        let (chapter, now) = (&held.chapter, self.now());
        let goes_live = change.goes_live(chapter.state, held.role)?;
        if change.reorders() {
            chapters::hold_order(unit, chapter.story_id).await?;
        }
        if let Some(Some(volume)) = change.volume {
            refuse_unless_volume_of(unit, chapter.story_id, volume).await?;
        }
        let kept_as = if goes_live {
            RevisionKind::Publish
        } else {
            RevisionKind::Save
        };
        let mut next = Chapter {
            slug: self.slug_after(unit, chapter, change, now).await?,
            title: change
                .title
                .clone()
                .unwrap_or_else(|| chapter.title.clone()),
            kind: change.kind.unwrap_or(chapter.kind),
            volume_id: change.volume.unwrap_or(chapter.volume_id),
            note_before: change
                .note_before
                .clone()
                .unwrap_or_else(|| chapter.note_before.clone()),
            note_after: change
                .note_after
                .clone()
                .unwrap_or_else(|| chapter.note_after.clone()),
            warnings: join_words(
                &change
                    .warnings
                    .clone()
                    .unwrap_or_else(|| split_words(&chapter.warnings)),
            ),
            ..chapter.clone()
        };
        if let Edit::New(text) = edit {
            next.head_revision_id = Some(self.make());
            next.word_count = text.words;
        } else if let Some(head) = chapter.head_revision_id
            && (goes_live || matches!(edit, Edit::Same))
        {
            revisions::promote(unit, head, kept_as).await?;
        }
        if goes_live {
            next.live_revision_id = next.head_revision_id;
            next.live_word_count = next.word_count;
        }
        if same(chapter, &next) {
            return Ok(held.chapter);
        }
        self.write(unit, chapter, &next, now).await?;
        if let (Edit::New(text), Some(revision)) = (edit, next.head_revision_id) {
            self.keep(unit, actor, chapter.id, revision, kept_as, text)
                .await?;
        }
        if shown_anew(chapter, &next) {
            index_chapter(unit, chapter.id).await?;
        }
        self.note_save(unit, actor, chapter, &next, now).await?;
        Self::changed_chapter(unit, chapter.id).await
    }

    /// The address after a change of title. Readers may know the old one once the chapter was
    /// published: it then keeps leading here.
    async fn slug_after(
        &self,
        unit: &mut Writing,
        chapter: &Chapter,
        change: &ChapterChange,
        now: Timestamp,
    ) -> Result<Slug> {
        let Some(title) = change
            .title
            .as_ref()
            .filter(|title| **title != chapter.title)
        else {
            return Ok(chapter.slug.clone());
        };
        let base = slug_of(title, chapter.id);
        if base == chapter.slug {
            return Ok(base);
        }
        // Its own old slug may come back to it.
        chapters::forget_slug(unit, chapter.story_id, &base, chapter.id).await?;
        let slug = free_slug(unit, chapter.story_id, base, chapter.id).await?;
        if chapter.published_at.is_some() {
            chapters::remember_slug(unit, chapter.story_id, &chapter.slug, chapter.id, now).await?;
        }
        Ok(slug)
    }

    async fn write(
        &self,
        unit: &mut Writing,
        chapter: &Chapter,
        next: &Chapter,
        now: Timestamp,
    ) -> Result<()> {
        let changed = chapters::revise(
            unit,
            chapter.id,
            chapter.version,
            &next.title,
            &next.slug,
            next.kind,
            next.volume_id,
            &next.note_before,
            &next.note_after,
            &next.warnings,
            next.head_revision_id,
            next.word_count,
            next.live_revision_id,
            next.live_word_count,
            now,
        )
        .await?;
        if changed == 0 {
            return Err(Refused::Stale {
                current: chapter.version,
            });
        }
        if next.kind != chapter.kind {
            chapters::renumber(unit, chapter.story_id).await?;
        }
        if next.kind != chapter.kind || next.live_word_count != chapter.live_word_count {
            stories::recount(unit, chapter.story_id, None, false).await?;
            relist(unit, chapter.story_id).await?;
        }
        Ok(())
    }

    /// Keeps a text as a revision of a chapter.
    pub(super) async fn keep(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        chapter: ChapterId,
        revision: RevisionId,
        kind: RevisionKind,
        text: &Prepared,
    ) -> Result<()> {
        revisions::insert(
            unit,
            revision,
            chapter,
            kind,
            text.words,
            text.characters,
            actor.account().ok_or(Refused::Unauthenticated)?,
            self.now(),
            &text.source,
            &text.blocks,
        )
        .await?;
        Ok(())
    }

    async fn note_save(
        &self,
        unit: &mut Writing,
        actor: &Actor,
        chapter: &Chapter,
        next: &Chapter,
        now: Timestamp,
    ) -> Result<()> {
        let id = chapter.id.as_uuid();
        if shown_anew(chapter, next) {
            let story = json!({ "story": chapter.story_id });
            self.tell(unit, "chapter.revised", id, &story, now).await?;
        }
        let live = next.live_revision_id != chapter.live_revision_id;
        let detail = json!({ "live": live });
        self.audit(unit, actor.account(), "chapter.save", id, &detail)
            .await
    }
}

fn same(a: &Chapter, b: &Chapter) -> bool {
    a.head_revision_id == b.head_revision_id
        && a.kind == b.kind
        && a.volume_id == b.volume_id
        && !described_anew(a, b)
}

/// Whether readers of a published chapter see something else now.
fn shown_anew(a: &Chapter, b: &Chapter) -> bool {
    b.published_at.is_some() && (a.kind != b.kind || described_anew(a, b))
}

fn described_anew(a: &Chapter, b: &Chapter) -> bool {
    a.live_revision_id != b.live_revision_id
        || a.title != b.title
        || a.slug != b.slug
        || a.note_before != b.note_before
        || a.note_after != b.note_after
        || a.warnings != b.warnings
}
