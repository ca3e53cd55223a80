//! Readers follow stories and people.

use quire_app::stories::StoryChange;
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::story::Audience;

use crate::on_each_engine;

on_each_engine! {
    async fn following_twice_is_following_once(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        let count = async || stage.app.story(&ben, story.id).await.unwrap().story.follower_count;
        for _ in 0..2 {
            stage.app.follow_story(&ben, story.id).await.unwrap();
            assert_eq!(count().await, 1);
        }
        assert!(stage.app.follows_story(&ben, story.id).await.unwrap());
        for _ in 0..2 {
            stage.app.unfollow_story(&ben, story.id).await.unwrap();
            assert_eq!(count().await, 0);
        }
        assert!(!stage.app.follows_story(&ben, story.id).await.unwrap());
        let nobody = stage.app.follow_story(&Actor::ANONYMOUS, story.id).await;
        assert!(matches!(nobody, Err(Refused::Unauthenticated)));
    }

    async fn what_one_may_not_read_one_cannot_follow_and_does_not_see_among_the_followed(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let draft = stage.draft(&ada, "Draft").await;
        assert!(matches!(stage.app.follow_story(&ben, draft.id).await, Err(Refused::NotFound)));
        let (first, _) = stage.shown(&ada, "First", &["One."]).await;
        let (second, _) = stage.shown(&ada, "Second", &["One."]).await;
        for story in [&first, &second] {
            stage.app.follow_story(&ben, story.id).await.unwrap();
        }
        let titles = async || -> Vec<String> {
            let page = stage.app.followed_stories(&ben, &PageRequest::default()).await.unwrap();
            page.items.iter().map(|item| item.card.title.to_string()).collect()
        };
        assert_eq!(titles().await.len(), 2);
        stage.app.withdraw_story(&ada, second.id).await.unwrap();
        assert_eq!(titles().await, ["First"]);
        // It can be left all the same.
        stage.app.unfollow_story(&ben, second.id).await.unwrap();
    }

    async fn followers_of_an_author_read_what_is_for_followers(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, chapters) = stage.shown(&ada, "For friends", &["Hello, friends."]).await;
        let change = StoryChange { audience: Some(Audience::Followers), ..StoryChange::default() };
        let version = stage.app.story(&ada, story.id).await.unwrap().story.version;
        stage.app.describe_story(&ada, story.id, version, &change).await.unwrap();
        assert!(matches!(stage.app.chapter(&ben, chapters[0].id).await, Err(Refused::NotFound)));
        assert!(matches!(stage.app.follow_story(&ben, story.id).await, Err(Refused::NotFound)));
        stage.app.follow_user(&ben, ada.account().unwrap()).await.unwrap();
        assert!(stage.app.chapter(&ben, chapters[0].id).await.unwrap().access.shows_text());
        stage.app.unfollow_user(&ben, ada.account().unwrap()).await.unwrap();
        assert!(matches!(stage.app.chapter(&ben, chapters[0].id).await, Err(Refused::NotFound)));
    }

    async fn people_are_followed_once_and_never_by_themselves(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (a, b) = (ada.account().unwrap(), ben.account().unwrap());
        for _ in 0..2 {
            stage.app.follow_user(&ben, a).await.unwrap();
        }
        let profile = stage.app.own_profile(&ada).await.unwrap();
        assert_eq!(profile.follower_count, 1);
        assert!(matches!(stage.app.follow_user(&ben, b).await, Err(Refused::Conflict(_))));
        let nobody = quire_domain::id::AccountId::from(uuid::Uuid::nil());
        assert!(matches!(stage.app.follow_user(&ben, nobody).await, Err(Refused::NotFound)));
        let page = stage.app.followed_users(&ben, &PageRequest::default()).await.unwrap();
        assert_eq!(page.items.iter().map(|person| person.id).collect::<Vec<_>>(), [a]);
        stage.app.unfollow_user(&ben, a).await.unwrap();
        assert_eq!(stage.app.own_profile(&ada).await.unwrap().follower_count, 0);
    }
}
