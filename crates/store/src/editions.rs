//! What goes into an exported book: chapters in reading order, and their texts.

use quire_domain::Timestamp;
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::{ChapterId, RevisionId, StoryId, VolumeId};
use quire_domain::slug::Slug;
use quire_domain::story::ModerationState;
use quire_domain::text::{AuthorNote, ChapterTitle};

use crate::{Many, record, statements};

record! {
    /// A chapter of a book, with the text that goes into it.
    pub struct Leaf {
        /// The chapter.
        pub id: ChapterId,
        /// Its place, together with the id.
        pub position: i64,
        /// The volume it stands in.
        pub volume_id: Option<VolumeId>,
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
        /// Where its publication stands.
        pub state: ChapterState,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// When it will be shown.
        pub publish_at: Option<Timestamp>,
        /// When its readers first got it.
        pub published_at: Option<Timestamp>,
        /// The text that goes into the book.
        pub revision_id: RevisionId,
        /// When that text was written.
        pub revised_at: Timestamp,
    }
}

record! {
    /// A text.
    pub struct LeafText {
        /// The revision.
        pub id: RevisionId,
        /// The Markdown, as it came.
        pub source: String,
        /// The marks of its blocks, JSON.
        pub blocks: String,
    }
}

statements! {
    /// The published chapters of a story, with the text readers get.
    fn published(story: StoryId, position: i64, id: ChapterId, limit: i64) -> [Vec<Leaf>] {
        "select c.id, c.position, c.volume_id, c.kind, c.title, c.slug, c.note_before,
                c.note_after, c.state, c.mod_state, c.publish_at, c.published_at, r.id,
                r.created_at
           from chapter c join revision r on r.id = c.live_revision_id
          where c.story_id = $1 and (c.position, c.id) > ($2, $3) and c.state = 'published'
            and c.deleted_at is null
          order by c.position, c.id limit $4"
    }

    /// All chapters of a story that are not in the trash, with their newest text.
    fn all(story: StoryId, position: i64, id: ChapterId, limit: i64) -> [Vec<Leaf>] {
        "select c.id, c.position, c.volume_id, c.kind, c.title, c.slug, c.note_before,
                c.note_after, c.state, c.mod_state, c.publish_at, c.published_at, r.id,
                r.created_at
           from chapter c join revision r on r.id = c.head_revision_id
          where c.story_id = $1 and (c.position, c.id) > ($2, $3) and c.deleted_at is null
          order by c.position, c.id limit $4"
    }

    /// Some texts, in any order.
    fn texts(ids: Many<'_, RevisionId>) -> [Vec<LeafText>] {
        sqlite: "select id, source, blocks from revision
                  where id in (select unhex(value) from json_each($1))",
        postgres: "select id, source, blocks from revision where id = any($1)",
    }
}
