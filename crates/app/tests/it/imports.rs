//! Books come in, whole or not at all, and go again.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use quire_app::imports::{
    ImportDone, ImportOptions, ImportPublication, ImportSource, ImportStep, ReportedPublication,
};
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::release_plan::{ReleaseRule, ZoneName};
use quire_domain::story::StoryState;

use crate::on_each_engine;
use crate::publication::events;
use crate::stage::Stage;
use crate::tables;

/// A shared novel; fails with one clear line when it is not there.
pub fn novel(name: &str) -> ImportSource {
    let folder = std::env::var_os("QUIRE_TEXTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/texts"),
        PathBuf::from,
    );
    let path = folder.join(format!("{name}.epub"));
    assert!(
        path.exists(),
        "{} is needed for this test; set QUIRE_TEXTS to its folder",
        path.display()
    );
    ImportSource::Path(path)
}

pub fn upload(name: &str, text: &str) -> ImportSource {
    ImportSource::Upload {
        name: name.to_owned(),
        bytes: Bytes::from(text.to_owned()),
    }
}

/// A small book in one file: chapters are its first headings.
pub fn booklet(chapters: usize) -> ImportSource {
    let mut text = String::from("---\ntitle: A Booklet\nlanguage: en\n---\n");
    for n in 1..=chapters {
        write!(text, "\n# Part {n}\n\nWords of part {n}.\n").unwrap();
    }
    upload("booklet.md", &text)
}

pub fn publishing(publication: ImportPublication) -> ImportOptions {
    ImportOptions {
        publication,
        ..ImportOptions::default()
    }
}

pub async fn import(
    stage: &Stage,
    actor: &Actor,
    source: ImportSource,
    options: &ImportOptions,
) -> ImportDone {
    stage
        .app
        .run_import(actor, source, options, &mut |_| ControlFlow::Continue(()))
        .await
        .unwrap()
}

fn saturdays() -> ImportPublication {
    let rule = ReleaseRule::parse("weekly:sat@09:00", &ZoneName::utc()).unwrap();
    ImportPublication::Schedule(rule)
}

