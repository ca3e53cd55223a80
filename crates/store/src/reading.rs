//! Where readers are in stories, and which chapters they have read.

use quire_domain::Timestamp;
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::{AccountId, ChapterId, StoryId};
use quire_domain::slug::Slug;
use quire_domain::story::{CollaboratorRole, ModerationState};
use quire_domain::text::ChapterTitle;

use crate::{Many, record, statements};

record! {
    /// Where a reader is in a story; orders are those of the chapters as they stand now.
    pub struct Place {
        /// The story.
        pub story_id: StoryId,
        /// The chapter of the latest report.
        pub chapter_id: ChapterId,
        /// The chapter's place in reading order.
        pub order: i64,
        /// The block at the top of the screen.
        pub block: String,
        /// The part of the chapter that was passed.
        pub fraction: f64,
        /// When, by the device, never later than its receipt.
        pub client_time: Timestamp,
        /// The device.
        pub device: String,
        /// The device's count of its reports.
        pub seq: i64,
        /// The chapter furthest in reading order.
        pub furthest_chapter_id: ChapterId,
        /// Its place in reading order.
        pub furthest_order: i64,
        /// The furthest block in it.
        pub furthest_block: String,
        /// The greatest part of it that was passed.
        pub furthest_fraction: f64,
        /// When that was.
        pub furthest_client_time: Timestamp,
        /// On which device.
        pub furthest_device: String,
        /// The device's count then.
        pub furthest_seq: i64,
    }
}

record! {
    /// A chapter that a report is about, and what decides about it.
    pub struct Reported {
        /// The chapter.
        pub id: ChapterId,
        /// Its story.
        pub story_id: StoryId,
        /// Its place in reading order.
        pub order: i64,
        /// What it is in its story.
        pub kind: ChapterKind,
        /// Where its publication stands.
        pub state: ChapterState,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// When it was thrown away.
        pub deleted_at: Option<Timestamp>,
        /// The number people see.
        pub number: Option<i64>,
        /// Its title.
        pub title: ChapterTitle,
        /// Its address in the story.
        pub slug: Slug,
    }
}

record! {
    /// What is known of a reader and a chapter.
    pub struct ChapterRead {
        /// The chapter.
        pub chapter_id: ChapterId,
        /// The first report.
        pub first_at: Timestamp,
        /// The last one.
        pub last_at: Timestamp,
        /// The most that was ever passed.
        pub max_fraction: f64,
        /// When it was first completed.
        pub completed_at: Option<Timestamp>,
    }
}

record! {
    /// What lies ahead of a reader in a story.
    pub struct Ahead {
        /// The story.
        pub story_id: StoryId,
        /// Published chapters behind the furthest one.
        pub unread: i64,
        /// The chapter after the present one.
        pub next_chapter_id: Option<ChapterId>,
        /// When the next chapter comes, where that is known.
        pub next_part_at: Option<Timestamp>,
    }
}

