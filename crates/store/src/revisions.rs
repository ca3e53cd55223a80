//! Revisions: every kept state of a chapter's text, byte for byte.

use quire_domain::Timestamp;
use quire_domain::chapter::RevisionKind;
use quire_domain::id::{AccountId, ChapterId, RevisionId};
use quire_domain::text::Handle;

use crate::{record, statements};

record! {
    /// The text of a revision.
    pub struct RevisionText {
        /// Its id.
        pub id: RevisionId,
        /// Whose text it is.
        pub chapter_id: ChapterId,
        /// Counts the revisions of a chapter, from 1.
        pub n: i64,
        /// Why it exists.
        pub kind: RevisionKind,
        /// How many words it has.
        pub words: i64,
        /// The Markdown, as it came.
        pub source: String,
        /// The marks of its blocks, JSON.
        pub blocks: String,
    }
}

record! {
    /// A revision without its text.
    pub struct RevisionLine {
        /// Its id.
        pub id: RevisionId,
        /// Counts the revisions of a chapter, from 1.
        pub n: i64,
        /// Why it exists.
        pub kind: RevisionKind,
        /// What a person calls it; empty when nothing.
        pub label: String,
        /// Words as shown.
        pub words: i64,
        /// Characters as shown.
        pub characters: i64,
        /// Who wrote it.
        pub author_id: AccountId,
        /// Their handle, while there is one.
        pub author_handle: Option<Handle>,
        /// When it was kept.
        pub created_at: Timestamp,
    }
}

statements! {
    /// Keeps a text; it gets the next number of its chapter.
    change insert(
        id: RevisionId, chapter: ChapterId, kind: RevisionKind, words: i64, characters: i64,
        author: AccountId, now: Timestamp, source: &str, blocks: &str,
    ) -> [Count] {
        "insert into revision (id, chapter_id, n, kind, label, words, characters, author_id,
                created_at, source, blocks)
         values ($1, $2, (select coalesce(max(r.n), 0) + 1 from revision r where r.chapter_id = $2),
                $3, '', $4, $5, $6, $7, $8, $9)"
    }

    /// The text of a revision.
    fn text(id: RevisionId) -> [Option<RevisionText>] {
        "select id, chapter_id, n, kind, words, source, blocks from revision where id = $1"
    }

    /// A revision of a chapter.
    fn line(chapter: ChapterId, id: RevisionId) -> [Option<RevisionLine>] {
        "select r.id, r.n, r.kind, r.label, r.words, r.characters, r.author_id, p.handle,
                r.created_at
           from revision r left join profile p on p.account_id = r.author_id
          where r.id = $2 and r.chapter_id = $1"
    }

    /// The revisions of a chapter, newest first, those before number `before`.
    fn page(chapter: ChapterId, before: i64, limit: i64) -> [Vec<RevisionLine>] {
        "select r.id, r.n, r.kind, r.label, r.words, r.characters, r.author_id, p.handle,
                r.created_at
           from revision r left join profile p on p.account_id = r.author_id
          where r.chapter_id = $1 and r.n < $2
          order by r.n desc limit $3"
    }

    /// Keeps a revision for a better reason than before: what was saved by hand or shown to readers
    /// is never thinned out.
    change promote(id: RevisionId, kind: RevisionKind) -> [Count] {
        "update revision set kind = $2 where id = $1 and kind <> $2 and kind <> 'publish'"
    }

    /// Names a revision, or takes its name away with an empty text.
    change label(chapter: ChapterId, id: RevisionId, label: &str) -> [Count] {
        "update revision set label = $3 where id = $2 and chapter_id = $1"
    }

    /// Removes autosaves that are not among the newest `keep`, are not the last of their UTC day,
    /// have no name, and are no chapter's text.
    change thin(chapter: ChapterId, keep: i64) -> [Count] {
        "delete from revision where chapter_id = $1 and kind = 'autosave' and label = ''
            and n < (select min(newest.n) from (
                  select n from revision where chapter_id = $1 and kind = 'autosave'
                   order by n desc limit $2) as newest)
            and exists (select 1 from revision later where later.chapter_id = $1
                  and later.n > revision.n and later.kind = 'autosave'
                  and later.created_at / 86400000000 = revision.created_at / 86400000000)
            and not exists (select 1 from chapter c where c.id = $1
                  and (c.head_revision_id = revision.id or c.live_revision_id = revision.id))"
    }
}
