//! Lists of stories that readers choose from.
//!
//! A list is walked in two steps: entries of an index in its order, with what filters look at, and
//! then the cards of those that are shown. Entries are narrow, so that a filter that few stories
//! pass costs little for each one it leaves out.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId, TagId};
use quire_domain::language::Language;
use quire_domain::slug::Slug;
use quire_domain::story::{
    AiUse, Audience, ModerationState, Rating, SerialStatus, StoryState, WarningsAnswer,
};
use quire_domain::text::{Blurb, DisplayName, Handle, StoryTitle};

use crate::{Many, record, statements};

record! {
    /// A place in a list and what filters look at.
    pub struct Entry {
        /// The story.
        pub id: StoryId,
        /// Its place in the order of popularity.
        pub trend_key: f64,
        /// Its place in the order of time that the list has.
        pub at: Timestamp,
        /// The language it is written in.
        pub language: Language,
        /// For which age.
        pub rating: Rating,
        /// The warnings, separated by spaces.
        pub warnings: String,
        /// Whether more is to come.
        pub serial_status: SerialStatus,
        /// Words in published numbered chapters.
        pub word_count: i64,
    }
}

record! {
    /// A story as a list shows it, and what decides who may see it.
    pub struct Card {
        /// Its id.
        pub id: StoryId,
        /// Its address.
        pub slug: Slug,
        /// Its title.
        pub title: StoryTitle,
        /// Its description, Markdown.
        pub blurb: Blurb,
        /// The language it is written in.
        pub language: Language,
        /// Whose it is.
        pub owner_id: AccountId,
        /// The owner's handle.
        pub owner_handle: Handle,
        /// The owner's name.
        pub owner_name: DisplayName,
        /// The author's switch.
        pub state: StoryState,
        /// For whom.
        pub audience: Audience,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// Whether its owner is banned.
        pub owner_banned: bool,
        /// When it went to the trash.
        pub deleted_at: Option<Timestamp>,
        /// Whether it stands in lists for everyone.
        pub listed: bool,
        /// Whether it stands in lists for somebody signed in.
        pub listed_for_members: bool,
        /// Whether more is to come.
        pub serial_status: SerialStatus,
        /// For which age.
        pub rating: Rating,
        /// The author's answer about warnings.
        pub warnings_answer: WarningsAnswer,
        /// The warnings, separated by spaces.
        pub warnings: String,
        /// What part machines had.
        pub ai_use: AiUse,
        /// When readers first saw it.
        pub first_published_at: Option<Timestamp>,
        /// When its newest chapter was published.
        pub last_chapter_at: Option<Timestamp>,
        /// Words in published numbered chapters.
        pub word_count: i64,
        /// Published numbered chapters.
        pub chapter_count: i64,
        /// Accounts that follow it.
        pub follower_count: i64,
    }
}