on_each_engine! {
    async fn great_expectations_comes_in_whole(stage: Stage) {
        let ada = stage.member("ada").await;
        let all = publishing(ImportPublication::All);
        let started = std::time::Instant::now();
        let done = import(&stage, &ada, novel("great-expectations"), &all).await;
        println!("great expectations: {:?}", started.elapsed());
        assert_eq!(done.report.title, "Great Expectations");
        assert_eq!(done.report.chapters.len(), 59);
        let volumes: Vec<u64> = done.report.volumes.iter().map(|volume| volume.chapters).collect();
        assert_eq!(volumes, [19, 20, 20]);
        let words = done.report.words;
        assert!((183_150..=186_850).contains(&words), "{words} words");
        assert_eq!(done.report.skipped.len(), 4, "{:?}", done.report.skipped);

        let story = stage.app.story(&Actor::ANONYMOUS, done.story.id).await.unwrap().story;
        assert_eq!(story.state, StoryState::Published);
        assert_eq!(story.chapter_count, 59);
        assert_eq!(u64::try_from(story.word_count).unwrap(), words);
        assert!(story.first_published_at.is_some());
        assert_eq!(story.language.as_str(), "en-GB");
        let told = events(&stage, "chapter.published").await;
        assert_eq!(told.len(), 59);
        assert!(told.iter().all(|(_, news)| news["silent"] == true), "{told:?}");
    }

    async fn a_preview_writes_nothing(stage: Stage) {
        let ada = stage.member("ada").await;
        let before = tables::rows(stage.app.store()).await;
        let report = stage
            .app
            .preview_import(&ada, novel("the-moonstone"), &publishing(saturdays()))
            .await
            .unwrap();
        assert!(report.chapters.len() > 40, "{}", report.chapters.len());
        let ReportedPublication::Schedule { rule, first, last } = &report.publication else {
            panic!("{:?}", report.publication);
        };
        assert_eq!(rule, "weekly:sat@09:00/UTC");
        assert_eq!(first.unwrap().to_string(), "2026-11-28T09:00:00Z");
        let weeks = last.unwrap().since(first.unwrap()).as_secs() / (7 * 86_400);
        assert_eq!(weeks + 1, u64::try_from(report.chapters.len()).unwrap());
        assert_eq!(tables::rows(stage.app.store()).await, before);
        let stranger = stage.app.preview_import(&Actor::ANONYMOUS, booklet(1), &ImportOptions::default()).await;
        assert!(matches!(stranger, Err(Refused::Unauthenticated)), "{stranger:?}");
    }

    async fn a_scheduled_import_comes_out_slot_by_slot(stage: Stage) {
        let ada = stage.member("ada").await;
        let done = import(&stage, &ada, booklet(3), &publishing(saturdays())).await;
        assert_eq!(stage.app.release_queue(&ada, done.story.id).await.unwrap().len(), 3);
        for week in 0..5 {
            let story = stage.app.story(&Actor::ANONYMOUS, done.story.id).await.unwrap().story;
            assert_eq!(story.chapter_count, week.min(3));
            stage.pass(Duration::from_hours(7 * 24));
            stage.app.tick(stage.app.now()).await.unwrap();
        }
    }

    async fn drafts_stay_with_their_author(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let done = import(&stage, &ada, booklet(2), &ImportOptions::default()).await;
        assert_eq!(done.story.state, StoryState::Draft);
        assert!(stage.app.story(&ada, done.story.id).await.is_ok());
        let stranger = stage.app.story(&ben, done.story.id).await;
        assert!(matches!(stranger, Err(Refused::NotFound)), "{stranger:?}");
        assert_eq!(events(&stage, "chapter.published").await.len(), 0);
    }

    async fn chapters_are_skipped_and_renamed_as_asked(stage: Stage) {
        let ada = stage.member("ada").await;
        let mut options = publishing(ImportPublication::All);
        options.skip.insert(2);
        options.rename.insert(3, "The End".to_owned());
        let done = import(&stage, &ada, booklet(3), &options).await;
        let titles: Vec<&str> = done.report.chapters.iter().map(|c| c.title.as_str()).collect();
        assert_eq!(titles, ["Part 1", "The End"]);
        assert_eq!(done.story.chapter_count, 2);
        options.skip.insert(9);
        let refused = stage.app.preview_import(&ada, booklet(3), &options).await;
        assert!(matches!(refused, Err(Refused::Invalid(_))), "{refused:?}");
    }

    async fn the_same_book_twice_is_told(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let first = import(&stage, &ada, booklet(2), &ImportOptions::default()).await;
        assert!(first.report.warnings.is_empty(), "{:?}", first.report.warnings);
        let again = stage.app.preview_import(&ada, booklet(2), &ImportOptions::default()).await.unwrap();
        assert!(again.warnings.iter().any(|w| w.contains(&first.id.to_string())), "{:?}", again.warnings);
        let other = stage.app.preview_import(&ben, booklet(2), &ImportOptions::default()).await.unwrap();
        assert!(other.warnings.is_empty(), "{:?}", other.warnings);
    }

    async fn what_cannot_be_kept_leaves_no_row(stage: Stage) {
        let ada = stage.member("ada").await;
        let before = tables::rows(stage.app.store()).await;
        let zip = [b"PK\x03\x04".as_slice(), &[0; 64]].concat();
        let note = "n".repeat(6_000);
        let sources = [
            ImportSource::Upload { name: "broken.epub".to_owned(), bytes: Bytes::from(zip) },
            upload("empty.md", ""),
            upload("page.html", "<!doctype html><p>x"),
            upload("nul.md", "# One\n\nfine\n\n# Two\n\na\0b"),
            upload("note.md", &format!("---\nnote_before: \"{note}\"\n---\nText.")),
            ImportSource::Path(PathBuf::from("/nowhere/at/all.epub")),
        ];
        for source in sources {
            let refused = stage
                .app
                .run_import(&ada, source.clone(), &ImportOptions::default(), &mut |_| ControlFlow::Continue(()))
                .await;
            let Err(Refused::File { code, message }) = refused else {
                panic!("{source:?}: {refused:?}");
            };
            assert!(!code.is_empty() && message.ends_with('.'), "{code}: {message}");
            assert_eq!(tables::rows(stage.app.store()).await, before, "{source:?}");
        }
    }

    async fn an_import_stopped_in_the_middle_leaves_nothing(stage: Stage) {
        let ada = stage.member("ada").await;
        let before = tables::rows(stage.app.store()).await;
        let mut heard = Vec::new();
        let stopped = stage
            .app
            .run_import(&ada, booklet(50), &publishing(ImportPublication::All), &mut |step| {
                heard.push(step);
                match step {
                    ImportStep::Writing { done: 40, .. } => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            })
            .await;
        assert!(matches!(stopped, Err(Refused::Conflict(_))), "{stopped:?}");
        assert_eq!(heard.last(), Some(&ImportStep::Writing { done: 40, total: 50 }));
        assert_eq!(tables::rows(stage.app.store()).await, before);
    }

    async fn a_crashed_import_is_seen_by_nobody_and_removed_later(stage: Stage) {
        let ada = stage.member("ada").await;
        let before = tables::rows(stage.app.store()).await;
        // The process dies between two units: nothing of the future runs any more.
        let (options, dies) = (publishing(ImportPublication::All), tokio::sync::Notify::new());
        let mut step = |step| {
            if let ImportStep::Writing { done: 40, .. } = step {
                dies.notify_one();
                std::thread::yield_now();
            }
            ControlFlow::Continue(())
        };
        let mut run = Box::pin(stage.app.run_import(&ada, booklet(4_000), &options, &mut step));
        tokio::select! {
            biased;
            () = dies.notified() => {}
            done = &mut run => panic!("it was to die before it was through: {done:?}"),
        }
        drop(run);
        let after = tables::rows(stage.app.store()).await;
        assert!(after["chapter"] > before["chapter"], "{after:?}");
        let slug = quire_domain::slug::Slug::parse("a-booklet").unwrap();
        let found = stage.app.story_at(&ada, &slug).await;
        assert!(matches!(found, Err(Refused::NotFound)), "{found:?}");
        let own = stage.app.own_stories(&ada, &PageRequest::default()).await.unwrap();
        assert_eq!(own.items.len(), 0);
        let trash = stage.app.story_trash(&ada, &PageRequest::default()).await.unwrap();
        assert_eq!(trash.items.len(), 0);
        let runs = stage.app.own_imports(&ada, &PageRequest::default()).await.unwrap();
        assert_eq!(runs.items.len(), 0);

        assert_eq!(stage.app.clear_unfinished_imports().await.unwrap(), 0, "it may be alive");
        stage.pass(Duration::from_mins(11));
        assert_eq!(stage.app.clear_unfinished_imports().await.unwrap(), 1);
        let mut left = tables::rows(stage.app.store()).await;
        left.insert("site_setting".to_owned(), before["site_setting"]);
        assert_eq!(left, before);
    }

    async fn an_import_is_taken_back_unless_somebody_worked_on_it(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let before = tables::lasting_rows(stage.app.store()).await;
        let done = import(&stage, &ada, booklet(45), &publishing(ImportPublication::All)).await;
        let strange = stage.app.undo_import(&ben, done.id, true).await;
        assert!(matches!(strange, Err(Refused::NotFound)), "{strange:?}");

        let added = stage.chapter(&ada, done.story.id, "One More", "Mine.").await;
        let refused = stage.app.undo_import(&ada, done.id, false).await;
        let Err(Refused::Conflict(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("\"One More\" was added"), "{why}");
        assert!(stage.app.chapter(&ada, added.id).await.is_ok());

        let undone = stage.app.undo_import(&ada, done.id, true).await.unwrap();
        assert_eq!((undone.title.as_str(), undone.chapters), ("A Booklet", 46));
        assert_eq!(tables::lasting_rows(stage.app.store()).await, before);
        let runs = stage.app.own_imports(&ada, &PageRequest::default()).await.unwrap();
        assert_eq!(runs.items.len(), 1);
        assert!(runs.items[0].undone_at.is_some() && runs.items[0].story_id.is_none());
        let papers = stage.app.own_import(&ada, done.id).await.unwrap();
        assert_eq!(papers.report.chapters.len(), 45);
        let again = stage.app.undo_import(&ada, done.id, false).await;
        assert!(matches!(again, Err(Refused::Transition(_))), "{again:?}");
    }

    async fn a_published_import_nobody_touched_is_taken_back_without_force(stage: Stage) {
        let ada = stage.member("ada").await;
        let before = tables::lasting_rows(stage.app.store()).await;
        let done = import(&stage, &ada, booklet(3), &publishing(saturdays())).await;
        stage.pass(Duration::from_hours(8 * 24));
        stage.app.tick(stage.app.now()).await.unwrap();
        let undone = stage.app.undo_import(&ada, done.id, false).await.unwrap();
        assert_eq!(undone.chapters, 3);
        assert_eq!(tables::lasting_rows(stage.app.store()).await, before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_five_novels_come_in() {
    let stage = Stage::sqlite().await;
    let ada = stage.member("ada").await;
    for (name, chapters, volumes) in [
        ("around-the-world-in-eighty-days", 37, 0),
        ("sherlock-holmes-adventures", 12, 0),
        ("the-moonstone", 53, 6),
        ("the-pickwick-papers", 57, 0),
    ] {
        let started = std::time::Instant::now();
        let done = import(
            &stage,
            &ada,
            novel(name),
            &publishing(ImportPublication::All),
        )
        .await;
        println!(
            "{name}: {} chapters {} volumes {} words {:?}",
            done.report.chapters.len(),
            done.report.volumes.len(),
            done.report.words,
            started.elapsed()
        );
        assert_eq!(done.report.chapters.len(), chapters, "{name}");
        assert_eq!(done.report.volumes.len(), volumes, "{name}");
    }
}
