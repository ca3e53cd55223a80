//! Chapters: their place, their state, and which revision readers get.

use quire_domain::Timestamp;
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::{AccountId, ChapterId, RevisionId, StoryId, VolumeId};
use quire_domain::slug::Slug;
use quire_domain::story::ModerationState;
use quire_domain::text::{AuthorNote, ChapterTitle};

use crate::{Many, record, statements};

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

record! {
    /// A chapter in a list.
    pub struct ChapterLine {
        /// Its id.
        pub id: ChapterId,
        /// The volume it stands in.
        pub volume_id: Option<VolumeId>,
        /// Orders the chapters of a story, together with the id.
        pub position: i64,
        /// The number people see.
        pub number: Option<i64>,
        /// What it is in its story.
        pub kind: ChapterKind,
        /// Its title.
        pub title: ChapterTitle,
        /// Its address in the story.
        pub slug: Slug,
        /// The warnings it adds to those of its story, separated by spaces.
        pub warnings: String,
        /// Where its publication stands.
        pub state: ChapterState,
        /// When a waiting chapter will be shown.
        pub publish_at: Option<Timestamp>,
        /// When its readers first got it.
        pub published_at: Option<Timestamp>,
        /// Whether it waits for a slot of the release plan.
        pub queued: bool,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// When it was thrown away.
        pub deleted_at: Option<Timestamp>,
        /// By whom.
        pub deleted_by: Option<AccountId>,
        /// Words of the newest text.
        pub word_count: i64,
        /// Words of the text readers get.
        pub live_word_count: i64,
        /// Whether readers get another text than its authors edit.
        pub pending: bool,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Counts changes.
        pub version: i64,
    }
}

