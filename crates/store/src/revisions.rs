//! Revisions: every kept state of a chapter's text, byte for byte.

use quire_domain::Timestamp;
use quire_domain::chapter::RevisionKind;
use quire_domain::id::{AccountId, ChapterId, RevisionId};

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
}
