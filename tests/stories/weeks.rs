//! A real novel released weekly for 36 weeks: every week exactly what is due is there, everywhere.

use std::path::PathBuf;
use std::time::Duration;

use quire_app::imports::{ImportOptions, ImportPublication, ImportSource};
use quire_domain::Clock as _;
use quire_domain::release_plan::{ReleaseRule, ZoneName};
use serde_json::Value;

use crate::on_each_engine;
use crate::stage::Stage;

const WEEK: Duration = Duration::from_hours(7 * 24);
const PER_SLOT: usize = 2;
const CHAPTERS: usize = 59;

fn novel() -> PathBuf {
    let folder = std::env::var_os("QUIRE_TEXTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/texts"),
        PathBuf::from,
    );
    let file = folder.join("great-expectations.epub");
    assert!(
        file.exists(),
        "the novels are missing: put them at {} or name their folder in QUIRE_TEXTS",
        folder.display()
    );
    file
}

async fn json(stage: &Stage, path: &str) -> Value {
    let (status, text) = stage.get(path, None).await;
    assert!(status.is_success(), "{path}: {status} {text}");
    let body = text.split_once('\n').unwrap().1;
    serde_json::from_str(body).unwrap()
}

/// Six words in a row from the middle of a chapter, to look for it by.
fn phrase(markdown: &str) -> String {
    let words: Vec<&str> = markdown
        .split(|c: char| c.is_whitespace())
        .filter(|word| word.chars().all(|c| c.is_ascii_alphabetic()) && !word.is_empty())
        .collect();
    let all: Vec<&str> = markdown.split_whitespace().collect();
    // A run of plain words, so that the phrase stands in the text as it is asked for.
    let run = all.windows(6).skip(all.len() / 2).find(|run| {
        run.iter()
            .all(|word| word.chars().all(|c| c.is_ascii_alphabetic()))
    });
    run.map_or_else(|| words[..1].join(" "), |run| run.join(" "))
}

on_each_engine! {
    async fn every_week_exactly_the_due_chapters_are_visible(stage: Stage) {
        let author = stage.member("dickens").await;
        let zone = ZoneName::parse("Europe/London").unwrap();
        let rule = ReleaseRule::parse("weekly:sat@09:00*2", &zone).unwrap();
        let options = ImportOptions {
            publication: ImportPublication::Schedule(rule),
            ..ImportOptions::default()
        };
        let done = stage
            .app
            .run_import(&author, ImportSource::Path(novel()), &options, &mut |_| std::ops::ControlFlow::Continue(()))
            .await
            .unwrap();
        let story = done.story;
        stage.app.publish_story(&author, story.id).await.ok();
        let token = stage.token(&author).await;
        let (_, all) = stage.get(&format!("/api/v1/stories/{}/chapters?limit=100", story.id), Some(&token)).await;
        let all: Value = serde_json::from_str(all.split_once('\n').unwrap().1).unwrap();
        let chapters: Vec<(String, String)> = all["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|chapter| (chapter["id"].as_str().unwrap().to_owned(), chapter["slug"].as_str().unwrap().to_owned()))
            .collect();
        assert_eq!(chapters.len(), CHAPTERS);
        let mut phrases = Vec::new();
        for (id, _) in &chapters {
            let (_, text) = stage.get(&format!("/api/v1/chapters/{id}/content?format=markdown"), Some(&token)).await;
            phrases.push(phrase(text.split_once('\n').unwrap().1));
        }

        // The first Saturday, nine in the morning in London.
        let first: quire_domain::Timestamp = "2026-11-28T09:00:00Z".parse().unwrap();
        for week in 0..36_u32 {
            let slots = usize::try_from(week).unwrap();
            // London's clocks change in between: the local hour stays.
            let slot = if (18..=48).contains(&week) { first + WEEK * week - Duration::from_hours(1) } else { first + WEEK * week };
            stage.clock.set(slot - Duration::from_micros(1));
            stage.app.tick(stage.clock.now()).await.unwrap();
            expect(&stage, &story.slug.to_string(), &chapters, &phrases, (PER_SLOT * slots).min(CHAPTERS), week).await;
            stage.clock.set(slot);
            stage.app.tick(stage.clock.now()).await.unwrap();
            expect(&stage, &story.slug.to_string(), &chapters, &phrases, (PER_SLOT * (slots + 1)).min(CHAPTERS), week).await;
        }
    }
}

/// The first `due` chapters are there and no other is, on every surface a reader has.
async fn expect(
    stage: &Stage,
    slug: &str,
    chapters: &[(String, String)],
    phrases: &[String],
    due: usize,
    week: u32,
) {
    let page = format!("/s/{slug}");
    if due == 0 {
        // The story is published, its first chapter is still to come.
        let (status, text) = stage.get(&page, None).await;
        assert!(status.is_success(), "week {week}: {status}");
        assert!(
            !text.contains(&chapters[0].1),
            "week {week}: the first chapter shows before its time"
        );
    } else {
        let story = json(stage, &format!("/api/v1/stories/{slug}")).await;
        assert_eq!(story["chapter_count"], due, "week {week}");
        let list = json(stage, &format!("/api/v1/stories/{slug}/chapters?limit=100")).await;
        let ids: Vec<&str> = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["id"].as_str().unwrap())
            .collect();
        let wanted: Vec<&str> = chapters[..due].iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, wanted, "week {week}");
        let (_, html) = stage.get(&page, None).await;
        for (place, (_, chapter)) in chapters.iter().enumerate() {
            let link = format!("/s/{slug}/{}-{chapter}\"", place + 1);
            assert_eq!(
                html.contains(&link),
                place < due,
                "week {week}: {link} on the story's page"
            );
        }
        let (_, book) = stage.get(&format!("/s/{slug}.epub"), None).await;
        for (place, (id, _)) in chapters.iter().enumerate() {
            let file = format!("chapter-{id}.xhtml");
            assert_eq!(
                book.contains(&file),
                place < due,
                "week {week}: {file} in the book"
            );
        }
        let updated = json(stage, "/api/v1/stories?sort=updated").await;
        assert_eq!(updated["data"][0]["chapter_count"], due, "week {week}");
    }
    // The last that is out, and the first that is not, by themselves.
    let edge = [due.checked_sub(1), (due < chapters.len()).then_some(due)];
    for place in edge.into_iter().flatten() {
        let (id, chapter) = &chapters[place];
        let out = place < due;
        for path in [
            format!("/api/v1/chapters/{id}"),
            format!("/api/v1/chapters/{id}/content?format=html"),
            format!("/s/{slug}/{}-{chapter}", place + 1),
        ] {
            let (status, _) = stage.get(&path, None).await;
            assert_eq!(status.is_success(), out, "week {week}: {path}: {status}");
        }
        let asked = phrases[place].replace(' ', "+");
        let found = json(
            stage,
            &format!("/api/v1/search?type=chapter&q=%22{asked}%22"),
        )
        .await;
        let hit = found["data"]
            .as_array()
            .unwrap()
            .iter()
            .any(|hit| hit.to_string().contains(id.as_str()));
        assert_eq!(hit, out, "week {week}: search for {asked:?}");
    }
}
