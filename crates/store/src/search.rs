//! The full-text index: FTS5 on SQLite, `tsvector` with GIN on PostgreSQL.
//!
//! Both are given words that are folded already and both are asked for whole words, so they find
//! the same documents. A document has a number; the newest has the greatest of its kind. Kinds have
//! ranges of numbers of their own, so one index serves them all and a walk never meets another kind.
//!
//! FTS5 walks its lists backwards from a number and stops at the limit. GIN cannot: it collects
//! everything that matches. Its vectors therefore also hold the *blocks* a document lies in, as
//! words no text can contain: `0:n` for blocks of 2^10 numbers, `1:n` for 2^14, up to `4:n` for
//! 2^26. A walk asks for the words and one block at a time, newest first, in growing blocks while
//! little is found; the work then depends on what is shown, not on how much there is.
//!
//! Positions in a `tsvector` end at 16,383 and at 256 for one word, which a long chapter exceeds.
//! Phrases are therefore looked for in the kept text itself, among the documents with all its words.

use quire_domain::id::{AccountId, ChapterId, StoryId};
use quire_domain::slug::Slug;
use quire_domain::story::{ModerationState, Rating};
use quire_domain::text::{Blurb, ChapterTitle, DisplayName, Handle, StoryTitle};
use quire_domain::{Timestamp, chapter::ChapterState};
use uuid::Uuid;

use crate::{Many, record, statements};

/// The exponents of two of the sizes of blocks, smallest first.
pub const BLOCKS: [u32; 5] = [10, 14, 18, 22, 26];

record! {
    /// A document that was found.
    pub struct Hit {
        /// Its number.
        pub doc: i64,
        /// What it is of.
        pub object_id: Uuid,
    }
}

record! {
    /// What the index holds of a story.
    pub struct StoryText {
        /// Its title.
        pub title: StoryTitle,
        /// Its description.
        pub blurb: Blurb,
        /// The owner's handle.
        pub handle: Handle,
        /// The owner's name.
        pub display_name: DisplayName,
        /// Whether any reader may find it.
        pub shown: bool,
    }
}

record! {
    /// What the index holds of a chapter.
    pub struct ChapterText {
        /// Its story.
        pub story_id: StoryId,
        /// Its title.
        pub title: ChapterTitle,
        /// What readers get, Markdown.
        pub source: String,
    }
}

record! {
    /// What the index holds of a member.
    pub struct PersonText {
        /// The handle.
        pub handle: Handle,
        /// The name.
        pub display_name: DisplayName,
        /// Whether anybody may find them.
        pub shown: bool,
    }
}

record! {
    /// A chapter as a list of results shows it, and what decides who may see it.
    pub struct ChapterCard {
        /// Its id.
        pub id: ChapterId,
        /// The number people see.
        pub number: Option<i64>,
        /// Its title.
        pub title: ChapterTitle,
        /// Its address in the story.
        pub slug: Slug,
        /// Where its publication stands.
        pub state: ChapterState,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// When it was thrown away.
        pub deleted_at: Option<Timestamp>,
        /// When it was published.
        pub published_at: Option<Timestamp>,
        /// Its story.
        pub story_id: StoryId,
        /// The story's address.
        pub story_slug: Slug,
        /// The story's title.
        pub story_title: StoryTitle,
        /// For which age the story is.
        pub rating: Rating,
        /// Whether the story stands in lists for everyone.
        pub listed: bool,
        /// Whether the story stands in lists for somebody signed in.
        pub listed_for_members: bool,
        /// The handle of the story's owner.
        pub owner_handle: Handle,
        /// The name of the story's owner.
        pub owner_name: DisplayName,
    }
}

