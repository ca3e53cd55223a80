//! Stories: what they are called, who may read them, what is counted of them.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId, VolumeId};
use quire_domain::language::Language;
use quire_domain::slug::Slug;
use quire_domain::story::{
    AiUse, Audience, CollaboratorRole, ModerationState, Rating, SerialStatus, StoryState,
    WarningsAnswer,
};
use quire_domain::text::{AuthorNote, Blurb, DisplayName, Handle, Remark, StoryTitle, VolumeTitle};

use crate::{record, statements};

record! {
    /// A story, with the name of its owner.
    pub struct Story {
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
        /// Whether more is to come.
        pub serial_status: SerialStatus,
        /// Since when it rests.
        pub hiatus_since: Option<Timestamp>,
        /// Why it rests.
        pub hiatus_note: Remark,
        /// For which age.
        pub rating: Rating,
        /// The author's answer about warnings.
        pub warnings_answer: WarningsAnswer,
        /// The warnings, separated by spaces.
        pub warnings: String,
        /// What part machines had.
        pub ai_use: AiUse,
        /// Whether the world is the author's own.
        pub original: bool,
        /// The note put before new chapters.
        pub default_note_before: AuthorNote,
        /// The note put after new chapters.
        pub default_note_after: AuthorNote,
        /// The licence, in words; empty when all rights are kept.
        pub license: String,
        /// Whether readers may download it as a book.
        pub download: bool,
        /// Moderation's switch.
        pub mod_state: ModerationState,
        /// Whether its owner is banned.
        pub owner_banned: bool,
        /// When it went to the trash.
        pub deleted_at: Option<Timestamp>,
        /// Who put it there.
        pub deleted_by: Option<AccountId>,
        /// When readers first saw it; set once.
        pub first_published_at: Option<Timestamp>,
        /// When its newest chapter was published.
        pub last_chapter_at: Option<Timestamp>,
        /// Words in published numbered chapters.
        pub word_count: i64,
        /// Published numbered chapters.
        pub chapter_count: i64,
        /// Accounts that follow it.
        pub follower_count: i64,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
        /// Counts changes, for `If-Match`.
        pub version: i64,
    }
}

record! {
    /// What an account has to do with a story.
    pub struct Relation {
        /// The accepted role.
        pub role: Option<CollaboratorRole>,
        /// Whether it follows the story or its owner.
        pub follows: bool,
    }
}

record! {
    /// A volume of a story.
    pub struct Volume {
        /// Its id.
        pub id: VolumeId,
        /// Its place, from 1.
        pub position: i64,
        /// Its title.
        pub title: VolumeTitle,
    }
}

