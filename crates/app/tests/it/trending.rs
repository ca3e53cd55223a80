//! Popularity: what counts, how much, and for whom.

use std::time::Duration;

use quire_app::engagements::Ranking;
use quire_app::listings::{StoryFilter, StoryOrder};
use quire_app::reading::Report;
use quire_app::stories::{Story, StoryRef};
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::id::ChapterId;
use quire_domain::progress::Fraction;
use quire_domain::ranking::EngagementKind;
use quire_domain::tag::TagKind;

use crate::listings::{slug, tag};
use crate::on_each_engine;
use crate::stage::Stage;

const HOUR: Duration = Duration::from_hours(1);

async fn ranking(stage: &Stage, author: &Actor, story: &Story) -> Ranking {
    stage
        .app
        .ranking(author, &StoryRef::Id(story.id))
        .await
        .unwrap()
}

async fn complete(stage: &Stage, reader: &Actor, chapter: ChapterId) {
    let report = Report {
        chapter,
        block: String::new(),
        fraction: Fraction::END,
        client_time: stage.app.now(),
        device: "phone".to_owned(),
        sequence: 1,
        finished: false,
    };
    stage.app.report_progress(reader, report).await.unwrap();
}

async fn close(stage: &Stage, author: &Actor, story: &Story, score: f64) {
    let found = ranking(stage, author, story).await.score;
    assert!((found - score).abs() < 1e-9, "{found} instead of {score}");
}

on_each_engine! {
    async fn a_save_counts_three_a_read_one_and_both_fade(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, chapters) = stage.shown(&ada, "Story", &["One.", "Two."]).await;
        stage.pass(72 * HOUR);
        assert!(ranking(&stage, &ada, &story).await.key.is_none());
        stage.app.follow_story(&ben, story.id).await.unwrap();
        close(&stage, &ada, &story, 3.0).await;
        complete(&stage, &ben, chapters[0].id).await;
        close(&stage, &ada, &story, 4.0).await;
        // A reader counts once per kind, story and UTC day …
        complete(&stage, &ben, chapters[1].id).await;
        close(&stage, &ada, &story, 4.0).await;
        stage.pass(24 * HOUR);
        close(&stage, &ada, &story, 4.0 * 0.98_f64.powi(24)).await;
        // … and once for each chapter, however often it is read.
        complete(&stage, &ben, chapters[1].id).await;
        close(&stage, &ada, &story, 4.0 * 0.98_f64.powi(24)).await;
    }

    async fn authors_count_nothing_and_new_accounts_a_quarter(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Story", &["One."]).await;
        stage.pass(100 * HOUR);
        stage.app.follow_story(&ada, story.id).await.unwrap();
        complete(&stage, &ada, chapters[0].id).await;
        assert!(ranking(&stage, &ada, &story).await.key.is_none());
        let old = stage.member("ben").await;
        stage.app.follow_story(&old, story.id).await.unwrap();
        close(&stage, &ada, &story, 3.0).await;
        stage.clock.set(crate::stage::START + 71 * HOUR);
        let young = stage.member("cleo").await;
        stage.app.follow_story(&young, story.id).await.unwrap();
        let ranking = ranking(&stage, &ada, &story).await;
        let saves = ranking.today.iter().find(|day| day.kind == EngagementKind::Save).unwrap();
        assert_eq!((saves.full, saves.quarter, saves.excluded), (0, 1, 0));
    }

    async fn who_leaves_again_has_not_counted(stage: Stage) {
        let (ada, ben, cleo) =
            (stage.member("ada").await, stage.member("ben").await, stage.member("cleo").await);
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        stage.pass(80 * HOUR);
        stage.app.follow_story(&ben, story.id).await.unwrap();
        stage.app.follow_story(&cleo, story.id).await.unwrap();
        close(&stage, &ada, &story, 6.0).await;
        stage.app.unfollow_story(&ben, story.id).await.unwrap();
        close(&stage, &ada, &story, 3.0).await;
        stage.app.unfollow_story(&cleo, story.id).await.unwrap();
        let ranking = ranking(&stage, &ada, &story).await;
        assert!(ranking.key.is_none());
        assert_eq!(ranking.rank, Some(1));
    }

    async fn a_tags_list_is_in_the_same_order(stage: Stage) {
        let ada = stage.member("ada").await;
        let mut stories = Vec::new();
        for n in 0..4 {
            let (story, _) = stage.shown(&ada, &format!("Story {n}"), &["One."]).await;
            stage.app.set_tags(&ada, story.id, &[tag(TagKind::Genre, "Drama")]).await.unwrap();
            stories.push(story);
        }
        stage.pass(72 * HOUR);
        for (reader, followed) in ["ben", "cleo", "dora"].iter().zip([&[1, 2, 0][..], &[1, 2], &[1]]) {
            let reader = stage.member(reader).await;
            for story in followed {
                stage.app.follow_story(&reader, stories[*story].id).await.unwrap();
            }
        }
        let all = StoryFilter::default();
        let drama = StoryFilter { tags: vec![slug("drama")], ..StoryFilter::default() };
        for filter in [&all, &drama] {
            let page = stage.app.stories(StoryOrder::Trending, filter, &PageRequest::default()).await.unwrap();
            let titles: Vec<_> = page.items.iter().map(|item| item.card.title.as_str()).collect();
            assert_eq!(titles, ["Story 1", "Story 2", "Story 0", "Story 3"]);
        }
        for (story, rank) in stories.iter().zip([3, 1, 2, 4]) {
            assert_eq!(ranking(&stage, &ada, story).await.rank, Some(rank));
        }
    }

    async fn only_authors_see_why_a_story_stands_where_it_stands(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        let which = StoryRef::Id(story.id);
        assert!(matches!(stage.app.ranking(&ben, &which).await, Err(Refused::Forbidden(_))));
        let draft = StoryRef::Id(stage.draft(&ada, "Draft").await.id);
        assert!(matches!(stage.app.ranking(&ben, &draft).await, Err(Refused::NotFound)));
        assert_eq!(stage.app.ranking(&ada, &draft).await.unwrap().rank, None);
    }
}
