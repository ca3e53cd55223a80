//! Runs of the importer: what they made, so that it can be taken back, and what they left undone.

use quire_domain::Timestamp;
use quire_domain::chapter::{ChapterKind, ChapterState, RevisionKind};
use quire_domain::id::{AccountId, ChapterId, ImportId, RevisionId, StoryId, VolumeId};
use quire_domain::slug::Slug;
use quire_domain::text::{AuthorNote, ChapterTitle};

use crate::{record, statements};

record! {
    /// One finished run of the importer.
    pub struct Run {
        /// Its id.
        pub id: ImportId,
        /// Who ran it.
        pub account_id: AccountId,
        /// The story it made; `None` once that was taken back or removed.
        pub story_id: Option<StoryId>,
        /// The file's or folder's name.
        pub source_name: String,
        /// What kind of file it was.
        pub format: String,
        /// The title the story got.
        pub title: String,
        /// Chapters it made.
        pub chapter_count: i64,
        /// Words in them.
        pub word_count: i64,
        /// When it began.
        pub created_at: Timestamp,
        /// When it was taken back.
        pub undone_at: Option<Timestamp>,
    }
}

record! {
    /// A run that stopped half way, or whose removal did.
    pub struct Unfinished {
        /// The run.
        pub id: ImportId,
        /// The story nobody sees.
        pub story_id: Option<StoryId>,
        /// Whether it was being taken back.
        pub undone_at: Option<Timestamp>,
    }
}

record! {
    /// What of a chapter tells whether somebody worked on it.
    pub struct Trace {
        /// The chapter.
        pub id: ChapterId,
        /// Its title.
        pub title: ChapterTitle,
        /// Its note before.
        pub note_before: AuthorNote,
        /// Its note after.
        pub note_after: AuthorNote,
        /// Its newest text.
        pub head_revision_id: Option<RevisionId>,
        /// When it was thrown away.
        pub deleted_at: Option<Timestamp>,
    }
}

statements! {
    /// Notes a run before it writes anything else.
    change begin(
        id: ImportId, account: AccountId, story: StoryId, source_name: &str, format: &str,
        digest: &[u8; 32], title: &str, chapters: i64, words: i64, now: Timestamp,
    ) -> [Count] {
        "insert into import_run (id, account_id, story_id, source_name, format, digest, title,
                chapter_count, word_count, unfinished, alive_at, created_at, report, made)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, $10, $10, '', '')"
    }

    /// The run still works.
    change alive(id: ImportId, now: Timestamp) -> [Count] {
        "update import_run set alive_at = $2 where id = $1 and unfinished"
    }

    /// The run is through.
    change finish(id: ImportId, report: &str, made: &str, now: Timestamp) -> [Count] {
        "update import_run set unfinished = false, alive_at = $4, finished_at = $4, report = $2,
                made = $3
          where id = $1 and unfinished"
    }

    /// The run is being taken back.
    change begin_undo(id: ImportId, now: Timestamp) -> [Count] {
        "update import_run set unfinished = true, alive_at = $2, undone_at = $2 where id = $1"
    }

    /// Everything of the run is gone.
    change finish_undo(id: ImportId) -> [Count] {
        "update import_run set unfinished = false, story_id = null, made = '' where id = $1"
    }

    /// Forgets a run that came to nothing.
    change forget(id: ImportId) -> [Count] {
        "delete from import_run where id = $1"
    }

    /// Runs that nobody works on any more, oldest first.
    fn unfinished(alive_before: Timestamp, limit: i64) -> [Vec<Unfinished>] {
        "select id, story_id, undone_at from import_run
          where unfinished and alive_at < $1 order by alive_at, id limit $2"
    }

    /// A finished run of an account.
    fn by_id(id: ImportId, account: AccountId) -> [Option<Run>] {
        "select id, account_id, story_id, source_name, format, title, chapter_count, word_count,
                created_at, undone_at
           from import_run where id = $1 and account_id = $2 and finished_at is not null"
    }

    /// The handle of the account a finished run belongs to.
    fn owner(id: ImportId) -> [Option<String>] {
        "select p.handle from import_run r join profile p on p.account_id = r.account_id
          where r.id = $1 and r.finished_at is not null"
    }

    /// The finished runs of an account, newest first.
    fn of_account(account: AccountId, before: ImportId, limit: i64) -> [Vec<Run>] {
        "select id, account_id, story_id, source_name, format, title, chapter_count, word_count,
                created_at, undone_at
           from import_run
          where account_id = $1 and id < $2 and finished_at is not null
          order by id desc limit $3"
    }

    /// The report of a run, and the traces of what it made, both JSON.
    fn papers(id: ImportId) -> [Option<(String, String)>] {
        "select report, made from import_run where id = $1"
    }

    /// The stories an account made of the same source and did not take back.
    fn same_source(account: AccountId, digest: &[u8; 32], limit: i64) -> [Vec<(ImportId, Slug)>] {
        "select r.id, s.slug from import_run r join story s on s.id = r.story_id
          where r.account_id = $1 and r.digest = $2 and r.undone_at is null
            and r.finished_at is not null and s.deleted_at is null
          order by r.id desc limit $3"
    }

    /// Makes a chapter where it shall stand from the beginning.
    change insert_chapter(
        id: ChapterId, story: StoryId, volume: Option<VolumeId>, position: i64,
        number: Option<i64>, kind: ChapterKind, title: &ChapterTitle, slug: &Slug,
        note_before: &AuthorNote, note_after: &AuthorNote, head: RevisionId,
        live: Option<RevisionId>, state: ChapterState, publish_at: Option<Timestamp>,
        published_at: Option<Timestamp>, queued: bool, silent: bool, words: i64, live_words: i64,
        now: Timestamp,
    ) -> [Count] {
        "insert into chapter (id, story_id, volume_id, position, number, kind, title, slug,
                note_before, note_after, warnings, head_revision_id, live_revision_id, state,
                publish_at, published_at, queued, silent, mod_state, word_count, live_word_count,
                created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15, $16, $17,
                'ok', $18, $19, $20, $20, 1)"
    }

    /// Keeps the first text of a chapter just made.
    change insert_revision(
        id: RevisionId, chapter: ChapterId, kind: RevisionKind, words: i64, characters: i64,
        author: AccountId, now: Timestamp, source: &str, blocks: &str,
    ) -> [Count] {
        "insert into revision (id, chapter_id, n, kind, label, words, characters, author_id,
                created_at, source, blocks)
         values ($1, $2, 1, $3, '', $4, $5, $6, $7, $8, $9)"
    }

    /// What tells whether somebody worked on the chapters of a story since.
    fn traces(story: StoryId, limit: i64) -> [Vec<Trace>] {
        "select id, title, note_before, note_after, head_revision_id, deleted_at
           from chapter where story_id = $1 order by position, id limit $2"
    }
}