statements! {
    /// Whether a story has a chapter that is published or will be, at a moment or by its plan.
    fn any_coming(story: StoryId) -> [One<bool>] {
        "select exists (select 1 from chapter where story_id = $1 and deleted_at is null
                  and state in ('published', 'scheduled'))
             or exists (select 1 from release_plan p
                  join chapter c on c.story_id = p.story_id and c.queued and c.deleted_at is null
                 where p.story_id = $1 and p.active)"
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

    /// The chapter at an address of a story.
    fn by_slug(story: StoryId, slug: &Slug) -> [Option<Chapter>] {
        "select id, story_id, volume_id, position, number, kind, title, slug, note_before,
                note_after, warnings, head_revision_id, live_revision_id, state, publish_at,
                published_at, queued, silent, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, created_at, updated_at, version
           from chapter where story_id = $1 and slug = $2 and deleted_at is null"
    }

    /// The chapter of a story that had a slug before.
    fn by_old_slug(story: StoryId, slug: &Slug) -> [Option<ChapterId>] {
        "select chapter_id from chapter_slug_history where story_id = $1 and slug = $2"
    }

    /// Remembers a slug a chapter had; it is never given to another of the story.
    change remember_slug(story: StoryId, slug: &Slug, chapter: ChapterId, now: Timestamp) -> [Count] {
        "insert into chapter_slug_history (story_id, slug, chapter_id, at) values ($1, $2, $3, $4)
         on conflict (story_id, slug) do nothing"
    }

    /// Forgets a slug a chapter has again.
    change forget_slug(story: StoryId, slug: &Slug, chapter: ChapterId) -> [Count] {
        "delete from chapter_slug_history where story_id = $1 and slug = $2 and chapter_id = $3"
    }

    /// The chapters of a story that are not in the trash, in order, strictly after a place.
    fn page(story: StoryId, position: i64, id: ChapterId, limit: i64) -> [Vec<ChapterLine>] {
        "select id, volume_id, position, number, kind, title, slug, warnings, state, publish_at,
                published_at, queued, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, live_revision_id is not null
                  and live_revision_id <> head_revision_id, updated_at, version
           from chapter
          where story_id = $1 and (position, id) > ($2, $3) and deleted_at is null
          order by position, id limit $4"
    }

    /// The published chapters of a story, in order, strictly after a place.
    fn published(story: StoryId, position: i64, id: ChapterId, limit: i64) -> [Vec<ChapterLine>] {
        "select id, volume_id, position, number, kind, title, slug, warnings, state, publish_at,
                published_at, queued, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, live_revision_id is not null
                  and live_revision_id <> head_revision_id, updated_at, version
           from chapter
          where story_id = $1 and (position, id) > ($2, $3) and deleted_at is null
            and state = 'published'
          order by position, id limit $4"
    }

    /// The published chapter next after a place.
    fn next_published(story: StoryId, position: i64, id: ChapterId) -> [Option<ChapterLine>] {
        "select id, volume_id, position, number, kind, title, slug, warnings, state, publish_at,
                published_at, queued, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, live_revision_id is not null
                  and live_revision_id <> head_revision_id, updated_at, version
           from chapter
          where story_id = $1 and (position, id) > ($2, $3) and deleted_at is null
            and state = 'published' and mod_state in ('ok', 'limited')
          order by position, id limit 1"
    }

    /// The published chapter next before a place.
    fn previous_published(story: StoryId, position: i64, id: ChapterId) -> [Option<ChapterLine>] {
        "select id, volume_id, position, number, kind, title, slug, warnings, state, publish_at,
                published_at, queued, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, live_revision_id is not null
                  and live_revision_id <> head_revision_id, updated_at, version
           from chapter
          where story_id = $1 and (position, id) < ($2, $3) and deleted_at is null
            and state = 'published' and mod_state in ('ok', 'limited')
          order by position desc, id desc limit 1"
    }

    /// When the next chapter comes out, of a story whose release plan readers can count on.
    fn upcoming(story: StoryId) -> [Option<Timestamp>] {
        "select c.publish_at from chapter c join release_plan p on p.story_id = c.story_id
          where c.story_id = $1 and c.state = 'scheduled' and c.deleted_at is null and p.active
          order by c.publish_at, c.id limit 1"
    }

    /// Where a chapter stands among those of its story.
    fn position(story: StoryId, id: ChapterId) -> [Option<i64>] {
        "select position from chapter where id = $2 and story_id = $1"
    }

    /// The chapters of a story that are not in the trash, in order.
    fn order(story: StoryId) -> [Vec<ChapterId>] {
        "select id from chapter where story_id = $1 and deleted_at is null order by position, id"
    }

    /// Puts chapters of a story in the order of the list; those that stand there already stay.
    change place(story: StoryId, order: Many<'_, ChapterId>) -> [Count] {
        sqlite: "update chapter set position = (json_each.key + 1) * 1024 from json_each($2)
                  where chapter.id = unhex(json_each.value) and chapter.story_id = $1
                    and chapter.position <> (json_each.key + 1) * 1024",
        postgres: "update chapter set position = n.place * 1024
                     from unnest($2::uuid[]) with ordinality as n(id, place)
                    where chapter.id = n.id and chapter.story_id = $1
                      and chapter.position <> n.place * 1024",
    }

    /// Numbers the chapters of a story anew: 1..n in order, announcements and the trash left out
    /// (`quire_domain::order`, invariant I3). Only rows whose number changes are written.
    change renumber(story: StoryId) -> [Count] {
        "update chapter set number = counted.number
           from (select id, case when deleted_at is null and kind <> 'announcement' then
                          row_number() over (partition by deleted_at is null
                            and kind <> 'announcement' order by position, id) end as number
                   from chapter where story_id = $1) as counted
          where chapter.id = counted.id and chapter.number is distinct from counted.number"
    }

    /// Changes what the authors of a chapter may change; 0 rows when the version is another.
    change revise(
        id: ChapterId, version: i64, title: &ChapterTitle, slug: &Slug, kind: ChapterKind,
        volume: Option<VolumeId>, note_before: &AuthorNote, note_after: &AuthorNote,
        warnings: &str, head: Option<RevisionId>, words: i64, live: Option<RevisionId>,
        live_words: i64, now: Timestamp,
    ) -> [Count] {
        "update chapter set title = $3, slug = $4, kind = $5, volume_id = $6, note_before = $7,
                note_after = $8, warnings = $9, head_revision_id = $10, word_count = $11,
                live_revision_id = $12, live_word_count = $13, updated_at = $14,
                version = version + 1
          where id = $1 and version = $2 and deleted_at is null"
    }

    /// Gives a chapter a newer text to edit; 0 rows when the version is another.
    change set_head(id: ChapterId, version: i64, head: RevisionId, words: i64, now: Timestamp) -> [Count] {
        "update chapter set head_revision_id = $3, word_count = $4, updated_at = $5,
                version = version + 1
          where id = $1 and version = $2 and deleted_at is null"
    }

    /// Puts a chapter in the trash; it leaves the queue of the release plan.
    change delete(id: ChapterId, by: AccountId, now: Timestamp) -> [Count] {
        "update chapter set deleted_at = $3, deleted_by = $2, queued = false, updated_at = $3,
                version = version + 1
          where id = $1 and deleted_at is null"
    }

    /// Takes a chapter out of the trash, under a free slug. One that waited for its moment is a
    /// draft again: the moment may have passed.
    change restore(id: ChapterId, slug: &Slug, now: Timestamp) -> [Count] {
        "update chapter set deleted_at = null, deleted_by = null, slug = $2, publish_at = null,
                state = case when state = 'scheduled' then 'draft' else state end,
                updated_at = $3, version = version + 1
          where id = $1 and deleted_at is not null"
    }

    /// The chapters of a story in the trash, in the order they had, strictly after a place.
    fn trash(story: StoryId, position: i64, id: ChapterId, limit: i64) -> [Vec<ChapterLine>] {
        "select id, volume_id, position, number, kind, title, slug, warnings, state, publish_at,
                published_at, queued, mod_state, deleted_at, deleted_by, word_count,
                live_word_count, live_revision_id is not null
                  and live_revision_id <> head_revision_id, updated_at, version
           from chapter
          where story_id = $1 and (position, id) > ($2, $3) and deleted_at is not null
          order by position, id limit $4"
    }
}