statements! {
    /// Where a reader is in a story.
    fn place(account: AccountId, story: StoryId) -> [Option<Place>] {
        "select r.story_id, r.chapter_id, c.position, r.block, r.fraction, r.client_time, r.device,
                r.seq, r.furthest_chapter_id, f.position, r.furthest_block, r.furthest_fraction,
                r.furthest_client_time, r.furthest_device, r.furthest_seq
           from reading_progress r
           join chapter c on c.id = r.chapter_id
           join chapter f on f.id = r.furthest_chapter_id
          where r.account_id = $1 and r.story_id = $2"
    }

    /// Where a reader is in the stories read last, after a place in that order.
    fn recent(account: AccountId, before: Timestamp, id: StoryId, limit: i64) -> [Vec<Place>] {
        "select r.story_id, r.chapter_id, c.position, r.block, r.fraction, r.client_time, r.device,
                r.seq, r.furthest_chapter_id, f.position, r.furthest_block, r.furthest_fraction,
                r.furthest_client_time, r.furthest_device, r.furthest_seq
           from reading_progress r
           join chapter c on c.id = r.chapter_id
           join chapter f on f.id = r.furthest_chapter_id
          where r.account_id = $1 and (r.client_time, r.story_id) < ($2, $3)
          order by r.client_time desc, r.story_id desc limit $4"
    }

    /// Keeps where a reader is in a story.
    change put(
        account: AccountId, story: StoryId, chapter: ChapterId, block: &str, fraction: f64,
        client_time: Timestamp, device: &str, seq: i64, furthest_chapter: ChapterId,
        furthest_block: &str, furthest_fraction: f64, furthest_client_time: Timestamp,
        furthest_device: &str, furthest_seq: i64,
    ) -> [Count] {
        "insert into reading_progress (account_id, story_id, chapter_id, block, fraction,
                client_time, device, seq, furthest_chapter_id, furthest_block, furthest_fraction,
                furthest_client_time, furthest_device, furthest_seq)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (account_id, story_id) do update set chapter_id = excluded.chapter_id,
                block = excluded.block, fraction = excluded.fraction,
                client_time = excluded.client_time, device = excluded.device, seq = excluded.seq,
                furthest_chapter_id = excluded.furthest_chapter_id,
                furthest_block = excluded.furthest_block,
                furthest_fraction = excluded.furthest_fraction,
                furthest_client_time = excluded.furthest_client_time,
                furthest_device = excluded.furthest_device, furthest_seq = excluded.furthest_seq"
    }

    /// The chapters some reports are about, in any order and any state.
    fn reported(chapters: Many<'_, ChapterId>) -> [Vec<Reported>] {
        sqlite: "select id, story_id, position, kind, state, mod_state, deleted_at, number, title,
                        slug
                   from chapter where id in (select unhex(value) from json_each($1))",
        postgres: "select id, story_id, position, kind, state, mod_state, deleted_at, number, title,
                          slug
                     from chapter where id = any($1)",
    }

    /// What is known of a reader and some chapters.
    fn chapters_read(account: AccountId, chapters: Many<'_, ChapterId>) -> [Vec<ChapterRead>] {
        sqlite: "select chapter_id, first_at, last_at, max_fraction, completed_at
                   from chapter_read
                  where account_id = $1
                    and chapter_id in (select unhex(value) from json_each($2))",
        postgres: "select chapter_id, first_at, last_at, max_fraction, completed_at
                     from chapter_read where account_id = $1 and chapter_id = any($2)",
    }

    /// Keeps what is known of a reader and a chapter.
    change put_chapter_read(account: AccountId, chapter: ChapterId, story: StoryId,
                            first_at: Timestamp, last_at: Timestamp, max_fraction: f64,
                            completed_at: Option<Timestamp>) -> [Count] {
        "insert into chapter_read (account_id, chapter_id, story_id, first_at, last_at,
                max_fraction, completed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (account_id, chapter_id) do update set first_at = excluded.first_at,
                last_at = excluded.last_at, max_fraction = excluded.max_fraction,
                completed_at = excluded.completed_at"
    }

    /// What lies ahead of a reader in some stories, which have at most a few thousand chapters each.
    fn ahead(account: AccountId, stories: Many<'_, StoryId>) -> [Vec<Ahead>] {
        sqlite: "select r.story_id,
                        (select count(*) from chapter c
                          where c.story_id = r.story_id and c.position > f.position
                            and c.state = 'published' and c.deleted_at is null
                            and c.mod_state = 'ok' and c.kind <> 'announcement'),
                        (select c.id from chapter c
                          where c.story_id = r.story_id and c.position > h.position
                            and c.state = 'published' and c.deleted_at is null
                            and c.mod_state = 'ok' and c.kind <> 'announcement'
                          order by c.position, c.id limit 1),
                        coalesce(
                        (select min(c.publish_at) from chapter c
                          where c.story_id = r.story_id and c.state = 'scheduled'
                            and c.deleted_at is null),
                        (select p.next_slot_at from release_plan p
                          where p.story_id = r.story_id and p.active
                            and exists (select 1 from chapter c
                              where c.story_id = r.story_id and c.queued and c.deleted_at is null)))
                   from reading_progress r
                   join chapter h on h.id = r.chapter_id
                   join chapter f on f.id = r.furthest_chapter_id
                   where r.account_id = $1 and r.story_id in
                     (select unhex(value) from json_each($2))",
        postgres: "select r.story_id,
                          (select count(*) from chapter c
                            where c.story_id = r.story_id and c.position > f.position
                              and c.state = 'published' and c.deleted_at is null
                              and c.mod_state = 'ok' and c.kind <> 'announcement'),
                          (select c.id from chapter c
                            where c.story_id = r.story_id and c.position > h.position
                              and c.state = 'published' and c.deleted_at is null
                              and c.mod_state = 'ok' and c.kind <> 'announcement'
                            order by c.position, c.id limit 1),
                          coalesce(
                          (select min(c.publish_at) from chapter c
                            where c.story_id = r.story_id and c.state = 'scheduled'
                              and c.deleted_at is null),
                          (select p.next_slot_at from release_plan p
                            where p.story_id = r.story_id and p.active
                              and exists (select 1 from chapter c
                                where c.story_id = r.story_id and c.queued and c.deleted_at is null)))
                     from reading_progress r
                     join chapter h on h.id = r.chapter_id
                     join chapter f on f.id = r.furthest_chapter_id
                     where r.account_id = $1 and r.story_id = any($2)",
    }

    /// The role an account has in some stories, and whether it follows them or their owners.
    fn relations(account: AccountId, stories: Many<'_, StoryId>)
        -> [Vec<(StoryId, Option<CollaboratorRole>, bool)>] {
        sqlite: "select s.id,
                        (select c.role from collaborator c where c.story_id = s.id
                            and c.account_id = $1 and c.accepted_at is not null),
                        exists (select 1 from follow_story f
                                 where f.account_id = $1 and f.story_id = s.id)
                        or exists (select 1 from follow_user f
                                    where f.follower_id = $1 and f.followee_id = s.owner_id)
                   from story s where s.id in (select unhex(value) from json_each($2))",
        postgres: "select s.id,
                          (select c.role from collaborator c where c.story_id = s.id
                              and c.account_id = $1 and c.accepted_at is not null),
                          exists (select 1 from follow_story f
                                   where f.account_id = $1 and f.story_id = s.id)
                          or exists (select 1 from follow_user f
                                      where f.follower_id = $1 and f.followee_id = s.owner_id)
                     from story s where s.id = any($2)",
    }

    /// Forgets where a reader is in a story.
    change forget(account: AccountId, story: StoryId) -> [Count] {
        "delete from reading_progress where account_id = $1 and story_id = $2"
    }

    /// Forgets which chapters of a story a reader has read.
    change forget_chapters(account: AccountId, story: StoryId) -> [Count] {
        "delete from chapter_read where account_id = $1 and story_id = $2"
    }
}
