//! A story's rhythm, and the queue it publishes from.

use std::time::Duration;

use quire_app::release_plans::NewPlan;
use quire_app::scheduler::TickReport;
use quire_app::stories::Story;
use quire_app::{Actor, Refused};
use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::release_plan::{ReleaseRule, ZoneName};
use quire_domain::{Clock as _, Timestamp};
use quire_store::release_plans;

use crate::on_each_engine;
use crate::publication::{chapter_now, events, is_public, serial, story_now};
use crate::stage::{START, Stage};

const DAY: Duration = Duration::from_hours(24);
const WEEK: Duration = Duration::from_hours(7 * 24);

fn rule(text: &str) -> NewPlan {
    NewPlan {
        rule: ReleaseRule::parse(text, &ZoneName::utc()).unwrap(),
        anchor: None,
        paused_until: None,
        active: true,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// `count` drafts in the queue of a story, in the order they were made.
async fn queue(stage: &Stage, author: &Actor, story: StoryId, count: usize) -> Vec<ChapterId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let title = format!("Part {number}");
        ids.push(stage.chapter(author, story, &title, "Words.").await.id);
    }
    stage
        .app
        .set_release_queue(author, story, &ids)
        .await
        .unwrap();
    ids
}

async fn tick(stage: &Stage) -> TickReport {
    stage.app.tick(stage.clock.now()).await.unwrap()
}

async fn published_at(stage: &Stage, author: &Actor, ids: &[ChapterId]) -> Vec<Option<Timestamp>> {
    let mut moments = Vec::new();
    for id in ids {
        moments.push(chapter_now(stage, author, *id).await.published_at);
    }
    moments
}

async fn planned(
    stage: &Stage,
    author: &Actor,
    text: &str,
    count: usize,
) -> (Story, Vec<ChapterId>) {
    let story = serial(stage, author, text).await;
    let ids = queue(stage, author, story.id, count).await;
    stage
        .app
        .set_release_plan(author, story.id, &rule(text), 0)
        .await
        .unwrap();
    (story, ids)
}

