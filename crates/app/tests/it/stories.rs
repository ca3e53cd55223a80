//! Stories: begun, described, moved, thrown away.

use quire_app::stories::{StoryAt, StoryChange};
use quire_app::{PageRequest, Refused};
use quire_domain::slug::Slug;
use quire_domain::text::StoryTitle;

use crate::on_each_engine;

on_each_engine! {
    async fn a_draft_is_its_authors_alone(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "The Long Way").await;
        assert_eq!(story.slug.as_str(), "the-long-way");
        assert!(stage.app.story(&ada, story.id).await.is_ok());
        for stranger in [&ben, &quire_app::Actor::ANONYMOUS] {
            let refused = stage.app.story(stranger, story.id).await;
            assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
        }
    }

    async fn a_second_story_of_one_title_gets_a_number(stage: Stage) {
        let ada = stage.member("ada").await;
        stage.draft(&ada, "Home").await;
        let second = stage.draft(&ada, "Home").await;
        assert_eq!(second.slug, Slug::parse("home-2").unwrap());
    }

    async fn a_moved_story_leads_from_its_old_address(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Old Name").await;
        let change = StoryChange {
            slug: Some(Slug::parse("new-name").unwrap()),
            ..StoryChange::default()
        };
        stage.app.describe_story(&ada, story.id, story.version, &change).await.unwrap();
        let old = Slug::parse("old-name").unwrap();
        match stage.app.story_at(&ada, &old).await.unwrap() {
            StoryAt::Moved(slug) => assert_eq!(slug.as_str(), "new-name"),
            StoryAt::Here(_) => panic!("the story did not move"),
        }
        // An old slug is never given to another story.
        assert_eq!(stage.draft(&ada, "Old Name").await.slug.as_str(), "old-name-2");
    }

    async fn the_second_of_two_changes_of_one_version_is_refused(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Title").await;
        let change = |title: &str| StoryChange {
            title: Some(StoryTitle::parse(title).unwrap()),
            ..StoryChange::default()
        };
        let first = stage.app.describe_story(&ada, story.id, 1, &change("First")).await.unwrap();
        let second = stage.app.describe_story(&ada, story.id, 1, &change("Second")).await;
        assert!(matches!(second, Err(Refused::Stale { current }) if current == first.version));
    }

    async fn a_story_without_chapters_cannot_be_published(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Empty").await;
        let refused = stage.app.publish_story(&ada, story.id).await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "{refused:?}");
    }

    async fn a_story_comes_back_from_the_trash(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "Thrown").await;
        assert!(matches!(stage.app.delete_story(&ben, story.id).await, Err(Refused::NotFound)));
        stage.app.delete_story(&ada, story.id).await.unwrap();
        let page = PageRequest::default();
        assert_eq!(stage.app.story_trash(&ada, &page).await.unwrap().items.len(), 1);
        assert_eq!(stage.app.own_stories(&ada, &page).await.unwrap().items.len(), 0);
        stage.app.restore_story(&ada, story.id).await.unwrap();
        assert_eq!(stage.app.own_stories(&ada, &page).await.unwrap().items.len(), 1);
    }
}