statements! {
    /// A story, in any state.
    fn by_id(id: StoryId) -> [Option<Story>] {
        "select s.id, s.slug, s.title, s.blurb, s.language, s.owner_id, p.handle, p.display_name,
                s.state, s.audience, s.serial_status, s.hiatus_since, s.hiatus_note, s.rating,
                s.warnings_answer, s.warnings, s.ai_use, s.original, s.default_note_before,
                s.default_note_after, s.license, s.download, s.mod_state, s.owner_banned,
                s.deleted_at, s.deleted_by, s.first_published_at, s.last_chapter_at, s.word_count,
                s.chapter_count, s.follower_count, s.created_at, s.updated_at, s.version
           from story s join profile p on p.account_id = s.owner_id
          where s.id = $1"
    }

    /// The story at an address, in any state.
    fn by_slug(slug: &Slug) -> [Option<Story>] {
        "select s.id, s.slug, s.title, s.blurb, s.language, s.owner_id, p.handle, p.display_name,
                s.state, s.audience, s.serial_status, s.hiatus_since, s.hiatus_note, s.rating,
                s.warnings_answer, s.warnings, s.ai_use, s.original, s.default_note_before,
                s.default_note_after, s.license, s.download, s.mod_state, s.owner_banned,
                s.deleted_at, s.deleted_by, s.first_published_at, s.last_chapter_at, s.word_count,
                s.chapter_count, s.follower_count, s.created_at, s.updated_at, s.version
           from story s join profile p on p.account_id = s.owner_id
          where s.slug = $1"
    }

    /// The story that had a slug before.
    fn by_old_slug(slug: &Slug) -> [Option<StoryId>] {
        "select story_id from story_slug_history where slug = $1"
    }

    /// What an account has to do with a story.
    fn relation(story: StoryId, owner: AccountId, account: AccountId) -> [One<Relation>] {
        "select (select role from collaborator
                  where story_id = $1 and account_id = $3 and accepted_at is not null),
                exists (select 1 from follow_story where account_id = $3 and story_id = $1)
                or exists (select 1 from follow_user where follower_id = $3 and followee_id = $2)"
    }

    /// The stories an account collaborates on and has not thrown away, newest first.
    fn of_collaborator(account: AccountId, before: StoryId, limit: i64) -> [Vec<Story>] {
        "select s.id, s.slug, s.title, s.blurb, s.language, s.owner_id, p.handle, p.display_name,
                s.state, s.audience, s.serial_status, s.hiatus_since, s.hiatus_note, s.rating,
                s.warnings_answer, s.warnings, s.ai_use, s.original, s.default_note_before,
                s.default_note_after, s.license, s.download, s.mod_state, s.owner_banned,
                s.deleted_at, s.deleted_by, s.first_published_at, s.last_chapter_at, s.word_count,
                s.chapter_count, s.follower_count, s.created_at, s.updated_at, s.version
           from collaborator c
           join story s on s.id = c.story_id
           join profile p on p.account_id = s.owner_id
          where c.account_id = $1 and c.story_id < $2 and c.accepted_at is not null
            and s.deleted_at is null
          order by c.story_id desc limit $3"
    }

    /// Whether a slug was ever a story's.
    fn slug_taken(slug: &Slug) -> [One<bool>] {
        "select exists (select 1 from story where slug = $1)
             or exists (select 1 from story_slug_history where slug = $1)"
    }

    /// Makes a draft; 0 rows when the slug was taken meanwhile.
    change insert(
        id: StoryId, slug: &Slug, title: &StoryTitle, blurb: &Blurb, language: &Language,
        owner: AccountId, audience: Audience, rating: Rating, warnings_answer: WarningsAnswer,
        warnings: &str, ai_use: AiUse, original: bool, license: &str, now: Timestamp,
    ) -> [Count] {
        "insert into story (id, slug, title, blurb, language, owner_id, state, audience,
                serial_status, hiatus_note, rating, warnings_answer, warnings, ai_use, original,
                default_note_before, default_note_after, license, download, mod_state,
                owner_banned, bumped_at, word_count, chapter_count, follower_count, trend_key,
                created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, 'draft', $7, 'ongoing', '', $8, $9, $10, $11, $12, '', '',
                $13, true, 'ok', false, 0, 0, 0, 0, -1e300, $14, $14, 1)
         on conflict (slug) do nothing"
    }

    /// Changes what an author may change of a story; 0 rows when the version is another.
    change describe(
        id: StoryId, version: i64, title: &StoryTitle, blurb: &Blurb, language: &Language,
        audience: Audience, serial_status: SerialStatus, hiatus_since: Option<Timestamp>,
        hiatus_note: &Remark, rating: Rating, warnings_answer: WarningsAnswer, warnings: &str,
        ai_use: AiUse, original: bool, default_note_before: &AuthorNote,
        default_note_after: &AuthorNote, license: &str, download: bool, now: Timestamp,
    ) -> [Count] {
        "update story set title = $3, blurb = $4, language = $5, audience = $6,
                serial_status = $7, hiatus_since = $8, hiatus_note = $9, rating = $10,
                warnings_answer = $11, warnings = $12, ai_use = $13, original = $14,
                default_note_before = $15, default_note_after = $16, license = $17,
                download = $18, updated_at = $19, version = version + 1,
                completed_at = case when $7 = 'completed' then coalesce(completed_at, $19) end
          where id = $1 and version = $2"
    }

    /// Gives a story another slug; 0 rows when it is another story's.
    change rename(id: StoryId, slug: &Slug) -> [Count] {
        "update story set slug = $2
          where id = $1 and not exists (select 1 from story other where other.slug = $2)"
    }

    /// Remembers a slug a story had.
    change remember_slug(slug: &Slug, id: StoryId, now: Timestamp) -> [Count] {
        "insert into story_slug_history (slug, story_id, at) values ($1, $2, $3)
         on conflict (slug) do nothing"
    }

    /// Forgets a slug a story has again.
    change forget_slug(slug: &Slug, id: StoryId) -> [Count] {
        "delete from story_slug_history where slug = $1 and story_id = $2"
    }

    /// Touches a story before anything of it changes, so that two units that change one story
    /// come one after the other.
    change touch(id: StoryId, now: Timestamp) -> [Count] {
        "update story set updated_at = $2, version = version + 1 where id = $1"
    }

    /// Sets the author's switch; the first publication is remembered once.
    change set_state(id: StoryId, state: StoryState, now: Timestamp) -> [Count] {
        "update story set state = $2, updated_at = $3, version = version + 1,
                first_published_at = case when $2 = 'published' and chapter_count > 0
                  then coalesce(first_published_at, $3) else first_published_at end,
                bumped_at = case when $2 = 'published' and chapter_count > 0 and bumped_at = 0
                  then $3 else bumped_at end
          where id = $1"
    }

    /// Recounts what is derived from the chapters. `at` is the moment of a chapter just published,
    /// or null; it moves the story up in \"recently updated\" when `bump` says so.
    change recount(id: StoryId, at: Option<Timestamp>, bump: bool) -> [Count] {
        "update story set
                chapter_count = (select count(*) from chapter c where c.story_id = $1
                  and c.state = 'published' and c.deleted_at is null and c.kind <> 'announcement'),
                word_count = (select cast(coalesce(sum(c.live_word_count), 0) as bigint)
                  from chapter c where c.story_id = $1
                  and c.state = 'published' and c.deleted_at is null and c.kind <> 'announcement'),
                last_chapter_at = (select max(c.published_at) from chapter c where c.story_id = $1
                  and c.state = 'published' and c.deleted_at is null),
                first_published_at = case when state = 'published'
                  then coalesce(first_published_at, $2) else first_published_at end,
                bumped_at = case when $3 and $2 > bumped_at then $2 else bumped_at end
          where id = $1"
    }

    /// When the story last moved up in \"recently updated\".
    fn bumped_at(id: StoryId) -> [One<Timestamp>] {
        "select bumped_at from story where id = $1"
    }

    /// Copies the sort keys of a story to its tags.
    change spread_keys(id: StoryId) -> [Count] {
        "update story_tag set listed = s.listed, trend_key = s.trend_key, bumped_at = s.bumped_at,
                first_published_at = coalesce(s.first_published_at, 0)
           from story s where s.id = story_tag.story_id and story_tag.story_id = $1"
    }

    /// Puts a story in the trash.
    change delete(id: StoryId, by: AccountId, now: Timestamp) -> [Count] {
        "update story set deleted_at = $3, deleted_by = $2, updated_at = $3, version = version + 1
          where id = $1 and deleted_at is null"
    }

    /// Takes a story out of the trash.
    change restore(id: StoryId, now: Timestamp) -> [Count] {
        "update story set deleted_at = null, deleted_by = null, updated_at = $2,
                version = version + 1
          where id = $1 and deleted_at is not null"
    }

    /// The stories an owner threw away, newest first.
    fn trash_of(owner: AccountId, before: StoryId, limit: i64) -> [Vec<Story>] {
        "select s.id, s.slug, s.title, s.blurb, s.language, s.owner_id, p.handle, p.display_name,
                s.state, s.audience, s.serial_status, s.hiatus_since, s.hiatus_note, s.rating,
                s.warnings_answer, s.warnings, s.ai_use, s.original, s.default_note_before,
                s.default_note_after, s.license, s.download, s.mod_state, s.owner_banned,
                s.deleted_at, s.deleted_by, s.first_published_at, s.last_chapter_at, s.word_count,
                s.chapter_count, s.follower_count, s.created_at, s.updated_at, s.version
           from story s join profile p on p.account_id = s.owner_id
          where s.owner_id = $1 and s.id < $2 and s.deleted_at is not null
          order by s.id desc limit $3"
    }

    /// The volumes of a story in their order.
    fn volumes(story: StoryId) -> [Vec<Volume>] {
        "select id, position, title from volume where story_id = $1 order by position, id"
    }

    /// The volumes of a story with a chapter its readers see, in their order.
    fn published_volumes(story: StoryId) -> [Vec<Volume>] {
        "select v.id, v.position, v.title from volume v
          where v.story_id = $1
            and exists (select 1 from chapter c where c.volume_id = v.id and c.deleted_at is null
                  and c.state = 'published' and c.mod_state in ('ok', 'limited'))
          order by v.position, v.id"
    }

    /// Adds a volume.
    change insert_volume(id: VolumeId, story: StoryId, position: i64, title: &VolumeTitle) -> [Count] {
        "insert into volume (id, story_id, position, title) values ($1, $2, $3, $4)"
    }

    /// Changes a volume's title and place.
    change set_volume(id: VolumeId, story: StoryId, position: i64, title: &VolumeTitle) -> [Count] {
        "update volume set position = $3, title = $4 where id = $1 and story_id = $2"
    }

    /// Takes the chapters out of a volume.
    change empty_volume(id: VolumeId) -> [Count] {
        "update chapter set volume_id = null where volume_id = $1"
    }

    /// Removes a volume.
    change delete_volume(id: VolumeId) -> [Count] {
        "delete from volume where id = $1"
    }
}
