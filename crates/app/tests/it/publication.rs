//! Chapters are published, scheduled, taken back and shown again.

use std::time::Duration;

use quire_app::chapters::Chapter;
use quire_app::publication::ChapterPublication;
use quire_app::stories::{Story, StoryRef};
use quire_app::{Actor, Refused};
use quire_domain::chapter::ChapterState;
use quire_domain::id::ChapterId;
use quire_domain::story::{CollaboratorRole, StoryState};
use quire_domain::{Clock as _, Timestamp};
use quire_store::{chapters, collaborators, ledger, stories};

use crate::on_each_engine;
use crate::stage::{START, Stage};

const HOUR: Duration = Duration::from_hours(1);

/// The events of a kind, in their order: what they are about and what they say.
pub async fn events(stage: &Stage, kind: &str) -> Vec<(ChapterId, serde_json::Value)> {
    let mut unit = stage.app.store().read().await.unwrap();
    let all = ledger::pending(&mut unit, 10_000).await.unwrap();
    all.into_iter()
        .filter(|event| event.kind == kind)
        .map(|event| {
            let payload = serde_json::from_str(&event.payload).unwrap();
            (ChapterId::from(event.aggregate_id), payload)
        })
        .collect()
}

/// A published story with one published chapter.
pub async fn serial(stage: &Stage, author: &Actor, title: &str) -> Story {
    let story = stage.draft(author, title).await;
    let first = stage
        .chapter(author, story.id, "Opening", "It begins.")
        .await;
    stage
        .app
        .publish_chapter(author, first.id, false)
        .await
        .unwrap();
    stage.app.publish_story(author, story.id).await.unwrap()
}

/// The story as its author sees it now.
pub async fn story_now(stage: &Stage, author: &Actor, story: &Story) -> Story {
    stage.app.story(author, story.id).await.unwrap().story
}

/// The chapter as its author sees it now.
pub async fn chapter_now(stage: &Stage, author: &Actor, id: ChapterId) -> Chapter {
    stage.app.chapter(author, id).await.unwrap().chapter
}

/// Whether somebody not signed in gets the chapter: by itself, its text, and in its story's list,
/// which all have to say the same.
pub async fn is_public(stage: &Stage, id: ChapterId) -> bool {
    let shown = match stage.app.chapter(&Actor::ANONYMOUS, id).await {
        Ok(readable) => readable.access.shows_text(),
        Err(Refused::NotFound) => false,
        Err(other) => panic!("{other}"),
    };
    let text = match stage.app.chapter_text(&Actor::ANONYMOUS, id, None).await {
        Ok(_) => true,
        Err(Refused::NotFound) => false,
        Err(other) => panic!("{other}"),
    };
    let mut unit = stage.app.store().read().await.unwrap();
    let chapter = chapters::by_id(&mut unit, id).await.unwrap().unwrap();
    drop(unit);
    let story = StoryRef::Id(chapter.story_id);
    let listed = match stage.app.contents(&Actor::ANONYMOUS, &story).await {
        Ok(contents) => contents.chapters.iter().any(|line| line.id == id),
        Err(Refused::NotFound) => false,
        Err(other) => panic!("{other}"),
    };
    assert_eq!((shown, text), (listed, listed), "{id}");
    shown
}

async fn bring_to(stage: &Stage, author: &Actor, id: ChapterId, wanted: ChapterState) {
    let app = &stage.app;
    match wanted {
        ChapterState::Draft => {}
        ChapterState::Scheduled => {
            let later = app.now() + HOUR;
            app.schedule_chapter(author, id, later, true).await.unwrap();
        }
        ChapterState::Published => {
            app.publish_chapter(author, id, true).await.unwrap();
        }
        ChapterState::Withdrawn => {
            app.publish_chapter(author, id, true).await.unwrap();
            app.withdraw_chapter(author, id).await.unwrap();
        }
    }
}

