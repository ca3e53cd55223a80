//! What is derived held against what it is derived from, stretch by stretch, and counted anew.
//!
//! `quire doctor` asks these, never a request. Each statement looks at the rows between two ids.

use quire_domain::id::{AccountId, StoryId, TagId};
use quire_domain::slug::Slug;
use quire_domain::text::Handle;

use crate::{record, statements};

record! {
    /// A story of which something derived is wrong.
    pub struct StoryFaults {
        /// The story.
        pub id: StoryId,
        /// Its address, for people.
        pub slug: Slug,
        /// Words of a chapter differ from those of its revision.
        pub chapter_words: bool,
        /// Display numbers are not 1..n in order.
        pub numbers: bool,
        /// Chapter count, word count or the moment of the last chapter.
        pub counters: bool,
        /// The number of followers.
        pub followers: bool,
        /// The sort keys that stand again at its tags.
        pub tag_keys: bool,
        /// It or a chapter is missing in the search index, or stands there and should not.
        pub search: bool,
    }
}

record! {
    /// An account of which something derived is wrong.
    pub struct AccountFaults {
        /// The account.
        pub id: AccountId,
        /// Its handle, for people.
        pub handle: Handle,
        /// The number of followers.
        pub followers: bool,
        /// It is missing in the search index, or stands there and should not.
        pub search: bool,
    }
}

record! {
    /// A tag of which something derived is wrong.
    pub struct TagFaults {
        /// The tag.
        pub id: TagId,
        /// Its address, for people.
        pub slug: Slug,
        /// The number of listed stories that carry it.
        pub usage: bool,
        /// It is a synonym of a synonym.
        pub chain: bool,
    }
}

statements! {
    /// Stories between two ids (the first left out) with something wrong.
    fn wrong_stories(after: StoryId, last: StoryId) -> [Vec<StoryFaults>] {
        "select f.id, f.slug, f.chapter_words, f.numbers, f.counters, f.followers, f.tag_keys,
                f.search
           from (select s.id, s.slug,
                   exists (select 1 from chapter c
                             left join revision h on h.id = c.head_revision_id
                             left join revision l on l.id = c.live_revision_id
                            where c.story_id = s.id and (c.word_count <> coalesce(h.words, 0)
                              or c.live_word_count <> coalesce(l.words, 0))) as chapter_words,
                   exists (select 1 from (select c.number as has,
                              case when c.deleted_at is null and c.kind <> 'announcement' then
                                row_number() over (partition by c.deleted_at is null
                                  and c.kind <> 'announcement' order by c.position, c.id)
                              end as wants
                              from chapter c where c.story_id = s.id) as counted
                            where counted.has is distinct from counted.wants) as numbers,
                   (s.chapter_count <> (select count(*) from chapter c where c.story_id = s.id
                       and c.state = 'published' and c.deleted_at is null
                       and c.kind <> 'announcement')
                     or s.word_count <> (select cast(coalesce(sum(c.live_word_count), 0) as bigint)
                       from chapter c where c.story_id = s.id and c.state = 'published'
                        and c.deleted_at is null and c.kind <> 'announcement')
                     or s.last_chapter_at is distinct from (select max(c.published_at)
                       from chapter c where c.story_id = s.id and c.state = 'published'
                        and c.deleted_at is null)) as counters,
                   s.follower_count <> (select count(*) from follow_story w
                     where w.story_id = s.id) as followers,
                   exists (select 1 from story_tag t where t.story_id = s.id
                     and (t.listed <> s.listed or t.trend_key <> s.trend_key
                       or t.bumped_at <> s.bumped_at
                       or t.first_published_at <> coalesce(s.first_published_at, 0))) as tag_keys,
                   (s.listed_for_members <> exists (select 1 from search_document d
                       where d.object_id = s.id)
                     or exists (select 1 from chapter c
                       join revision l on l.id = c.live_revision_id
                      where c.story_id = s.id and c.state = 'published'
                        and c.deleted_at is null and c.mod_state = 'ok'
                        and not exists (select 1 from search_document d
                          where d.object_id = c.id))
                     or exists (select 1 from search_document d
                      where d.story_id = s.id and d.object_id <> s.id
                        and not exists (select 1 from chapter c
                          join revision l on l.id = c.live_revision_id
                         where c.id = d.object_id and c.state = 'published'
                           and c.deleted_at is null and c.mod_state = 'ok'))) as search
                   from story s where s.id > $1 and s.id <= $2) as f
          where f.chapter_words or f.numbers or f.counters or f.followers or f.tag_keys
             or f.search
          order by f.id"
    }

    /// Copies the words of its revisions to the chapters of a story.
    change recount_chapter_words(story: StoryId) -> [Count] {
        "update chapter set
                word_count = coalesce((select r.words from revision r
                  where r.id = chapter.head_revision_id), 0),
                live_word_count = coalesce((select r.words from revision r
                  where r.id = chapter.live_revision_id), 0)
          where story_id = $1"
    }

    /// Counts the followers of a story anew.
    change recount_story_followers(story: StoryId) -> [Count] {
        "update story set follower_count = (select count(*) from follow_story w
            where w.story_id = $1) where id = $1"
    }

    /// Accounts between two ids with something wrong.
    fn wrong_accounts(after: AccountId, last: AccountId) -> [Vec<AccountFaults>] {
        "select f.id, f.handle, f.followers, f.search
           from (select a.id, p.handle,
                   p.follower_count <> (select count(*) from follow_user w
                     where w.followee_id = a.id) as followers,
                   (p.listed and a.status in ('active', 'suspended'))
                     <> exists (select 1 from search_document d where d.object_id = a.id) as search
                   from account a join profile p on p.account_id = a.id
                  where a.id > $1 and a.id <= $2) as f
          where f.followers or f.search order by f.id"
    }

    /// Counts the followers of an account anew.
    change recount_account_followers(account: AccountId) -> [Count] {
        "update profile set follower_count = (select count(*) from follow_user w
            where w.followee_id = $1) where account_id = $1"
    }

    /// The next tags by id.
    fn tags_after(after: TagId, limit: i64) -> [Vec<TagId>] {
        "select id from tag where id > $1 order by id limit $2"
    }

    /// Tags between two ids with something wrong.
    fn wrong_tags(after: TagId, last: TagId) -> [Vec<TagFaults>] {
        "select f.id, f.slug, f.usage, f.chain
           from (select g.id, g.slug,
                   g.usage_count <> (select count(*) from story_tag t
                     where t.tag_id = g.id and t.listed) as usage,
                   exists (select 1 from tag c where c.id = g.canonical_id
                     and c.canonical_id is not null) as chain
                   from tag g where g.id > $1 and g.id <= $2) as f
          where f.usage or f.chain order by f.id"
    }

    /// Counts the listed stories of a tag anew.
    change recount_tag(tag: TagId) -> [Count] {
        "update tag set usage_count = (select count(*) from story_tag t
            where t.tag_id = $1 and t.listed) where id = $1"
    }

    /// Makes the synonym of a synonym one of the tag itself.
    change shorten_chain(tag: TagId) -> [Count] {
        "update tag set canonical_id = (select c.canonical_id from tag c
            where c.id = tag.canonical_id) where id = $1"
    }
}
