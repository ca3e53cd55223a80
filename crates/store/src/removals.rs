//! Taking a story, or an account, out of the store for good: some rows at a time, children first.
//!
//! What is listed here must be every table that refers to a story, chapter or account; the tests
//! count the rows of all tables before and after.

use quire_domain::id::{ChapterId, StoryId};

use crate::{Many, statements};

statements! {
    /// Makes a story a draft that nobody holds: invisible to everybody, its owner included.
    change hide(story: StoryId) -> [Count] {
        "update story set state = 'draft', version = version + 1 where id = $1"
    }

    /// Nobody collaborates on the story any more.
    change collaborators(story: StoryId) -> [Count] {
        "delete from collaborator where story_id = $1"
    }

    /// Some chapters of a story.
    fn some_chapters(story: StoryId, limit: i64) -> [Vec<ChapterId>] {
        "select id from chapter where story_id = $1 order by position, id limit $2"
    }

    /// The texts of chapters.
    change revisions(chapters: Many<'_, ChapterId>) -> [Count] {
        sqlite: "delete from revision
                  where chapter_id in (select unhex(value) from json_each($1))",
        postgres: "delete from revision where chapter_id = any($1)",
    }

    /// The old addresses of chapters.
    change chapter_slugs(chapters: Many<'_, ChapterId>) -> [Count] {
        sqlite: "delete from chapter_slug_history
                  where chapter_id in (select unhex(value) from json_each($1))",
        postgres: "delete from chapter_slug_history where chapter_id = any($1)",
    }

    /// Who read chapters.
    change reads(chapters: Many<'_, ChapterId>) -> [Count] {
        sqlite: "delete from chapter_read
                  where chapter_id in (select unhex(value) from json_each($1))",
        postgres: "delete from chapter_read where chapter_id = any($1)",
    }

    /// Chapters whose children are gone.
    change chapters(chapters: Many<'_, ChapterId>) -> [Count] {
        sqlite: "delete from chapter where id in (select unhex(value) from json_each($1))",
        postgres: "delete from chapter where id = any($1)",
    }

    /// Some readers' places in a story.
    change progress(story: StoryId, limit: i64) -> [Count] {
        "delete from reading_progress where (account_id, story_id) in (
            select account_id, story_id from reading_progress where story_id = $1 limit $2)"
    }

    /// Some followers of a story.
    change followers(story: StoryId, limit: i64) -> [Count] {
        "delete from follow_story where (account_id, story_id) in (
            select account_id, story_id from follow_story where story_id = $1 limit $2)"
    }

    /// Some of what readers did with a story.
    change engagement(story: StoryId, limit: i64) -> [Count] {
        "delete from engagement where (story_id, actor, kind, day) in (
            select story_id, actor, kind, day from engagement where story_id = $1 limit $2)"
    }

    /// The volumes of a story.
    change volumes(story: StoryId) -> [Count] {
        "delete from volume where story_id = $1"
    }

    /// The tags of a story.
    change tags(story: StoryId) -> [Count] {
        "delete from story_tag where story_id = $1"
    }

    /// The release plan of a story.
    change plan(story: StoryId) -> [Count] {
        "delete from release_plan where story_id = $1"
    }

    /// The old addresses of a story.
    change slugs(story: StoryId) -> [Count] {
        "delete from story_slug_history where story_id = $1"
    }

    /// The runs of the importer forget the story they made.
    change unlink_imports(story: StoryId) -> [Count] {
        "update import_run set story_id = null where story_id = $1"
    }

    /// A story whose children are gone.
    change story(story: StoryId) -> [Count] {
        "delete from story where id = $1"
    }
}
