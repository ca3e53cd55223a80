//! The demonstration: loaded once, true on every list, and gone without a trace.

use std::path::{Path, PathBuf};
use std::time::Duration;

use quire_app::demo::{DemoLoaded, DemoStep, DemoStory};
use quire_app::stories::StoryRef;
use quire_app::{Actor, PageRequest};
use quire_domain::text::Handle;
use quire_store::demo;

use crate::on_each_engine;
use crate::stage::Stage;
use crate::tables;

async fn load(stage: &Stage, folder: Option<&Path>) -> Vec<DemoStory> {
    match stage.app.load_demo(folder, &mut |_| {}).await.unwrap() {
        DemoLoaded::Now { stories, left_out } => {
            assert!(left_out.is_empty(), "{left_out:?}");
            stories
        }
        DemoLoaded::Already => panic!("it was loaded already"),
    }
}

async fn published(stage: &Stage, story: &DemoStory) -> i64 {
    let found = stage.app.story(&Actor::ANONYMOUS, story.id).await.unwrap();
    found.story.chapter_count
}

on_each_engine! {
    async fn the_serial_is_half_out_and_goes_on(stage: Stage) {
        let stories = load(&stage, None).await;
        assert_eq!(stories.len(), 1);
        let serial = &stories[0];
        assert_eq!((serial.slug.as_str(), serial.published, serial.chapters), ("the-ferry-clerk", 5, 9));
        let found = stage.app.story(&Actor::ANONYMOUS, serial.id).await.unwrap().story;
        assert_eq!(found.chapter_count, 5);
        assert_eq!(found.follower_count, 3);
        let (first, last) = (found.first_published_at.unwrap(), found.last_chapter_at.unwrap());
        assert_eq!(last.since(first), Duration::from_hours(4 * 7 * 24));
        assert!(last <= stage.app.now() && stage.app.now().since(last) <= Duration::from_hours(7 * 24));

        let mut seen = vec![5];
        for _ in 0..5 {
            stage.pass(Duration::from_hours(7 * 24));
            stage.app.tick(stage.app.now()).await.unwrap();
            seen.push(published(&stage, serial).await);
        }
        assert_eq!(seen, [5, 6, 7, 8, 9, 9], "one a week, scheduled ones before queued ones");
        let contents = stage.app.contents(&Actor::ANONYMOUS, &StoryRef::Id(serial.id)).await.unwrap();
        let moments: Vec<_> = contents.chapters.iter().map(|chapter| chapter.published_at).collect();
        assert!(moments.is_sorted(), "{moments:?}");
    }

    async fn loading_again_changes_nothing(stage: Stage) {
        load(&stage, None).await;
        let before = tables::rows(stage.app.store()).await;
        let again = stage.app.load_demo(None, &mut |_| {}).await.unwrap();
        assert!(matches!(again, DemoLoaded::Already), "{again:?}");
        assert_eq!(tables::rows(stage.app.store()).await, before);
    }

    async fn it_is_gone_without_a_trace(stage: Stage) {
        let ada = stage.member("ada").await;
        let own = stage.draft(&ada, "The Ferry Clerk").await;
        let before = tables::rows(stage.app.store()).await;
        let serial = load(&stage, None).await.remove(0);
        assert_eq!(serial.slug.as_str(), "the-ferry-clerk-2");
        // What others leave on it goes with it.
        stage.app.follow_story(&ada, serial.id).await.unwrap();
        let orla = stage.app.act_for(&Handle::parse("orla_vane").unwrap()).await.unwrap();
        stage.app.follow_user(&ada, orla.account().unwrap()).await.unwrap();
        let cleared = stage.app.clear_demo(&mut |_| {}).await.unwrap();
        assert_eq!((cleared.stories, cleared.accounts, cleared.kept), (1, 4, 0));
        assert_eq!(tables::rows(stage.app.store()).await, before);
        assert!(stage.app.story(&ada, own.id).await.is_ok());
        load(&stage, None).await;
    }

    async fn a_load_that_stopped_half_way_is_begun_anew(stage: Stage) {
        let before = tables::rows(stage.app.store()).await;
        let dies = tokio::sync::Notify::new();
        let mut step = |step| {
            if step == DemoStep::Readers {
                dies.notify_one();
            }
        };
        let mut first = Box::pin(stage.app.load_demo(None, &mut step));
        tokio::select! {
            biased;
            () = dies.notified() => {}
            loaded = &mut first => panic!("it was to die before it was through: {loaded:?}"),
        }
        drop(first);
        assert_ne!(tables::rows(stage.app.store()).await, before);
        assert_eq!(load(&stage, None).await[0].slug.as_str(), "the-ferry-clerk");
        let mut unit = stage.app.store().read().await.unwrap();
        let items = demo::items(&mut unit, 100).await.unwrap();
        assert_eq!(items.iter().filter(|(_, kind)| kind == "story").count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_book_of_a_folder_is_loaded() {
    let stage = Stage::sqlite().await;
    // The key that signs cursors is made with the first list.
    let request = PageRequest::default();
    let ada = stage.member("ada").await;
    stage.app.own_stories(&ada, &request).await.unwrap();
    let before = tables::rows(stage.app.store()).await;
    let folder = std::env::var_os("QUIRE_TEXTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/texts"),
        PathBuf::from,
    );
    let stories = load(&stage, Some(&folder)).await;
    assert_eq!(stories.len(), 6);
    let novel = stories
        .iter()
        .find(|story| story.title == "Great Expectations")
        .unwrap();
    assert_eq!((novel.published, novel.chapters), (30, 59));
    assert_eq!(published(&stage, novel).await, 30);
    let dickens = stage
        .app
        .act_for(&Handle::parse("charles_dickens").unwrap())
        .await
        .unwrap();
    let own = stage.app.own_stories(&dickens, &request).await.unwrap();
    assert_eq!(own.items.len(), 2, "one Dickens for both of his books");
    let queue = stage.app.release_queue(&dickens, novel.id).await.unwrap();
    assert_eq!(queue.len(), 26);

    stage.app.clear_demo(&mut |_| {}).await.unwrap();
    assert_eq!(tables::rows(stage.app.store()).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_not_there_is_told_before_anything_is_written() {
    let stage = Stage::sqlite().await;
    let before = tables::rows(stage.app.store()).await;
    let refused = stage
        .app
        .load_demo(Some(Path::new("/nowhere")), &mut |_| {})
        .await;
    assert!(
        matches!(refused, Err(quire_app::Refused::File { .. })),
        "{refused:?}"
    );
    assert_eq!(tables::rows(stage.app.store()).await, before);
}
