//! The order of chapters: moved, thrown away, restored, in volumes.

use quire_app::chapters::{ChapterChange, NewChapter};
use quire_app::stories::StoryRef;
use quire_app::volumes::VolumeEntry;
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::Chance;
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::order::{Numbering, display_numbers};
use quire_domain::text::{ChapterTitle, VolumeTitle};

use crate::on_each_engine;
use crate::stage::Stage;

fn volume(title: &str) -> VolumeEntry {
    VolumeEntry {
        id: None,
        title: VolumeTitle::parse(title).unwrap(),
    }
}

async fn titles(stage: &Stage, actor: &Actor, story: StoryId) -> Vec<(Option<i64>, String)> {
    let contents = stage
        .app
        .contents(actor, &StoryRef::Id(story))
        .await
        .unwrap();
    let lines = contents.chapters.iter();
    lines
        .map(|line| (line.number, line.title.to_string()))
        .collect()
}

/// Invariant I3: what the store keeps is what the rule says.
async fn check_numbers(stage: &Stage, ada: &Actor, story: StoryId) -> Vec<ChapterId> {
    let contents = stage.app.contents(ada, &StoryRef::Id(story)).await.unwrap();
    let expected = display_numbers(contents.chapters.iter().map(|line| Numbering {
        kind: line.kind,
        deleted: false,
    }));
    let kept = contents.chapters.iter().map(|line| line.number);
    assert_eq!(
        kept.collect::<Vec<_>>(),
        expected
            .into_iter()
            .map(|n| n.map(i64::from))
            .collect::<Vec<_>>()
    );
    contents.chapters.iter().map(|line| line.id).collect()
}

