//! Release plans, and the queues they publish from.

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::text::ChapterTitle;

use crate::{Many, record, statements};

record! {
    /// A release plan as it is kept; `app` reads its texts.
    pub struct StoredPlan {
        /// Whose zone, by its IANA name.
        pub zone: String,
        /// On which days, separated by spaces.
        pub weekdays: String,
        /// At what local time, `09:00`.
        pub local_time: String,
        /// Every how many weeks.
        pub every_n_weeks: i64,
        /// How many chapters a slot.
        pub per_slot: i64,
        /// The local day the weeks are counted from, `2026-11-28`.
        pub anchor: String,
        /// No slot before this instant.
        pub paused_until: Option<Timestamp>,
        /// Whether there are slots at all.
        pub active: bool,
        /// The slot the scheduler waits for.
        pub next_slot_at: Option<Timestamp>,
        /// Counts changes.
        pub version: i64,
    }
}

record! {
    /// A chapter that could be, or is, in the queue.
    pub struct Waiting {
        /// The chapter.
        pub id: ChapterId,
        /// Its title.
        pub title: ChapterTitle,
        /// Its words.
        pub word_count: i64,
        /// The number people see, unless it is an announcement.
        pub number: Option<i64>,
        /// Whether anything was written.
        pub written: bool,
        /// Its state.
        pub state: ChapterState,
    }
}

statements! {
    /// The plan of a story.
    fn of_story(story: StoryId) -> [Option<StoredPlan>] {
        "select zone, weekdays, local_time, every_n_weeks, per_slot, anchor, paused_until, active,
                next_slot_at, version
           from release_plan where story_id = $1"
    }

    /// Sets the plan of a story.
    change put(
        story: StoryId, zone: &str, weekdays: &str, local_time: &str, every_n_weeks: i64,
        per_slot: i64, anchor: &str, paused_until: Option<Timestamp>, active: bool,
        next_slot_at: Option<Timestamp>,
    ) -> [Count] {
        "insert into release_plan (story_id, zone, weekdays, local_time, every_n_weeks, per_slot,
                anchor, paused_until, active, next_slot_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
         on conflict (story_id) do update set zone = excluded.zone,
                weekdays = excluded.weekdays, local_time = excluded.local_time,
                every_n_weeks = excluded.every_n_weeks, per_slot = excluded.per_slot,
                anchor = excluded.anchor, paused_until = excluded.paused_until,
                active = excluded.active, next_slot_at = excluded.next_slot_at,
                version = release_plan.version + 1"
    }

    /// The scheduler is through with a slot; 0 rows when another one was through with it first.
    change advance(story: StoryId, slot: Timestamp, next: Option<Timestamp>) -> [Count] {
        "update release_plan set next_slot_at = $3
          where story_id = $1 and next_slot_at = $2 and active"
    }

    /// Removes the plan of a story.
    change delete(story: StoryId) -> [Count] {
        "delete from release_plan where story_id = $1"
    }

    /// The queue of a story in its order.
    fn queue(story: StoryId, limit: i64) -> [Vec<Waiting>] {
        "select id, title, word_count, number, head_revision_id is not null, state
           from chapter
          where story_id = $1 and queued and deleted_at is null and state = 'draft'
            and head_revision_id is not null and publish_at is null and published_at is null
          order by position, id limit $2"
    }

    /// The chapters of a story in its order.
    fn candidates(story: StoryId, limit: i64) -> [Vec<Waiting>] {
        "select id, title, word_count, number, head_revision_id is not null, state
           from chapter
          where story_id = $1 and deleted_at is null
          order by position, id limit $2"
    }

    /// Empties the queue of a story.
    change clear_queue(story: StoryId) -> [Count] {
        "update chapter set queued = false where story_id = $1 and queued and deleted_at is null"
    }

    /// Queues drafts of a story.
    change enqueue(story: StoryId, chapters: Many<'_, ChapterId>, now: Timestamp) -> [Count] {
        sqlite: "update chapter set queued = true, updated_at = $3
                  where id in (select unhex(value) from json_each($2)) and story_id = $1
                    and state = 'draft' and deleted_at is null",
        postgres: "update chapter set queued = true, updated_at = $3
                    where id = any($2) and story_id = $1
                      and state = 'draft' and deleted_at is null",
    }
}
