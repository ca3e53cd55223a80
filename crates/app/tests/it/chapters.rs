//! Chapters: written, saved, read, ordered, thrown away and restored.

use quire_app::Refused;
use quire_domain::chapter::ChapterState;

use crate::on_each_engine;

on_each_engine! {
    async fn a_chapter_begins_as_a_numbered_draft_at_the_end(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "The Long Way").await;
        let first = stage.chapter(&ada, story.id, "Home", "One two three.").await;
        let second = stage.chapter(&ada, story.id, "Home", "Four.").await;
        assert_eq!((first.number, second.number), (Some(1), Some(2)));
        assert_eq!((first.slug.as_str(), second.slug.as_str()), ("home", "home-2"));
        assert_eq!((first.state, first.word_count), (ChapterState::Draft, 3));
        let refused = stage.app.chapter(&ben, first.id).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
    }
}
