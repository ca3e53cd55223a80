//! What is due comes out: in its order, once, at the promised moment, whatever else is wrong.

use std::sync::Arc;
use std::time::Duration;

use quire_app::scheduler::TickReport;
use quire_app::{Actor, App};
use quire_domain::chapter::ChapterState;
use quire_domain::id::ChapterId;
use quire_domain::{Clock as _, Timestamp};
use quire_store::{PostgresSettings, Store, publication};
use quire_testkit::chance::SeededChance;
use quire_testkit::lab;

use crate::on_each_engine;
use crate::publication::{chapter_now, events, is_public, serial, story_now};
use crate::stage::{CHEAP_WORK, START, Stage, program};

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

async fn tick(stage: &Stage) -> TickReport {
    stage.app.tick(stage.clock.now()).await.unwrap()
}

fn chapters(report: &TickReport) -> Vec<ChapterId> {
    report.published.iter().map(|one| one.chapter).collect()
}

on_each_engine! {
    async fn a_scheduled_chapter_is_hidden_until_its_moment_and_not_longer(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Waiting").await;
        let chapter = stage.chapter(&ada, story.id, "Two", "Words.").await;
        let moment = START + DAY;
        stage.app.schedule_chapter(&ada, chapter.id, moment, true).await.unwrap();
        for instant in [START, Timestamp::from_micros(moment.as_micros() - 1)] {
            stage.clock.set(instant);
            assert_eq!(tick(&stage).await, TickReport::default());
            assert!(!is_public(&stage, chapter.id).await, "{instant}");
            assert_eq!(story_now(&stage, &ada, &story).await.chapter_count, 1);
        }
        // Two seconds late, the chapter still carries its moment.
        stage.clock.set(moment + Duration::from_secs(2));
        assert_eq!(stage.app.publication_overdue().await.unwrap(), Duration::from_secs(2));
        let report = tick(&stage).await;
        assert_eq!(chapters(&report), [chapter.id]);
        assert_eq!(report.published[0].late, Duration::from_secs(2));
        assert!(is_public(&stage, chapter.id).await);
        let now = chapter_now(&stage, &ada, chapter.id).await;
        assert_eq!((now.published_at, now.publish_at), (Some(moment), None));
        assert!(now.silent, "the flag is kept");
        assert_eq!(now.live_revision_id, chapter.head_revision_id);
        assert_eq!(tick(&stage).await, TickReport::default());
        let told = events(&stage, "chapter.published").await;
        assert_eq!(told.len(), 2, "the opening and this one");
        assert_eq!(told[1].1["silent"], true);
        assert_eq!(stage.app.publication_overdue().await.unwrap(), Duration::ZERO);
    }

    async fn an_unscheduled_chapter_does_not_come_out(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Changed").await;
        let chapter = stage.chapter(&ada, story.id, "Two", "Words.").await;
        stage.app.schedule_chapter(&ada, chapter.id, START + DAY, false).await.unwrap();
        stage.app.unschedule_chapter(&ada, chapter.id).await.unwrap();
        stage.pass(DAY * 2);
        assert_eq!(tick(&stage).await, TickReport::default());
        assert_eq!(chapter_now(&stage, &ada, chapter.id).await.state, ChapterState::Draft);
    }

    async fn after_three_weeks_of_silence_one_tick_publishes_all_in_their_order(stage: Stage) {
        let ada = stage.member("ada").await;
        let one = serial(&stage, &ada, "One").await;
        let two = serial(&stage, &ada, "Two").await;
        let mut promised = Vec::new();
        // Made in another order than that of their moments.
        for day in [20, 3, 11, 7, 1, 15] {
            for (story, hour) in [(&one, 9), (&two, 18)] {
                let chapter = stage.chapter(&ada, story.id, "Next", "Words.").await;
                let moment = START + DAY * day + Duration::from_hours(hour);
                stage.app.schedule_chapter(&ada, chapter.id, moment, false).await.unwrap();
                promised.push((moment, chapter.id));
            }
        }
        promised.sort_unstable();
        stage.pass(DAY * 21);
        let report = tick(&stage).await;
        let expected: Vec<_> = promised.iter().map(|(_, id)| *id).collect();
        assert_eq!(chapters(&report), expected);
        assert_eq!((report.failed, report.left, report.more), (0, 0, false));
        for (moment, id) in promised {
            assert_eq!(chapter_now(&stage, &ada, id).await.published_at, Some(moment));
        }
        // The clock stood still during the tick, so only chance orders the ids of its events.
        let told = events(&stage, "chapter.published").await;
        let mut told: Vec<_> = told.into_iter().skip(2).map(|(id, _)| id).collect();
        let mut expected = expected;
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected);
    }

    async fn one_chapter_that_cannot_be_published_holds_up_no_other(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Mixed").await;
        let mut ids = Vec::new();
        for hour in 1..=3 {
            let chapter = stage.chapter(&ada, story.id, "Next", "Words.").await;
            let moment = START + Duration::from_hours(hour);
            stage.app.schedule_chapter(&ada, chapter.id, moment, false).await.unwrap();
            ids.push(chapter.id);
        }
        // No sequence of verbs leaves a waiting chapter that was already published.
        let mut unit = stage.app.store().write().await.unwrap();
        let (waits, moment) = (ChapterState::Scheduled, START + MINUTE);
        publication::settle(&mut unit, ids[0], waits, waits, Some(moment), Some(START), false, START)
            .await
            .unwrap();
        unit.commit().await.unwrap();
        stage.pass(DAY);
        let report = tick(&stage).await;
        assert_eq!(chapters(&report), ids[1..]);
        assert_eq!(report.failed, 1);
        assert_eq!(tick(&stage).await.failed, 1, "it is tried again");
    }

    async fn a_story_in_the_trash_keeps_its_chapters_back(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Thrown").await;
        let chapter = stage.chapter(&ada, story.id, "Two", "Words.").await;
        stage.app.schedule_chapter(&ada, chapter.id, START + DAY, false).await.unwrap();
        stage.app.delete_story(&ada, story.id).await.unwrap();
        stage.pass(DAY * 2);
        assert_eq!(tick(&stage).await, TickReport::default());
        assert_eq!(stage.app.publication_overdue().await.unwrap(), Duration::ZERO);
        stage.app.restore_story(&ada, story.id).await.unwrap();
        assert_eq!(chapters(&tick(&stage).await), [chapter.id]);
        let now = chapter_now(&stage, &ada, chapter.id).await;
        assert_eq!(now.published_at, Some(START + DAY));
    }

    async fn more_than_a_piece_of_one_moment_comes_out_in_one_tick(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Many").await;
        let mut expected = Vec::new();
        for _ in 0..130 {
            let chapter = stage.chapter(&ada, story.id, "Next", "Words.").await;
            stage.app.schedule_chapter(&ada, chapter.id, START + DAY, false).await.unwrap();
            expected.push(chapter.id);
            // Ids carry the moment they were made in.
            stage.pass(Duration::from_millis(1));
        }
        stage.pass(DAY);
        assert_eq!(chapters(&tick(&stage).await), expected);
        assert_eq!(story_now(&stage, &ada, &story).await.chapter_count, 131);
    }
}