on_each_engine! {
    async fn numbers_stay_without_gaps_through_anything(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Random").await.id;
        let app = &stage.app;
        let mut trash: Vec<ChapterId> = Vec::new();
        let dice = |sides: usize| {
            let mut byte = [0; 2];
            stage.chance.fill(&mut byte);
            usize::from(u16::from_be_bytes(byte)) % sides.max(1)
        };
        let mut here = Vec::new();
        for turn in 0..70 {
            match dice(6) {
                0 | 1 => {
                    let new = NewChapter {
                        kind: ChapterKind::ALL[dice(ChapterKind::ALL.len())],
                        place: (dice(2) == 0).then(|| u32::try_from(dice(here.len() + 2)).unwrap()),
                        ..NewChapter::titled(ChapterTitle::parse("Interlude").unwrap(), "Text.")
                    };
                    let place = new.place;
                    let made = app.create_chapter(&ada, story, &new).await.unwrap();
                    let order = check_numbers(&stage, &ada, story).await;
                    let stands = order.iter().position(|id| *id == made.id).unwrap();
                    let wanted = place.map_or(here.len(), |place| {
                        usize::try_from(place.saturating_sub(1)).unwrap().min(here.len())
                    });
                    assert_eq!(stands, wanted, "turn {turn}");
                }
                2 if !here.is_empty() => {
                    let gone = here[dice(here.len())];
                    app.delete_chapter(&ada, gone, None).await.unwrap();
                    trash.push(gone);
                }
                3 if !trash.is_empty() => {
                    let back = trash.swap_remove(dice(trash.len()));
                    app.restore_chapter(&ada, back).await.unwrap();
                }
                4 => {
                    let mut order = here.clone();
                    for place in 0..order.len() {
                        let other = dice(here.len());
                        order.swap(place, other);
                    }
                    app.reorder_chapters(&ada, story, &order).await.unwrap();
                    assert_eq!(check_numbers(&stage, &ada, story).await, order, "turn {turn}");
                }
                5 if !here.is_empty() => {
                    let id = here[dice(here.len())];
                    let version = app.chapter(&ada, id).await.unwrap().chapter.version;
                    let change = ChapterChange {
                        kind: Some(ChapterKind::ALL[dice(ChapterKind::ALL.len())]),
                        ..ChapterChange::default()
                    };
                    app.save_chapter(&ada, id, version, &change).await.unwrap();
                }
                _ => {}
            }
            here = check_numbers(&stage, &ada, story).await;
        }
        assert!(here.len() > 3, "the turns did hardly anything");
    }

    async fn chapters_begun_at_once_get_different_numbers(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Together").await.id;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (app, ada) = (stage.app.clone(), ada.clone());
            tasks.spawn(async move {
                let new = NewChapter::titled(ChapterTitle::parse("Same").unwrap(), "Text.");
                app.create_chapter(&ada, story, &new).await.unwrap()
            });
        }
        let mut slugs = Vec::new();
        while let Some(made) = tasks.join_next().await {
            slugs.push(made.unwrap().slug.to_string());
        }
        slugs.sort_unstable();
        assert_eq!(slugs, ["same", "same-2", "same-3", "same-4"]);
        assert_eq!(check_numbers(&stage, &ada, story).await.len(), 4);
    }

    async fn an_order_must_name_exactly_the_chapters_of_the_story(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Order").await.id;
        let other = stage.draft(&ada, "Other").await.id;
        let one = stage.chapter(&ada, story, "One", "a").await.id;
        let two = stage.chapter(&ada, story, "Two", "b").await.id;
        let foreign = stage.chapter(&ada, other, "Foreign", "c").await.id;
        let app = &stage.app;
        for (order, code) in [
            (vec![two], "missing"),
            (vec![one, two, foreign], "unknown"),
            (vec![one, two, one], "twice"),
        ] {
            let refused = app.reorder_chapters(&ada, story, &order).await;
            let Err(Refused::Invalid(errors)) = refused else {
                panic!("{code}: {refused:?}");
            };
            assert_eq!(errors[0].code, code);
        }
        app.reorder_chapters(&ada, story, &[two, one]).await.unwrap();
        let expected = [(Some(1), "Two".to_owned()), (Some(2), "One".to_owned())];
        assert_eq!(titles(&stage, &ada, story).await, expected);
    }

    async fn a_deleted_chapter_is_gone_for_readers_and_comes_back(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Gone", &["One two.", "Three.", "Four."]).await;
        let (app, reader, id) = (&stage.app, Actor::ANONYMOUS, chapters[1].id);
        app.delete_chapter(&ada, id, None).await.unwrap();
        assert!(matches!(app.chapter(&reader, id).await, Err(Refused::Gone)));
        let old = app.chapter_at(&reader, &story.slug, Some(2), &chapters[1].slug).await;
        assert!(matches!(old, Err(Refused::Gone)), "{old:?}");
        let expected = [(Some(1), "One".to_owned()), (Some(2), "Three".to_owned())];
        assert_eq!(titles(&stage, &reader, story.id).await, expected);
        let now = app.story(&reader, story.id).await.unwrap().story;
        assert_eq!((now.chapter_count, now.word_count), (2, 3));
        // Its address is kept for it.
        let other = stage.chapter(&ada, story.id, "Two", "Text.").await;
        assert_eq!(other.slug.as_str(), "two-2");

        let trash = app.chapter_trash(&ada, story.id, &PageRequest::default()).await.unwrap();
        assert_eq!(trash.items.iter().map(|line| line.id).collect::<Vec<_>>(), [id]);
        let again = app.delete_chapter(&ada, id, None).await;
        assert!(matches!(again, Err(Refused::Gone)), "{again:?}");
        let back = app.restore_chapter(&ada, id).await.unwrap();
        assert_eq!((back.number, back.slug.as_str()), (Some(2), "two"));
        assert_eq!(back.state, ChapterState::Published);
        let now = app.story(&reader, story.id).await.unwrap().story;
        assert_eq!((now.chapter_count, now.word_count), (3, 4));
        let twice = app.restore_chapter(&ada, id).await;
        assert!(matches!(twice, Err(Refused::Transition(_))), "{twice:?}");
    }

    async fn a_scheduled_chapter_comes_back_as_a_draft(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Late").await.id;
        let chapter = stage.chapter(&ada, story, "One", "Text.").await;
        let hour = std::time::Duration::from_hours(1);
        let at = quire_domain::Timestamp::from_micros(stage.app.now().as_micros() + 3_600_000_000);
        stage.app.schedule_chapter(&ada, chapter.id, at, false).await.unwrap();
        stage.app.delete_chapter(&ada, chapter.id, None).await.unwrap();
        stage.pass(hour * 2);
        let back = stage.app.restore_chapter(&ada, chapter.id).await.unwrap();
        assert_eq!((back.state, back.publish_at), (ChapterState::Draft, None));
    }

    async fn a_slug_taken_meanwhile_is_not_taken_back(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Slugs").await.id;
        let first = stage.chapter(&ada, story, "Dawn", "Text.").await;
        stage.app.delete_chapter(&ada, first.id, None).await.unwrap();
        assert_eq!(stage.chapter(&ada, story, "Dawn", "Text.").await.slug.as_str(), "dawn");
        let back = stage.app.restore_chapter(&ada, first.id).await.unwrap();
        assert_eq!(back.slug.as_str(), "dawn-2");
    }

    async fn volumes_keep_their_ids_and_lose_no_chapter(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Parts").await.id;
        let app = &stage.app;
        let made = app.set_volumes(&ada, story, &[volume("One"), volume("Two")]).await.unwrap();
        let inside = NewChapter {
            volume: Some(made[0].id),
            ..NewChapter::titled(ChapterTitle::parse("Inside").unwrap(), "Text.")
        };
        let chapter = app.create_chapter(&ada, story, &inside).await.unwrap();
        // The second comes first, is called otherwise, and a new one follows.
        let second = VolumeEntry { id: Some(made[1].id), ..volume("Book Two") };
        let now = app.set_volumes(&ada, story, &[second.clone(), volume("Three")]).await.unwrap();
        assert_eq!((now[0].id, now[0].title.as_str(), now[0].position), (made[1].id, "Book Two", 1));
        assert_eq!((now[1].title.as_str(), now[1].position), ("Three", 2));
        let chapter = app.chapter(&ada, chapter.id).await.unwrap().chapter;
        assert_eq!(chapter.volume_id, None, "the chapter stays, without its volume");
        let into = ChapterChange {
            volume: Some(Some(made[1].id)),
            ..ChapterChange::default()
        };
        let moved = app.save_chapter(&ada, chapter.id, chapter.version, &into).await.unwrap();
        assert_eq!(moved.volume_id, Some(made[1].id));
        let gone = ChapterChange {
            volume: Some(Some(made[0].id)),
            ..ChapterChange::default()
        };
        let refused = app.save_chapter(&ada, chapter.id, moved.version, &gone).await;
        assert!(matches!(refused, Err(Refused::Invalid(_))), "{refused:?}");
        for wrong in [vec![second.clone(), second.clone()], vec![VolumeEntry { id: Some(made[0].id), ..volume("x") }]] {
            let refused = app.set_volumes(&ada, story, &wrong).await;
            assert!(matches!(refused, Err(Refused::Invalid(_))), "{refused:?}");
        }
    }

    async fn a_volume_without_a_published_chapter_is_not_told_of(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Spoiler", &["One."]).await;
        let (app, which) = (&stage.app, StoryRef::Id(story.id));
        let volumes = [volume("The Beginning"), volume("The Death of Ada")];
        let made = app.set_volumes(&ada, story.id, &volumes).await.unwrap();
        let into = ChapterChange {
            volume: Some(Some(made[0].id)),
            ..ChapterChange::default()
        };
        app.save_chapter(&ada, chapters[0].id, chapters[0].version, &into).await.unwrap();
        let seen = app.volumes(&Actor::ANONYMOUS, &which).await.unwrap();
        assert_eq!(seen.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["The Beginning"]);
        assert_eq!(app.volumes(&ada, &which).await.unwrap().len(), 2);
    }
}