statements! {
    /// Entries of the most popular stories, after a place.
    fn trending(key: f64, id: StoryId, limit: i64) -> [Vec<Entry>] {
        "select id, trend_key, bumped_at, language, rating, warnings, serial_status, word_count
           from story
          where listed and (trend_key, id) < ($1, $2)
          order by trend_key desc, id desc limit $3"
    }

    /// Entries of the newest stories, after a place.
    fn newest(at: Timestamp, id: StoryId, limit: i64) -> [Vec<Entry>] {
        "select id, trend_key, first_published_at, language, rating, warnings, serial_status,
                word_count
           from story
          where listed and (first_published_at, id) < ($1, $2)
          order by first_published_at desc, id desc limit $3"
    }

    /// Entries of the stories that were continued last, after a place.
    fn updated(at: Timestamp, id: StoryId, limit: i64) -> [Vec<Entry>] {
        "select id, trend_key, bumped_at, language, rating, warnings, serial_status, word_count
           from story
          where listed and (bumped_at, id) < ($1, $2)
          order by bumped_at desc, id desc limit $3"
    }

    /// [`trending`] among the stories with a tag.
    fn trending_with(tag: TagId, key: f64, id: StoryId, limit: i64) -> [Vec<Entry>] {
        "select s.id, t.trend_key, t.bumped_at, s.language, s.rating, s.warnings, s.serial_status,
                s.word_count
           from story_tag t join story s on s.id = t.story_id
          where t.tag_id = $1 and t.listed and (t.trend_key, t.story_id) < ($2, $3)
          order by t.trend_key desc, t.story_id desc limit $4"
    }

    /// [`newest`] among the stories with a tag.
    fn newest_with(tag: TagId, at: Timestamp, id: StoryId, limit: i64) -> [Vec<Entry>] {
        "select s.id, t.trend_key, t.first_published_at, s.language, s.rating, s.warnings,
                s.serial_status, s.word_count
           from story_tag t join story s on s.id = t.story_id
          where t.tag_id = $1 and t.listed and (t.first_published_at, t.story_id) < ($2, $3)
          order by t.first_published_at desc, t.story_id desc limit $4"
    }

    /// [`updated`] among the stories with a tag.
    fn updated_with(tag: TagId, at: Timestamp, id: StoryId, limit: i64) -> [Vec<Entry>] {
        "select s.id, t.trend_key, t.bumped_at, s.language, s.rating, s.warnings, s.serial_status,
                s.word_count
           from story_tag t join story s on s.id = t.story_id
          where t.tag_id = $1 and t.listed and (t.bumped_at, t.story_id) < ($2, $3)
          order by t.bumped_at desc, t.story_id desc limit $4"
    }

    /// Which of some stories carry which of some tags.
    fn tagged(stories: Many<'_, StoryId>, tags: Many<'_, TagId>) -> [Vec<(StoryId, TagId)>] {
        sqlite: "select story_id, tag_id from story_tag
                  where story_id in (select unhex(value) from json_each($1))
                    and tag_id in (select unhex(value) from json_each($2))",
        postgres: "select story_id, tag_id from story_tag
                    where story_id = any($1) and tag_id = any($2)",
    }

    /// The cards of some stories, in any order and any state: who asks decides which are shown.
    fn cards(stories: Many<'_, StoryId>) -> [Vec<Card>] {
        sqlite: "select s.id, s.slug, s.title, s.blurb, s.language, s.owner_id, p.handle,
                        p.display_name, s.state, s.audience, s.mod_state, s.owner_banned,
                        s.deleted_at, s.listed, s.listed_for_members, s.serial_status, s.rating,
                        s.warnings_answer, s.warnings, s.ai_use, s.first_published_at,
                        s.last_chapter_at, s.word_count, s.chapter_count, s.follower_count
                   from story s join profile p on p.account_id = s.owner_id
                  where s.id in (select unhex(value) from json_each($1))",
        postgres: "select s.id, s.slug, s.title, s.blurb, s.language, s.owner_id, p.handle,
                          p.display_name, s.state, s.audience, s.mod_state, s.owner_banned,
                          s.deleted_at, s.listed, s.listed_for_members, s.serial_status, s.rating,
                          s.warnings_answer, s.warnings, s.ai_use, s.first_published_at,
                          s.last_chapter_at, s.word_count, s.chapter_count, s.follower_count
                     from story s join profile p on p.account_id = s.owner_id
                    where s.id = any($1)",
    }

    /// The listed stories an account writes, newest first; with those for members when asked.
    fn of_author(account: AccountId, before: StoryId, members: bool, limit: i64) -> [Vec<StoryId>] {
        "select c.story_id
           from collaborator c join story s on s.id = c.story_id
          where c.account_id = $1 and c.story_id < $2 and c.accepted_at is not null
            and c.role in ('owner', 'co_author') and (s.listed or ($3 and s.listed_for_members))
          order by c.story_id desc limit $4"
    }
}
