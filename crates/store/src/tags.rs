//! Tags, and which story carries which.
//!
//! A tag may be a synonym of another, its canonical tag; that one is never a synonym itself. A story
//! that carries a synonym has an implied row for the canonical tag, so that a list by tag never has
//! to look at more than one. Only listed stories are counted.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId, TagId};
use quire_domain::slug::Slug;
use quire_domain::tag::TagKind;
use quire_domain::text::TagName;

use crate::{Many, record, statements};

record! {
    /// A tag.
    pub struct Tag {
        /// Its id.
        pub id: TagId,
        /// What it is about.
        pub kind: TagKind,
        /// Its name.
        pub name: TagName,
        /// Its address.
        pub slug: Slug,
        /// The tag it is a synonym of.
        pub canonical_id: Option<TagId>,
        /// Whether no story may carry it any more.
        pub banned: bool,
        /// Listed stories that carry it or a synonym of it.
        pub usage_count: i64,
    }
}

record! {
    /// A tag on a story.
    pub struct Carried {
        /// The story.
        pub story_id: StoryId,
        /// The tag.
        pub id: TagId,
        /// What it is about.
        pub kind: TagKind,
        /// Its name.
        pub name: TagName,
        /// Its address.
        pub slug: Slug,
    }
}

statements! {
    /// A tag.
    fn by_id(id: TagId) -> [Option<Tag>] {
        "select id, kind, name, slug, canonical_id, banned, usage_count from tag where id = $1"
    }

    /// The tag at an address.
    fn by_slug(slug: &Slug) -> [Option<Tag>] {
        "select id, kind, name, slug, canonical_id, banned, usage_count from tag where slug = $1"
    }

    /// The tags at some addresses.
    fn by_slugs(slugs: Many<'_, String>) -> [Vec<Tag>] {
        sqlite: "select id, kind, name, slug, canonical_id, banned, usage_count from tag
                  where slug in (select value from json_each($1))",
        postgres: "select id, kind, name, slug, canonical_id, banned, usage_count from tag
                    where slug = any($1)",
    }

    /// Makes a tag; 0 rows when one has the address.
    change insert(id: TagId, kind: TagKind, name: &TagName, slug: &Slug, now: Timestamp) -> [Count] {
        "insert into tag (id, kind, name, slug, banned, usage_count, created_at)
         values ($1, $2, $3, $4, false, 0, $5)
         on conflict (slug) do nothing"
    }

    /// The tags the authors of some stories chose, in their order.
    fn of_stories(stories: Many<'_, StoryId>) -> [Vec<Carried>] {
        sqlite: "select c.story_id, t.id, t.kind, t.name, t.slug
                   from story_tag c join tag t on t.id = c.tag_id
                  where c.story_id in (select unhex(value) from json_each($1)) and not c.implied
                    and not t.banned
                  order by c.story_id, c.position, t.id",
        postgres: "select c.story_id, t.id, t.kind, t.name, t.slug
                     from story_tag c join tag t on t.id = c.tag_id
                    where c.story_id = any($1) and not c.implied and not t.banned
                    order by c.story_id, c.position, t.id",
    }

    /// The tags the author of a story chose, in their order.
    fn chosen(story: StoryId) -> [Vec<Tag>] {
        "select t.id, t.kind, t.name, t.slug, t.canonical_id, t.banned, t.usage_count
           from story_tag c join tag t on t.id = c.tag_id
          where c.story_id = $1 and not c.implied
          order by c.position, t.id"
    }

    /// Every tag row of a story with whether it is implied.
    fn rows_of(story: StoryId) -> [Vec<(TagId, bool, i64)>] {
        "select tag_id, implied, position from story_tag where story_id = $1"
    }

    /// Puts a tag on a story, or says anew how it is there. The sort keys follow with
    /// `stories::spread_keys`.
    change put(story: StoryId, tag: TagId, position: i64, implied: bool) -> [Count] {
        "insert into story_tag (story_id, tag_id, position, implied, listed, trend_key,
                first_published_at, bumped_at)
         values ($1, $2, $3, $4, false, 0, 0, 0)
         on conflict (story_id, tag_id)
         do update set position = excluded.position, implied = excluded.implied"
    }

    /// Takes a tag off a story.
    change take(story: StoryId, tag: TagId) -> [Count] {
        "delete from story_tag where story_id = $1 and tag_id = $2"
    }

    /// Counts a story that is about to lose a tag out of it.
    change count_out(story: StoryId, tag: TagId) -> [Count] {
        "update tag set usage_count = usage_count - 1
          where id = $2 and exists (select 1 from story_tag t
            where t.story_id = $1 and t.tag_id = $2 and t.listed)"
    }

    /// Counts a story in or out of its tags, where its rows do not say yet whether it is listed.
    change count_listed(story: StoryId) -> [Count] {
        "update tag set usage_count = tag.usage_count + case when s.listed then 1 else -1 end
           from story s, story_tag t
          where s.id = $1 and t.story_id = $1 and tag.id = t.tag_id and t.listed <> s.listed"
    }

    /// [`count_listed`] for all stories of an owner.
    change count_listed_of(owner: AccountId) -> [Count] {
        "update tag set usage_count = tag.usage_count + moved.stories
           from (select t.tag_id, cast(sum(case when s.listed then 1 else -1 end) as bigint)
                          as stories
                   from story s join story_tag t on t.story_id = s.id
                  where s.owner_id = $1 and t.listed <> s.listed
                  group by t.tag_id) as moved
          where tag.id = moved.tag_id"
    }

    /// Makes a tag a synonym of another, or of none.
    change set_canonical(id: TagId, canonical: Option<TagId>) -> [Count] {
        "update tag set canonical_id = $2 where id = $1"
    }

    /// Allows or forbids a tag.
    change set_banned(id: TagId, banned: bool) -> [Count] {
        "update tag set banned = $2 where id = $1"
    }

    /// The synonyms of a tag.
    fn synonyms(id: TagId) -> [Vec<Tag>] {
        "select id, kind, name, slug, canonical_id, banned, usage_count from tag
          where canonical_id = $1 order by slug"
    }

    /// Some of the stories that carry a tag and are not done yet, by id.
    fn stories_with(tag: TagId, after: StoryId, limit: i64) -> [Vec<StoryId>] {
        "select story_id from story_tag where tag_id = $1 and story_id > $2
          order by story_id limit $3"
    }

    /// Tags by how many listed stories carry them.
    fn by_usage(usage: i64, id: TagId, limit: i64) -> [Vec<Tag>] {
        "select id, kind, name, slug, canonical_id, banned, usage_count from tag
          where not banned and usage_count > 0 and (usage_count, id) < ($1, $2)
          order by usage_count desc, id desc limit $3"
    }

    /// Tags of a kind by how many listed stories carry them.
    fn by_usage_of_kind(kind: TagKind, usage: i64, id: TagId, limit: i64) -> [Vec<Tag>] {
        "select id, kind, name, slug, canonical_id, banned, usage_count from tag
          where kind = $1 and not banned and usage_count > 0 and (usage_count, id) < ($2, $3)
          order by usage_count desc, id desc limit $4"
    }

    /// Tags in use whose address begins with `from`; `end` is the first text that does not. At most
    /// `window` are looked at; the most used come first.
    fn with_prefix(from: &str, end: &str, window: i64, limit: i64) -> [Vec<Tag>] {
        sqlite: "select id, kind, name, slug, canonical_id, banned, usage_count
                   from (select id, kind, name, slug, canonical_id, banned, usage_count from tag
                          where slug >= $1 and slug < $2 and not banned and usage_count > 0
                          order by slug limit $3) as found
                  order by usage_count desc, id desc limit $4",
        postgres: "select id, kind, name, slug, canonical_id, banned, usage_count
                     from (select id, kind, name, slug, canonical_id, banned, usage_count from tag
                            where slug ~>=~ $1 and slug ~<~ $2 and not banned and usage_count > 0
                            order by slug using ~<~ limit $3) as found
                    order by usage_count desc, id desc limit $4",
    }
}