on_each_engine! {
    async fn fifty_nine_chapters_come_out_weekly_and_never_one_more(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Great Expectations").await;
        let ids = queue(&stage, &ada, story.id, 59).await;
        stage.app.set_release_plan(&ada, story.id, &rule("weekly:sat@09:00"), 0).await.unwrap();
        stage.clock.set(at("2026-11-28T08:59:59.999999Z"));
        assert_eq!(tick(&stage).await, TickReport::default());
        for week in 0..36_u32 {
            let slot = at("2026-11-28T09:00:00Z") + WEEK * week;
            stage.clock.set(slot + Duration::from_secs(1));
            let report = tick(&stage).await;
            let due = usize::try_from(week).unwrap();
            assert_eq!(report.published.len(), 1, "week {week}");
            assert_eq!(report.published[0].chapter, ids[due], "week {week}");
            if week == 0 {
                stage.app.publish_story(&ada, story.id).await.unwrap();
            }
            let now = story_now(&stage, &ada, &story).await;
            assert_eq!(now.chapter_count, i64::from(week) + 1);
            assert_eq!(now.last_chapter_at, Some(slot));
            // In the middle of the week nothing happens.
            stage.pass(DAY * 3);
            assert_eq!(tick(&stage).await, TickReport::default());
            assert!(is_public(&stage, ids[due]).await, "week {week}");
            assert!(!is_public(&stage, ids[due + 1]).await, "week {week}");
        }
        let left = stage.app.release_queue(&ada, story.id).await.unwrap();
        let left: Vec<_> = left.iter().map(|one| one.id).collect();
        assert_eq!(left, ids[36..]);
        for (place, id) in ids.iter().enumerate() {
            assert_eq!(is_public(&stage, *id).await, place < 36, "chapter {place}");
        }
    }

    async fn a_plan_shows_what_comes_when(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, ids) = planned(&stage, &ada, "weekly:mon,thu@18:30*2/Europe/London", 3).await;
        let view = stage.app.release_plan(&ada, story.id, 3).await.unwrap();
        assert_eq!(view.plan.rule.to_string(), "weekly:mon,thu@18:30*2/Europe/London");
        let shown: Vec<(String, Vec<ChapterId>)> = view
            .slots
            .iter()
            .map(|slot| (slot.at.to_string(), slot.chapters.iter().map(|one| one.id).collect()))
            .collect();
        assert_eq!(shown, [
            ("2026-11-23T18:30:00Z".to_owned(), vec![ids[0], ids[1]]),
            ("2026-11-26T18:30:00Z".to_owned(), vec![ids[2]]),
            ("2026-11-30T18:30:00Z".to_owned(), vec![]),
        ]);
        let (ben, nobody) = (stage.member("ben").await, Actor::ANONYMOUS);
        let refused = stage.app.release_plan(&ben, story.id, 3).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        let refused = stage.app.release_queue(&nobody, story.id).await;
        assert!(matches!(refused, Err(Refused::Unauthenticated)), "{refused:?}");
        let hidden = stage.draft(&ada, "Hidden").await;
        let refused = stage.app.set_release_plan(&ben, hidden.id, &rule("daily@09:00"), 0).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
    }

    async fn missed_slots_come_out_in_order_with_their_own_moments(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, ids) = planned(&stage, &ada, "weekly:sat@09:00*2", 7).await;
        let lone = stage.chapter(&ada, story.id, "Lone", "Words.").await;
        let between = at("2026-12-01T00:00:00Z");
        stage.app.schedule_chapter(&ada, lone.id, between, false).await.unwrap();
        stage.pass(WEEK * 3);
        let report = tick(&stage).await;
        let order: Vec<_> = report.published.iter().map(|one| one.chapter).collect();
        assert_eq!(order, [ids[0], ids[1], lone.id, ids[2], ids[3], ids[4], ids[5]]);
        let slot = |week: u32| Some(at("2026-11-28T09:00:00Z") + WEEK * week);
        assert_eq!(
            published_at(&stage, &ada, &ids).await,
            [slot(0), slot(0), slot(1), slot(1), slot(2), slot(2), None]
        );
        assert_eq!(tick(&stage).await, TickReport::default());
    }

    async fn an_empty_queue_lets_slots_pass_and_the_plan_goes_on(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, _) = planned(&stage, &ada, "daily@09:00", 0).await;
        stage.pass(DAY * 30);
        let report = tick(&stage).await;
        assert_eq!((report.skipped_slots, report.published.len()), (1, 0));
        assert_eq!(tick(&stage).await, TickReport::default());
        let ids = queue(&stage, &ada, story.id, 1).await;
        assert_eq!(tick(&stage).await, TickReport::default(), "a slot that passed stays passed");
        stage.pass(DAY);
        assert_eq!(tick(&stage).await.published.len(), 1);
        let expected = Some(START + DAY * 30 + Duration::from_hours(9));
        assert_eq!(published_at(&stage, &ada, &ids).await, [expected]);
    }

    async fn a_paused_plan_rests_and_skips_what_it_slept_through(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, ids) = planned(&stage, &ada, "weekly:sat@09:00", 3).await;
        let until = START + WEEK * 2;
        stage.app.pause_release_plan(&ada, story.id, Some(until)).await.unwrap();
        stage.clock.set(until);
        assert_eq!(tick(&stage).await, TickReport::default());
        stage.pass(WEEK);
        assert_eq!(tick(&stage).await.published.len(), 1);
        let third = at("2026-12-12T09:00:00Z");
        assert_eq!(published_at(&stage, &ada, &ids).await, [Some(third), None, None]);
        stage.app.pause_release_plan(&ada, story.id, None).await.unwrap();
        stage.pass(WEEK * 10);
        assert_eq!(tick(&stage).await, TickReport::default());
        stage.app.resume_release_plan(&ada, story.id).await.unwrap();
        assert_eq!(tick(&stage).await, TickReport::default());
        let next = stage.app.release_plan(&ada, story.id, 1).await.unwrap().slots[0].at;
        stage.clock.set(next);
        assert_eq!(tick(&stage).await.published.len(), 1);
        assert_eq!(published_at(&stage, &ada, &ids).await, [Some(third), Some(next), None]);
        stage.app.delete_release_plan(&ada, story.id).await.unwrap();
        stage.pass(WEEK * 10);
        assert_eq!(tick(&stage).await, TickReport::default());
        let gone = stage.app.release_plan(&ada, story.id, 1).await;
        assert!(matches!(gone, Err(Refused::NotFound)), "{gone:?}");
    }

    async fn a_changed_plan_loses_no_slot_that_has_come(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, ids) = planned(&stage, &ada, "weekly:sat@09:00", 2).await;
        let slot = at("2026-11-28T09:00:00Z");
        stage.clock.set(slot + Duration::from_secs(1));
        stage.app.set_release_plan(&ada, story.id, &rule("weekly:sat@09:00*2"), 0).await.unwrap();
        tick(&stage).await;
        assert_eq!(published_at(&stage, &ada, &ids).await, [Some(slot), Some(slot)]);
    }

    async fn a_skipped_hour_moves_forward_and_a_doubled_hour_counts_once(stage: Stage) {
        let ada = stage.member("ada").await;
        let (_, ids) = planned(&stage, &ada, "weekly:sun@01:30/Europe/London", 60).await;
        // Every minute of a year would be long; the hours around the changes and each week will do.
        while stage.clock.now() < at("2027-11-20T00:00:00Z") {
            stage.pass(Duration::from_hours(1));
            let near = ["2027-03-28", "2027-10-31"].map(|day| at(&format!("{day}T00:00:00Z")));
            let now = stage.clock.now();
            let watched = near.iter().any(|day| now >= *day && now < *day + Duration::from_hours(4));
            let weekly = now.since(START).as_secs().is_multiple_of(7 * 86_400);
            if watched || weekly {
                tick(&stage).await;
            }
        }
        let moments = published_at(&stage, &ada, &ids).await;
        let moments: Vec<String> = moments.into_iter().flatten().map(|at| at.to_string()).collect();
        for (week, moment) in [
            (0, "2026-11-22T01:30:00Z"),
            (17, "2027-03-21T01:30:00Z"),
            (18, "2027-03-28T01:00:00Z"),
            (19, "2027-04-04T00:30:00Z"),
            (48, "2027-10-24T00:30:00Z"),
            (49, "2027-10-31T00:30:00Z"),
            (50, "2027-11-07T01:30:00Z"),
        ] {
            assert_eq!(moments[week], moment, "week {week}");
        }
    }

    async fn a_queue_has_the_order_it_was_given_and_only_drafts(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Order").await;
        let ids = queue(&stage, &ada, story.id, 4).await;
        let wanted = [ids[2], ids[0], ids[3]];
        let kept = stage.app.set_release_queue(&ada, story.id, &wanted).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), wanted);
        assert!(!chapter_now(&stage, &ada, ids[1]).await.queued);

        let other = serial(&stage, &ada, "Other").await;
        let foreign = stage.chapter(&ada, other.id, "Foreign", "Words.").await.id;
        stage.app.publish_chapter(&ada, ids[1], false).await.unwrap();
        let wrong = [ids[0], foreign, ids[1], ids[0]];
        match stage.app.set_release_queue(&ada, story.id, &wrong).await {
            Err(Refused::Invalid(fields)) => {
                let named: Vec<_> = fields.iter().map(|f| (f.pointer.as_str(), f.code)).collect();
                assert_eq!(named, [
                    ("/chapters/1", "unknown"),
                    ("/chapters/2", "not-a-draft"),
                    ("/chapters/3", "twice"),
                ]);
            }
            other => panic!("{other:?}"),
        }
        let kept = stage.app.release_queue(&ada, story.id).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), wanted, "nothing changed");

        // A chapter that goes another way leaves the queue.
        stage.app.schedule_chapter(&ada, ids[2], START + DAY, false).await.unwrap();
        stage.app.unschedule_chapter(&ada, ids[2]).await.unwrap();
        stage.app.publish_chapter(&ada, ids[0], false).await.unwrap();
        let kept = stage.app.release_queue(&ada, story.id).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), [ids[3]]);
        assert_eq!(kept[0].state, ChapterState::Draft);
    }

    async fn a_plan_nobody_can_read_holds_up_no_other(stage: Stage) {
        let ada = stage.member("ada").await;
        let (broken, _) = planned(&stage, &ada, "daily@09:00", 1).await;
        let (_, fine) = planned(&stage, &ada, "daily@09:00*1", 1).await;
        let mut unit = stage.app.store().write().await.unwrap();
        release_plans::put(
            &mut unit, broken.id, "Mars/Olympus", "sat", "09:00", 1, 1, "2026-11-22", None, true,
            Some(START),
        )
        .await
        .unwrap();
        unit.commit().await.unwrap();
        stage.pass(DAY);
        let report = tick(&stage).await;
        assert_eq!(report.failed, 1);
        assert_eq!(report.published.len(), 1);
        assert_eq!(report.published[0].chapter, fine[0]);
        assert_eq!(events(&stage, "chapter.published").await.len(), 3);
    }
}