async fn act(
    stage: &Stage,
    author: &Actor,
    id: ChapterId,
    verb: &str,
) -> Result<ChapterPublication, Refused> {
    let app = &stage.app;
    match verb {
        "publish" => app.publish_chapter(author, id, false).await,
        "schedule" => {
            app.schedule_chapter(author, id, app.now() + HOUR * 2, false)
                .await
        }
        "unschedule" => app.unschedule_chapter(author, id).await,
        "withdraw" => app.withdraw_chapter(author, id).await,
        "republish" => app.republish_chapter(author, id).await,
        "put" => app.want_published(author, id, None, false).await,
        "put later" => {
            app.want_published(author, id, Some(app.now() + HOUR * 2), false)
                .await
        }
        "delete" => app.want_unpublished(author, id).await,
        other => panic!("no verb {other}"),
    }
}

on_each_engine! {
    async fn every_verb_on_every_state_does_what_the_table_says(stage: Stage) {
        use ChapterState::{Draft, Published, Scheduled, Withdrawn};
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Machine").await;
        // The columns follow `ChapterState::ALL`.
        let table = [
            ("publish", [Some(Published), Some(Published), None, None]),
            ("schedule", [Some(Scheduled), Some(Scheduled), None, None]),
            ("unschedule", [None, Some(Draft), None, None]),
            ("withdraw", [None, None, Some(Withdrawn), None]),
            ("republish", [None, None, None, Some(Published)]),
            ("put", [Some(Published), Some(Published), Some(Published), Some(Published)]),
            ("put later", [Some(Scheduled), Some(Scheduled), None, None]),
            ("delete", [Some(Draft), Some(Draft), Some(Withdrawn), Some(Withdrawn)]),
        ];
        for (verb, expected) in table {
            for (from, expected) in ChapterState::ALL.iter().copied().zip(expected) {
                let chapter = stage.chapter(&ada, story.id, "One", "Words.").await;
                bring_to(&stage, &ada, chapter.id, from).await;
                let before = chapter_now(&stage, &ada, chapter.id).await;
                let answer = act(&stage, &ada, chapter.id, verb).await;
                let after = chapter_now(&stage, &ada, chapter.id).await;
                if let Some(state) = expected {
                    assert_eq!(answer.unwrap().chapter.state, state, "{verb} from {from}");
                    assert_eq!(after.state, state, "{verb} from {from}");
                } else {
                    let refused = answer.unwrap_err();
                    let expected = matches!(refused, Refused::Transition(_));
                    assert!(expected, "{verb} from {from}: {refused:?}");
                    assert_eq!(after.version, before.version, "{verb} from {from}");
                }
            }
        }
    }

    async fn publishing_shows_the_newest_text_and_counts_it(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Counted").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Three plain words.").await;
        assert_eq!(chapter.live_revision_id, None);
        let done = stage.app.publish_chapter(&ada, chapter.id, false).await.unwrap();
        assert_eq!(done.chapter.live_revision_id, chapter.head_revision_id);
        assert_eq!(done.chapter.published_at, Some(START));
        assert_eq!((done.story.chapter_count, done.story.word_count), (1, 3));
        assert_eq!(done.story.last_chapter_at, Some(START));
        let told = events(&stage, "chapter.published").await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, chapter.id);
        assert_eq!(told[0].1["silent"], false);
        assert_eq!(told[0].1["story"], story.id.to_string());
    }

    async fn a_published_chapter_of_a_draft_story_is_read_by_nobody_and_says_so(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Hidden").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Words.").await;
        let done = stage.app.publish_chapter(&ada, chapter.id, false).await.unwrap();
        assert_eq!(done.story.state, StoryState::Draft);
        assert!(done.hint().unwrap().contains("still a draft"));
        assert!(!is_public(&stage, chapter.id).await);
        let published = stage.app.publish_story(&ada, story.id).await.unwrap();
        assert_eq!(published.first_published_at, Some(START));
        assert!(is_public(&stage, chapter.id).await);
        let next = stage.chapter(&ada, story.id, "Two", "Words.").await;
        let done = stage.app.publish_chapter(&ada, next.id, false).await.unwrap();
        assert_eq!(done.hint(), None);
    }

    async fn a_withdrawn_chapter_is_gone_for_readers_and_returns_without_news(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Return").await;
        let chapter = stage.chapter(&ada, story.id, "Two", "Four words stand here.").await;
        stage.pass(HOUR);
        let shown = stage.app.publish_chapter(&ada, chapter.id, false).await.unwrap();
        assert_eq!((shown.story.chapter_count, shown.story.word_count), (2, 6));
        stage.pass(HOUR);
        let taken = stage.app.withdraw_chapter(&ada, chapter.id).await.unwrap();
        assert_eq!((taken.story.chapter_count, taken.story.word_count), (1, 2));
        assert_eq!(taken.story.last_chapter_at, Some(START));
        assert!(!is_public(&stage, chapter.id).await);
        let back = stage.app.republish_chapter(&ada, chapter.id).await.unwrap();
        assert_eq!(back.chapter.published_at, Some(START + HOUR));
        assert!(is_public(&stage, chapter.id).await);
        assert_eq!(events(&stage, "chapter.published").await.len(), 2);
        assert_eq!(events(&stage, "chapter.withdrawn").await.len(), 1);
        assert_eq!(events(&stage, "chapter.republished").await.len(), 1);
    }

    async fn only_who_may_publish_does(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "Rights").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Words.").await;
        let stranger = stage.app.publish_chapter(&ben, chapter.id, false).await;
        assert!(matches!(stranger, Err(Refused::NotFound)), "{stranger:?}");
        let nobody = stage.app.publish_chapter(&Actor::ANONYMOUS, chapter.id, false).await;
        assert!(matches!(nobody, Err(Refused::Unauthenticated)), "{nobody:?}");
        for (role, may) in [
            (CollaboratorRole::Beta, false),
            (CollaboratorRole::Editor, false),
            (CollaboratorRole::CoAuthor, true),
        ] {
            let (by, whom) = (ada.account().unwrap(), ben.account().unwrap());
            let mut unit = stage.app.store().write().await.unwrap();
            collaborators::put(&mut unit, story.id, whom, role, by, START, Some(START))
                .await
                .unwrap();
            unit.commit().await.unwrap();
            let answer = stage.app.publish_chapter(&ben, chapter.id, false).await;
            match answer {
                Ok(_) => assert!(may, "{role}"),
                Err(Refused::Forbidden(_)) => assert!(!may, "{role}"),
                Err(other) => panic!("{role}: {other:?}"),
            }
        }
        // A published chapter of a story that everyone may read: one learns that it is not theirs.
        stage.app.publish_story(&ada, story.id).await.unwrap();
        let cleo = stage.member("cleo").await;
        let reader = stage.app.withdraw_chapter(&cleo, chapter.id).await;
        assert!(matches!(reader, Err(Refused::Forbidden(_))), "{reader:?}");
    }

    async fn a_moment_must_lie_ahead_and_not_too_far(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Moments").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Words.").await;
        let six_years = Duration::from_hours(6 * 366 * 24);
        for (moment, code) in [
            (START, "not-in-future"),
            (Timestamp::from_micros(START.as_micros() - 1), "not-in-future"),
            (START + six_years, "too-late"),
        ] {
            let refused = stage.app.schedule_chapter(&ada, chapter.id, moment, false).await;
            match refused {
                Err(Refused::Invalid(fields)) => {
                    assert_eq!((fields[0].pointer.as_str(), fields[0].code), ("/publish_at", code));
                }
                other => panic!("{moment}: {other:?}"),
            }
        }
        let soon = START + Duration::from_micros(1);
        stage.app.schedule_chapter(&ada, chapter.id, soon, false).await.unwrap();
    }

    async fn a_story_moves_up_once_in_twenty_hours_and_never_silently(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = serial(&stage, &ada, "Bumps").await;
        let bumped = async || {
            let mut unit = stage.app.store().read().await.unwrap();
            stories::bumped_at(&mut unit, story.id).await.unwrap()
        };
        assert_eq!(bumped().await, START);
        for (hours, silent, expected) in [(19, false, 0), (1, true, 0), (0, false, 20), (10, false, 20)] {
            stage.pass(HOUR * hours);
            let chapter = stage.chapter(&ada, story.id, "Next", "Words.").await;
            stage.app.publish_chapter(&ada, chapter.id, silent).await.unwrap();
            assert_eq!(bumped().await, START + HOUR * expected, "{hours} {silent}");
        }
        assert_eq!(story_now(&stage, &ada, &story).await.last_chapter_at, Some(stage.clock.now()));
    }
}
