//! Chapters: their place, their state, and which revision readers get.

use quire_domain::Timestamp;
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::{AccountId, ChapterId, RevisionId, StoryId, VolumeId};
use quire_domain::slug::Slug;
use quire_domain::story::ModerationState;
use quire_domain::text::{AuthorNote, ChapterTitle};

use crate::{record, statements};

/// How far apart two chapters stand at first, so that another one finds a place between them.
pub const POSITION_STEP: i64 = 1_024;

record! {
    /// A chapter without its text.
    pub struct Chapter {
        /// Its id.
        pub id: ChapterId,
        /// Its story.
        pub story_id: StoryId,
        /// The volume it stands in.
        pub volume_id: Option<VolumeId>,
        /// Orders the chapters of a story, together with the id; gaps mean nothing.
        pub position: i64,
        /// The number people see: 1..n over the numbered chapters that are not in the trash.
        pub number: Option<i64>,
        /// What it is in its story.
        pub kind: ChapterKind,
        /// Its title.
        pub title: ChapterTitle,
        /// Its address in the story.
        pub slug: Slug,
        /// What its author says before it, Markdown.
        pub note_before: AuthorNote,
        /// What its author says after it, Markdown.
        pub note_after: AuthorNote,
        /// The warnings it adds to those of its story, separated by spaces.
        pub warnings: String,
        /// The newest text: what its author edits.
        pub head_revision_id: Option<RevisionId>,
        /// The text readers get.
        pub live_revision_id: Option<RevisionId>,
        /// Where its publication stands.
        pub state: ChapterState,
        /// When a waiting chapter will be shown.
        pub publish_at: Option<Timestamp>,
        /// When its readers first got it.
        pub published_at: Option<Timestamp>,
        /// Whether it waits for a slot of the release plan.
        pub queued: bool,
        /// Whether nobody is told of its publication.
        pub silent: bool,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// When it was thrown away.
        pub deleted_at: Option<Timestamp>,
        /// By whom: its story's owner stands for all of its authors.
        pub deleted_by: Option<AccountId>,
        /// Words of the newest text.
        pub word_count: i64,
        /// Words of the text readers get.
        pub live_word_count: i64,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Counts changes, for `If-Match`.
        pub version: i64,
    }
}

record! {
    /// Where the last chapter of a story stands.
    pub struct Tail {
        /// The greatest position, 0 when there is no chapter.
        pub position: i64,
        /// The greatest number, 0 when none carries one.
        pub number: i64,
        /// How many chapters are not in the trash.
        pub count: i64,
    }
}

statements! {
    /// Whether a story has a chapter that is published or will be.
    fn any_coming(story: StoryId) -> [One<bool>] {
        "select exists (select 1 from chapter where story_id = $1 and deleted_at is null
            and state in ('published', 'scheduled'))"
    }

    /// A chapter, in any state.
    fn by_id(id: ChapterId) -> [Option<Chapter>] {
        "select id, story_id, volume_id, position, number, kind, title, slug, note_before,
                note_after, warnings, head_revision_id, live_revision_id, state, publish_at,
                published_at, queued, silent, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, created_at, updated_at, version
           from chapter where id = $1"
    }

    /// Takes the order of a story's chapters in hand: of two units that change it, one comes after
    /// the other. Changes nothing else.
    change hold_order(story: StoryId) -> [Count] {
        "update story set updated_at = updated_at where id = $1"
    }

    /// Where a story's chapters end; a story has at most a few thousand.
    fn tail(story: StoryId) -> [One<Tail>] {
        "select coalesce(max(position), 0), coalesce(max(number), 0),
                count(case when deleted_at is null then 1 end)
           from chapter where story_id = $1"
    }

    /// Makes a draft with its first text.
    change insert(
        id: ChapterId, story: StoryId, volume: Option<VolumeId>, position: i64,
        number: Option<i64>, kind: ChapterKind, title: &ChapterTitle, slug: &Slug,
        note_before: &AuthorNote, note_after: &AuthorNote, warnings: &str, head: RevisionId,
        words: i64, now: Timestamp,
    ) -> [Count] {
        "insert into chapter (id, story_id, volume_id, position, number, kind, title, slug,
                note_before, note_after, warnings, head_revision_id, state, queued, silent,
                mod_state, word_count, live_word_count, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'draft', false, false, 'ok',
                $13, 0, $14, $14, 1)"
    }

    /// Whether a slug is a chapter's of the story, or was one's.
    fn slug_taken(story: StoryId, slug: &Slug) -> [One<bool>] {
        "select exists (select 1 from chapter
                         where story_id = $1 and slug = $2 and deleted_at is null)
             or exists (select 1 from chapter_slug_history where story_id = $1 and slug = $2)"
    }
}