/// Another instance on the same database, with its own connections.
async fn second_instance(stage: &Stage, url: &str) -> App {
    let store = Store::open_postgres(&PostgresSettings::at(url))
        .await
        .unwrap();
    program(
        store,
        &stage.clock,
        &Arc::new(SeededChance::new(2)),
        CHEAP_WORK,
    )
}

async fn two_instances_publish_each_chapter_once(stage: Stage, url: &str) {
    let ada = stage.member("ada").await;
    let mut due = Vec::new();
    // One story with many chapters, where both want the same row, and many with few.
    for (stories, each) in [(1, 80), (30, 4)] {
        for number in 0..stories {
            let story = serial(&stage, &ada, &format!("Race {each} {number}")).await;
            for _ in 0..each {
                let chapter = stage.chapter(&ada, story.id, "Next", "Words.").await;
                due.push((story.id, chapter.id));
            }
        }
    }
    assert_eq!(due.len(), 200);
    for (place, (_, chapter)) in due.iter().enumerate() {
        let moment = START + MINUTE * u32::try_from(place + 1).unwrap();
        stage
            .app
            .schedule_chapter(&ada, *chapter, moment, false)
            .await
            .unwrap();
    }
    let before = events(&stage, "chapter.published").await.len();
    stage.pass(DAY);
    let other = second_instance(&stage, url).await;
    let now = stage.clock.now();
    let mut published = [0, 0];
    for _ in 0..20 {
        let (here, there) = tokio::join!(
            tokio::spawn({
                let app = stage.app.clone();
                async move { app.tick(now).await }
            }),
            tokio::spawn({
                let app = other.clone();
                async move { app.tick(now).await }
            }),
        );
        let (here, there) = (here.unwrap().unwrap(), there.unwrap().unwrap());
        assert_eq!((here.failed, there.failed), (0, 0));
        published[0] += here.published.len();
        published[1] += there.published.len();
        if here.left + there.left == 0 {
            break;
        }
    }
    assert_eq!(published[0] + published[1], 200, "{published:?}");
    assert!(
        published.iter().all(|count| *count > 0),
        "no race took place: {published:?}"
    );
    let told: Vec<_> = events(&stage, "chapter.published").await.split_off(before);
    let mut ids: Vec<_> = told.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    let mut expected: Vec<_> = due.iter().map(|(_, id)| *id).collect();
    expected.sort_unstable();
    assert_eq!(ids, expected);
    for story in due
        .iter()
        .map(|(story, _)| *story)
        .collect::<std::collections::HashSet<_>>()
    {
        let story = stage.app.story(&ada, story).await.unwrap().story;
        let published = due.iter().filter(|(of, _)| *of == story.id).count() + 1;
        assert_eq!(story.chapter_count, i64::try_from(published).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_on_one_postgres_publish_each_chapter_once() {
    let database = lab::postgres().create_database().await;
    let url = database.url.clone();
    let store = Store::open_postgres(&PostgresSettings::at(&url))
        .await
        .unwrap();
    let stage = Stage::on(store, Arc::new(database)).await;
    two_instances_publish_each_chapter_once(stage, &url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_through_one_pgbouncer_publish_each_chapter_once() {
    let database = lab::postgres().create_database().await;
    let url = lab::shared_pgbouncer().url(&database.name);
    let store = Store::open_postgres(&PostgresSettings::at(&url))
        .await
        .unwrap();
    let stage = Stage::on(store, Arc::new(database)).await;
    two_instances_publish_each_chapter_once(stage, &url).await;
}

on_each_engine! {
    async fn the_author_and_the_scheduler_do_not_publish_one_chapter_twice(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Both").await;
        let mut due = Vec::new();
        for _ in 0..20 {
            let chapter = stage.chapter(&ada, story.id, "Next", "Words.").await;
            stage.app.schedule_chapter(&ada, chapter.id, START + MINUTE, false).await.unwrap();
            due.push(chapter.id);
        }
        stage.pass(MINUTE);
        let now = stage.clock.now();
        let ticking = tokio::spawn({ let app = stage.app.clone(); async move { app.tick(now).await } });
        let author = tokio::spawn(publish_all(stage.app.clone(), ada.clone(), due.clone()));
        ticking.await.unwrap().unwrap();
        author.await.unwrap();
        // What the scheduler left because the author's hand was on it.
        tick(&stage).await;
        let told = events(&stage, "chapter.published").await;
        let mut ids: Vec<_> = told.into_iter().skip(1).map(|(id, _)| id).collect();
        ids.sort_unstable();
        due.sort_unstable();
        assert_eq!(ids, due);
    }
}

/// Tries to publish each, last one first; those that are published already refuse.
async fn publish_all(app: App, author: Actor, ids: Vec<ChapterId>) {
    for id in ids.into_iter().rev() {
        match app.publish_chapter(&author, id, false).await {
            Ok(_) | Err(quire_app::Refused::Transition(_)) => {}
            Err(quire_app::Refused::Store(error)) if error.is_conflict() => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}
