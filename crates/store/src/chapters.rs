//! Chapters: their place, their state, and which revision readers get.

use quire_domain::id::StoryId;

use crate::statements;

statements! {
    /// Whether a story has a chapter that is published or will be.
    fn any_coming(story: StoryId) -> [One<bool>] {
        "select exists (select 1 from chapter where story_id = $1 and deleted_at is null
            and state in ('published', 'scheduled'))"
    }
}
