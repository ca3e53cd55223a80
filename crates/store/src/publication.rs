//! How the publication of chapters moves on, and what the scheduler looks for.

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, StoryId};

use crate::{record, statements};

record! {
    /// Something whose moment has come.
    pub struct Due {
        /// The moment.
        pub at: Timestamp,
        /// The story.
        pub story_id: StoryId,
        /// The chapter; `None` for a slot of the story's release plan.
        pub chapter_id: Option<ChapterId>,
    }
}

statements! {
    /// Writes where a chapter stands now; 0 rows when it stood elsewhere or has no text. What is
    /// shown is its newest revision. Only drafts stay in the queue.
    change settle(
        id: ChapterId, from: ChapterState, to: ChapterState, publish_at: Option<Timestamp>,
        published_at: Option<Timestamp>, silent: bool, now: Timestamp,
    ) -> [Count] {
        "update chapter set state = $3, publish_at = $4, published_at = $5, silent = $6,
                live_revision_id = case when $3 = 'published' then head_revision_id
                  else live_revision_id end,
                live_word_count = case when $3 = 'published' then word_count
                  else live_word_count end,
                queued = false, updated_at = $7, version = version + 1
          where id = $1 and state = $2 and deleted_at is null and head_revision_id is not null"
    }

    /// The newest revision of a chapter is one that readers got: it stays for good.
    change keep_head(id: ChapterId) -> [Count] {
        "update revision set kind = 'publish'
          where id = (select head_revision_id from chapter where id = $1)"
    }

    /// Takes a story for this unit; none when another unit has it, which then does the work.
    change claim_story(id: StoryId) -> [Option<StoryId>] {
        sqlite: "select id from story where id = $1",
        postgres: "select id from story where id = $1 for update skip locked",
    }

    /// Chapters whose moment has come, after a place in that order. A story in the trash keeps its
    /// chapters back.
    fn due_chapters(now: Timestamp, at: Timestamp, id: ChapterId, limit: i64) -> [Vec<Due>] {
        "select c.publish_at, c.story_id, c.id
           from chapter c join story s on s.id = c.story_id
          where c.state = 'scheduled' and c.deleted_at is null and s.deleted_at is null
            and c.publish_at <= $1 and (c.publish_at, c.id) > ($2, $3)
          order by c.publish_at, c.id limit $4"
    }

    /// Release plans whose slot has come, after a place in that order.
    fn due_slots(now: Timestamp, at: Timestamp, story: StoryId, limit: i64) -> [Vec<Due>] {
        "select next_slot_at, story_id, cast(null as uuid)
           from release_plan
          where active and next_slot_at <= $1 and (next_slot_at, story_id) > ($2, $3)
          order by next_slot_at, story_id limit $4"
    }
}