on_each_engine! {
    async fn a_queue_moves_only_its_own_chapters_and_numbers_them_anew(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Numbers").await;
        let mut ids = Vec::new();
        for title in ["Two", "Three", "Four", "Five"] {
            ids.push(stage.chapter(&ada, story.id, title, "Words.").await.id);
        }
        let wanted = [ids[3], ids[0]];
        let kept = stage.app.set_release_queue(&ada, story.id, &wanted).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), wanted);
        let mut numbers = Vec::new();
        for id in &ids {
            numbers.push(chapter_now(&stage, &ada, *id).await.number);
        }
        assert_eq!(numbers, [Some(5), Some(3), Some(4), Some(2)]);
        assert_eq!(kept[0].number, Some(2));
    }

    async fn a_story_may_be_published_on_its_plan_alone_and_is_listed_with_its_first_chapter(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Promised").await;
        queue(&stage, &ada, story.id, 2).await;
        let refused = stage.app.publish_story(&ada, story.id).await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "a queue alone promises nothing");
        stage.app.set_release_plan(&ada, story.id, &rule("weekly:sat@09:00"), 0).await.unwrap();
        let empty = stage.app.publish_story(&ada, story.id).await.unwrap();
        assert_eq!(empty.first_published_at, None);
        let slot = at("2026-11-28T09:00:00Z");
        stage.clock.set(slot);
        tick(&stage).await;
        let now = story_now(&stage, &ada, &story).await;
        assert_eq!((now.first_published_at, now.chapter_count), (Some(slot), 1));
    }
}
