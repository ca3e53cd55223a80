//! Reading progress: kept, merged, shown, forgotten.

use std::time::Duration;

use quire_app::reading::{Report, StoryProgress};
use quire_app::stories::{Story, StoryChange};
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::Timestamp;
use quire_domain::id::ChapterId;
use quire_domain::progress::Fraction;
use quire_domain::story::{Audience, Rating};

use crate::on_each_engine;
use crate::stage::{START, Stage};

const HOUR: Duration = Duration::from_hours(1);

fn report(chapter: ChapterId, fraction: f64, second: i64, device: &str) -> Report {
    Report {
        chapter,
        block: format!("b{second}"),
        fraction: Fraction::parse(fraction).unwrap(),
        client_time: Timestamp::from_seconds(START.as_seconds() + second),
        device: device.to_owned(),
        sequence: second,
        finished: false,
    }
}

async fn described(stage: &Stage, author: &Actor, story: &Story, change: StoryChange) {
    let version = stage
        .app
        .story(author, story.id)
        .await
        .unwrap()
        .story
        .version;
    stage
        .app
        .describe_story(author, story.id, version, &change)
        .await
        .unwrap();
}

on_each_engine! {
    async fn the_newest_report_says_where_to_go_on_and_the_furthest_stays(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, chapters) = stage.shown(&ada, "Story", &["One.", "Two.", "Three."]).await;
        stage.pass(HOUR);
        let app = &stage.app;
        assert!(app.progress(&ben, story.id).await.unwrap().is_none());
        app.report_progress(&ben, report(chapters[2].id, 0.5, 20, "phone")).await.unwrap();
        let late = app.report_progress(&ben, report(chapters[1].id, 0.9, 10, "tablet")).await.unwrap();
        assert_eq!((late.current.chapter, late.furthest.chapter), (chapters[2].id, chapters[2].id));
        let back = app.report_progress(&ben, report(chapters[0].id, 0.1, 30, "tablet")).await.unwrap();
        assert_eq!((back.current.chapter, back.furthest.chapter), (chapters[0].id, chapters[2].id));
        assert_eq!(app.progress(&ben, story.id).await.unwrap(), Some(back));
    }

    async fn a_clock_that_runs_ahead_wins_nothing(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (_, chapters) = stage.shown(&ada, "Story", &["One.", "Two."]).await;
        let future = report(chapters[1].id, 0.5, 1_000_000_000, "phone");
        let kept = stage.app.report_progress(&ben, future).await.unwrap();
        assert_eq!(kept.current.client_time, START);
        stage.pass(HOUR);
        let next = stage.app.report_progress(&ben, report(chapters[0].id, 0.1, 60, "tablet")).await;
        assert_eq!(next.unwrap().current.chapter, chapters[0].id);
    }

    async fn each_report_of_a_batch_has_its_own_answer(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, chapters) = stage.shown(&ada, "Story", &["One.", "Two."]).await;
        let draft = stage.chapter(&ada, story.id, "Secret", "Three.").await;
        let (mature, adult) = stage.shown(&ada, "For adults", &["One."]).await;
        let change = StoryChange { rating: Some(Rating::Mature), ..StoryChange::default() };
        described(&stage, &ada, &mature, change).await;
        let nobody = ChapterId::from(uuid::Uuid::nil());
        let mut nameless = report(chapters[0].id, 0.2, 3, "phone");
        nameless.device = String::new();
        let reports = [
            report(chapters[0].id, 1.0, 1, "phone"),
            report(draft.id, 0.5, 2, "phone"),
            report(nobody, 0.5, 2, "phone"),
            report(adult[0].id, 0.5, 2, "phone"),
            nameless,
            report(chapters[1].id, 0.3, 4, "phone"),
        ];
        let results = stage.app.report_batch(&ben, &reports).await.unwrap();
        assert!(matches!(results[1], Err(Refused::NotFound)));
        assert!(matches!(results[2], Err(Refused::NotFound)));
        assert!(matches!(results[3], Err(Refused::Forbidden(_))));
        assert!(matches!(&results[4], Err(Refused::Invalid(faults)) if faults[0].pointer == "/device"));
        for kept in [&results[0], &results[5]] {
            assert_eq!(kept.as_ref().unwrap().current.chapter, chapters[1].id);
        }
        let many = vec![reports[0].clone(); 201];
        assert!(matches!(stage.app.report_batch(&ben, &many).await, Err(Refused::Invalid(_))));
        let nobody = stage.app.report_batch(&Actor::ANONYMOUS, &reports).await;
        assert!(matches!(nobody, Err(Refused::Unauthenticated)));
    }

    /// Invariant I8, against the store: twelve reports, some twice, in many orders and batches.
    async fn the_order_of_arrival_does_not_matter(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Story", &["1.", "2.", "3.", "4."]).await;
        stage.pass(HOUR);
        let mut reports: Vec<Report> = (0..12)
            .map(|n| {
                let draw = stage.chance.next();
                let chapter = chapters[usize::try_from(draw % 4).unwrap()].id;
                let fraction = f64::from(u32::try_from(draw / 4 % 101).unwrap()) / 100.0;
                let device = ["phone", "tablet"][usize::try_from(draw / 500 % 2).unwrap()];
                report(chapter, fraction, i64::try_from(draw / 1_000 % 40).unwrap() + n / 6, device)
            })
            .collect();
        let mut ends: Vec<StoryProgress> = Vec::new();
        for round in 0..8 {
            let reader = stage.member(&format!("reader{round}q{}", round * 7_919)).await;
            for place in (1..reports.len()).rev() {
                let other = usize::try_from(stage.chance.next()).unwrap_or(0) % (place + 1);
                reports.swap(place, other);
            }
            let cut = round % 5 + 1;
            for batch in reports.chunks(cut) {
                stage.app.report_batch(&reader, batch).await.unwrap();
                if round % 2 == 0 {
                    stage.app.report_progress(&reader, batch[0].clone()).await.unwrap();
                }
            }
            ends.push(stage.app.progress(&reader, story.id).await.unwrap().unwrap());
        }
        assert!(ends.iter().all(|end| *end == ends[0]), "{ends:#?}");
    }

    async fn home_says_where_to_go_on_and_what_is_new(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (first, one) = stage.shown(&ada, "First", &["One.", "Two.", "Three."]).await;
        let (second, two) = stage.shown(&ada, "Second", &["One."]).await;
        let coming = stage.chapter(&ada, first.id, "Coming", "Four.").await;
        let publish_at = START + 48 * HOUR;
        stage.app.schedule_chapter(&ada, coming.id, publish_at, false).await.unwrap();
        stage.pass(HOUR);
        stage.app.report_progress(&ben, report(one[0].id, 0.95, 10, "phone")).await.unwrap();
        stage.app.report_progress(&ben, report(two[0].id, 0.2, 20, "phone")).await.unwrap();
        let home = async || stage.app.continue_reading(&ben, &PageRequest::default()).await.unwrap().items;
        let shown = home().await;
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0].story.card.id, second.id);
        assert_eq!((shown[0].unread, shown[0].next.is_none(), shown[0].next_part_at), (0, true, None));
        assert_eq!(shown[1].story.card.id, first.id);
        assert_eq!(shown[1].unread, 2);
        assert_eq!(shown[1].chapter.as_ref().unwrap().id, one[0].id);
        assert_eq!(shown[1].next.as_ref().unwrap().id, one[1].id);
        assert_eq!(shown[1].next_part_at, Some(publish_at));

        stage.app.withdraw_chapter(&ada, one[1].id).await.unwrap();
        let private = StoryChange { audience: Some(Audience::Private), ..StoryChange::default() };
        described(&stage, &ada, &second, private).await;
        let shown = home().await;
        assert_eq!(shown.len(), 1, "a story that was hidden is not shown");
        assert_eq!(shown[0].unread, 1);
        assert_eq!(shown[0].next.as_ref().unwrap().id, one[2].id);

        stage.app.forget_progress(&ben, first.id).await.unwrap();
        assert!(home().await.is_empty());
        assert!(stage.app.progress(&ben, first.id).await.unwrap().is_none());
    }

    async fn home_takes_the_same_statements_however_much_is_on_it(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        for n in 0..6 {
            let (_, chapters) = stage.shown(&ada, &format!("Story {n}"), &["One."]).await;
            stage.app.report_progress(&ben, report(chapters[0].id, 0.5, n, "phone")).await.unwrap();
        }
        stage.app.continue_reading(&ben, &PageRequest::default()).await.unwrap();
        let mut counts = std::collections::BTreeSet::new();
        for limit in [1, 6] {
            let request = PageRequest::new(Some(limit), None).unwrap();
            let (page, totals) =
                quire_observe::tally::scope(stage.app.continue_reading(&ben, &request)).await;
            assert_eq!(page.unwrap().items.len(), usize::try_from(limit).unwrap());
            counts.insert(totals.statements);
        }
        assert_eq!(counts.len(), 1, "{counts:?}");
    }
}