statements! {
    /// The number of the newest document between two numbers, or the lower one.
    fn newest(low: i64, high: i64) -> [One<i64>] {
        "select coalesce(max(doc), $1) from search_document where doc >= $1 and doc < $2"
    }

    /// The number of a document.
    fn document(object: Uuid) -> [Option<i64>] {
        "select doc from search_document where object_id = $1"
    }

    /// Gives something the next number after `low` of those below `high`.
    change insert_document(low: i64, high: i64, object: Uuid, story: Option<StoryId>) -> [One<i64>] {
        sqlite: "insert into search_document (doc, object_id, story_id)
                 values ((select coalesce(max(d.doc), $1) + 1 from search_document d
                           where d.doc >= $1 and d.doc < $2), $3, $4)
                 returning doc",
        postgres: "insert into search_document (doc, object_id, story_id)
                   values (cast($1 as bigint) + nextval('search_document_doc')
                     % (cast($2 as bigint) - cast($1 as bigint)), $3, $4)
                   returning doc",
    }

    /// Writes the text of a document.
    change put_text(doc: i64, title: &str, body: &str) -> [Count] {
        sqlite: "insert or replace into search_text (rowid, title, body) values ($1, $2, $3)",
        postgres: "insert into search_text (doc, title, body, title_words, words)
                   values ($1, ' ' || $2 || ' ', ' ' || $3 || ' ',
                     array_to_tsvector(array_remove(string_to_array($2, ' '), '')
                       || array['0:' || (cast($1 as bigint) >> 10), '1:' || (cast($1 as bigint) >> 14), '2:' || (cast($1 as bigint) >> 18),
                                '3:' || (cast($1 as bigint) >> 22), '4:' || (cast($1 as bigint) >> 26)]),
                     array_to_tsvector(array_remove(string_to_array($2 || ' ' || $3, ' '), '')
                       || array['0:' || (cast($1 as bigint) >> 10), '1:' || (cast($1 as bigint) >> 14), '2:' || (cast($1 as bigint) >> 18),
                                '3:' || (cast($1 as bigint) >> 22), '4:' || (cast($1 as bigint) >> 26)]))
                   on conflict (doc) do update set title = excluded.title, body = excluded.body,
                     title_words = excluded.title_words, words = excluded.words",
    }

    /// Removes the text of a document.
    change delete_text(doc: i64) -> [Count] {
        sqlite: "delete from search_text where rowid = $1",
        postgres: "delete from search_text where doc = $1",
    }

    /// Removes a document; its text has gone before.
    change delete_document(doc: i64) -> [Count] {
        "delete from search_document where doc = $1"
    }

    /// The documents of a story and its chapters.
    fn documents_of(story: StoryId, limit: i64) -> [Vec<i64>] {
        "select doc from search_document where story_id = $1 limit $2"
    }

    /// Documents of a range whose title has what is asked for, newest first. `fts` is an FTS5
    /// expression; `all` and `title` are `tsquery` texts for the whole document and its title;
    /// `phrases` have to stand in the title, and nothing of `without` anywhere.
    fn find_in_title(fts: &str, all: &str, title: &str, phrases: Many<'_, String>,
                     without: Many<'_, String>, low: i64, high: i64, limit: i64) -> [Vec<Hit>] {
        sqlite: "select d.doc, d.object_id
                   from search_text t join search_document d on d.doc = t.rowid
                  where t.search_text match $1 and t.rowid >= $6 and t.rowid < $7
                  order by t.rowid desc limit $8",
        postgres: "with found as materialized (
                     select t.doc from search_text t
                      where cast($1 as text) is not null
                        and t.title_words @@ cast($3 as tsquery) and t.words @@ cast($2 as tsquery)
                        and t.doc >= $6 and t.doc < $7
                        and not exists (select 1 from unnest(cast($4 as text[])) as p
                                         where position(p in t.title) = 0)
                        and not exists (select 1 from unnest(cast($5 as text[])) as p
                                         where position(p in t.title) > 0
                                            or position(p in t.body) > 0))
                   select d.doc, d.object_id
                     from found f join search_document d on d.doc = f.doc
                    order by f.doc desc limit $8",
    }

    /// Documents of a range that have what is asked for, but not all of it in the title; see
    /// [`find_in_title`].
    fn find_elsewhere(fts: &str, all: &str, title: &str, phrases: Many<'_, String>,
                      without: Many<'_, String>, low: i64, high: i64, limit: i64) -> [Vec<Hit>] {
        sqlite: "select d.doc, d.object_id
                   from search_text t join search_document d on d.doc = t.rowid
                  where t.search_text match $1 and t.rowid >= $6 and t.rowid < $7
                  order by t.rowid desc limit $8",
        postgres: "with found as materialized (
                     select t.doc from search_text t
                      where cast($1 as text) is not null and t.words @@ cast($2 as tsquery)
                        and t.doc >= $6 and t.doc < $7
                        and not exists (select 1 from unnest(cast($4 as text[])) as p
                                         where position(p in t.title) = 0
                                           and position(p in t.body) = 0)
                        and not (t.title_words @@ cast($3 as tsquery)
                             and not exists (select 1 from unnest(cast($4 as text[])) as p
                                              where position(p in t.title) = 0))
                        and not exists (select 1 from unnest(cast($5 as text[])) as p
                                         where position(p in t.title) > 0
                                            or position(p in t.body) > 0))
                   select d.doc, d.object_id
                     from found f join search_document d on d.doc = f.doc
                    order by f.doc desc limit $8",
    }

    /// What the index holds of a story.
    fn story_text(id: StoryId) -> [Option<StoryText>] {
        "select s.title, s.blurb, p.handle, p.display_name, s.listed_for_members
           from story s join profile p on p.account_id = s.owner_id where s.id = $1"
    }

    /// What the index holds of a chapter; none while readers get nothing of it.
    fn chapter_text(id: ChapterId) -> [Option<ChapterText>] {
        "select c.story_id, c.title, r.source
           from chapter c join revision r on r.id = c.live_revision_id
          where c.id = $1 and c.state = 'published' and c.deleted_at is null
            and c.mod_state = 'ok'"
    }

    /// What the index holds of a member.
    fn person_text(id: AccountId) -> [Option<PersonText>] {
        "select p.handle, p.display_name, p.listed and a.status in ('active', 'suspended')
           from profile p join account a on a.id = p.account_id where p.account_id = $1"
    }

    /// Some of the stories an account owns, by id.
    fn stories_of(owner: AccountId, after: StoryId, limit: i64) -> [Vec<StoryId>] {
        "select id from story where owner_id = $1 and id > $2 order by id limit $3"
    }

    /// The chapters some hits are of, in any order and any state.
    fn chapter_cards(chapters: Many<'_, ChapterId>) -> [Vec<ChapterCard>] {
        sqlite: "select c.id, c.number, c.title, c.slug, c.state, c.mod_state, c.deleted_at,
                        c.published_at, s.id, s.slug, s.title, s.rating, s.listed,
                        s.listed_for_members, p.handle, p.display_name
                   from chapter c join story s on s.id = c.story_id
                   join profile p on p.account_id = s.owner_id
                  where c.id in (select unhex(value) from json_each($1))",
        postgres: "select c.id, c.number, c.title, c.slug, c.state, c.mod_state, c.deleted_at,
                          c.published_at, s.id, s.slug, s.title, s.rating, s.listed,
                          s.listed_for_members, p.handle, p.display_name
                     from chapter c join story s on s.id = c.story_id
                     join profile p on p.account_id = s.owner_id
                    where c.id = any($1)",
    }

    /// The beginning of what readers get of some chapters.
    fn beginnings(chapters: Many<'_, ChapterId>, characters: i64) -> [Vec<(ChapterId, String)>] {
        sqlite: "select c.id, substr(r.source, 1, $2)
                   from chapter c join revision r on r.id = c.live_revision_id
                  where c.id in (select unhex(value) from json_each($1))",
        postgres: "select c.id, left(r.source, cast($2 as integer))
                     from chapter c join revision r on r.id = c.live_revision_id
                    where c.id = any($1)",
    }

    /// Some of all stories, by id.
    fn all_stories(after: StoryId, limit: i64) -> [Vec<StoryId>] {
        "select id from story where id > $1 order by id limit $2"
    }

    /// Some of all members, by id.
    fn all_people(after: AccountId, limit: i64) -> [Vec<AccountId>] {
        "select id from account where id > $1 order by id limit $2"
    }

    /// The chapters of a story that readers may get, in their order.
    fn chapters_of(story: StoryId) -> [Vec<ChapterId>] {
        "select id from chapter
          where story_id = $1 and state = 'published' and deleted_at is null
          order by position, id"
    }

    /// Keeps words of a document that queries may end with.
    change add_words(doc: i64, words: Many<'_, String>) -> [Count] {
        sqlite: "insert into search_word (word, doc) select value, $1 from json_each($2) where true
                 on conflict (word, doc) do nothing",
        postgres: "insert into search_word (word, doc)
                   select w, $1 from unnest(cast($2 as text[])) as w
                   on conflict (word, doc) do nothing",
    }

    /// Forgets the words of a document.
    change delete_words(doc: i64) -> [Count] {
        "delete from search_word where doc = $1"
    }

    /// The first words from `from` on, before `end`; each step leaps over the documents of one.
    fn words_between(from: &str, end: &str, limit: i64) -> [Vec<String>] {
        "with recursive known (word) as (
           select (select w.word from search_word w
                    where w.word >= $1 and w.word < $2 order by w.word limit 1)
           union all
           select (select w.word from search_word w
                    where w.word > known.word and w.word < $2 order by w.word limit 1)
             from known where known.word is not null)
         select word from known where word is not null limit $3"
    }
}
