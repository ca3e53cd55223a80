//! Stories go out as books, and come in again the same.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use quire_app::exports::{Export, ExportAsk, Exported};
use quire_app::imports::{ImportOptions, ImportPublication, ImportSource};
use quire_app::stories::{Story, StoryChange, StoryRef};
use quire_app::{Actor, Refused};
use quire_books::{Limits, Manuscript, Source, read};
use quire_domain::id::StoryId;
use quire_domain::story::Rating;

use crate::imports::{import, novel, publishing};
use crate::on_each_engine;
use crate::stage::Stage;

async fn epub(stage: &Stage, actor: &Actor, story: StoryId) -> Export {
    let ask = ExportAsk::default();
    let exported = stage
        .app
        .export_epub(actor, &StoryRef::Id(story), &ask)
        .await;
    exported.unwrap().book().unwrap()
}

async fn markdown(stage: &Stage, actor: &Actor, story: StoryId, all: bool) -> Export {
    let ask = ExportAsk {
        all,
        ..ExportAsk::default()
    };
    let exported = stage
        .app
        .export_markdown(actor, &StoryRef::Id(story), &ask)
        .await;
    exported.unwrap().book().unwrap()
}

fn manuscript(book: &Export) -> Manuscript {
    let source = Source::Bytes {
        name: &book.file_name,
        bytes: &book.bytes,
    };
    read(source, &Limits::default()).unwrap()
}

/// What an author would call the text: everything but ids and times.
type Text = (
    String,
    Option<usize>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

fn text(book: &Manuscript) -> Vec<Text> {
    let chapters = book.chapters.iter().cloned();
    chapters
        .map(|c| {
            (
                c.title,
                c.volume,
                c.markdown,
                c.note_before,
                c.note_after,
                c.slug,
            )
        })
        .collect()
}

/// The entries of a zip.
fn entries(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.insert(entry.name().to_owned(), content);
    }
    entries
}

fn anything_holds(bytes: &[u8], words: &str) -> bool {
    entries(bytes).iter().any(|(name, content)| {
        name.contains(words) || String::from_utf8_lossy(content).contains(words)
    })
}

fn epubcheck(book: &Export) {
    let jar = std::env::var_os("QUIRE_EPUBCHECK").map_or_else(
        || PathBuf::from("/usr/share/java/epubcheck.jar"),
        PathBuf::from,
    );
    assert!(
        Path::new(&jar).exists(),
        "epubcheck is needed for this test: apt-get install epubcheck default-jre-headless (or set QUIRE_EPUBCHECK to epubcheck.jar)"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(&book.file_name);
    std::fs::write(&file, &book.bytes).unwrap();
    let output = Command::new("java")
        .arg("-jar")
        .arg(&jar)
        .arg(&file)
        .output();
    let output =
        output.expect("java is needed for this test: apt-get install default-jre-headless");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("No errors or warnings detected"),
        "{said}"
    );
}

/// Exported, imported as another story and exported again: nothing of the text changed.
async fn goes_round(stage: &Stage, ada: &Actor, name: &str) -> Story {
    let all = publishing(ImportPublication::All);
    let first = import(stage, ada, novel(name), &all).await.story;
    let source = read(
        match &novel(name) {
            ImportSource::Path(path) => Source::Path(path),
            _ => unreachable!("novels are files"),
        },
        &Limits::default(),
    )
    .unwrap();
    for book in [
        epub(stage, ada, first.id).await,
        markdown(stage, ada, first.id, false).await,
    ] {
        let exported = manuscript(&book);
        let read: Vec<&String> = source.chapters.iter().map(|c| &c.markdown).collect();
        let written: Vec<&String> = exported.chapters.iter().map(|c| &c.markdown).collect();
        assert!(
            read == written,
            "{name}: the text of {} differs from the source",
            book.file_name
        );
        assert_eq!(exported.volumes, source.volumes);
        let again = ImportSource::Upload {
            name: book.file_name.clone(),
            bytes: Bytes::from(book.bytes),
        };
        let second = import(stage, ada, again, &all).await.story;
        assert_eq!(
            (&second.title, &second.blurb, &second.language),
            (&first.title, &first.blurb, &first.language)
        );
        assert_eq!(second.word_count, first.word_count);
        let twice = manuscript(&epub(stage, ada, second.id).await);
        assert!(
            text(&twice) == text(&exported),
            "{name}: {} came back differently",
            book.file_name
        );
        assert_eq!(twice.volumes, exported.volumes);
    }
    first
}

on_each_engine! {
    async fn great_expectations_goes_round(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = goes_round(&stage, &ada, "great-expectations").await;
        let (one, two) = (epub(&stage, &ada, story.id).await, epub(&stage, &Actor::ANONYMOUS, story.id).await);
        assert!(one.bytes == two.bytes && one.digest == two.digest, "the same book for everybody");
    }

    async fn readers_get_what_they_may_read_and_nothing_else(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "Half Told").await;
        let shown = stage.chapter(&ada, story.id, "Shown", "Everybody reads this.").await;
        let draft = stage.chapter(&ada, story.id, "Sekrettitle", "Sekretdraft words.").await;
        let ahead = stage.chapter(&ada, story.id, "Sekretahead", "Sekretahead words.").await;
        let refused = stage.app.export_epub(&ada, &StoryRef::Id(story.id), &ExportAsk::default()).await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "{refused:?}");

        stage.app.publish_chapter(&ada, shown.id, false).await.unwrap();
        let moment = stage.app.now() + Duration::from_hours(24);
        stage.app.schedule_chapter(&ada, ahead.id, moment, false).await.unwrap();
        let strange = stage.app.export_epub(&ben, &StoryRef::Id(story.id), &ExportAsk::default()).await;
        assert!(matches!(strange, Err(Refused::NotFound)), "{strange:?}");
        stage.app.publish_story(&ada, story.id).await.unwrap();

        for reader in [&Actor::ANONYMOUS, &ben, &ada] {
            for book in [epub(&stage, reader, story.id).await, markdown(&stage, reader, story.id, false).await] {
                assert!(anything_holds(&book.bytes, "Everybody reads this."));
                assert!(!anything_holds(&book.bytes, "Sekret") && !anything_holds(&book.bytes, "sekret"));
                assert!(!anything_holds(&book.bytes, &draft.id.to_string()));
            }
        }
        let all = ExportAsk { all: true, ..ExportAsk::default() };
        let strange = stage.app.export_markdown(&ben, &StoryRef::Id(story.id), &all).await;
        assert!(matches!(strange, Err(Refused::Forbidden(_))), "{strange:?}");
        let backup = markdown(&stage, &ada, story.id, true).await;
        assert_eq!(manuscript(&backup).chapters.len(), 3);
        assert!(anything_holds(&backup.bytes, "Sekretdraft words."));
    }

    async fn a_book_grows_without_changing(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Growing").await;
        let first = stage.chapter(&ada, story.id, "One", "Once.").await;
        let second = stage.chapter(&ada, story.id, "Two", "Twice.").await;
        stage.app.publish_chapter(&ada, first.id, false).await.unwrap();
        stage.app.publish_story(&ada, story.id).await.unwrap();
        let week = epub(&stage, &ada, story.id).await;
        let known = ExportAsk { known: Some(format!("\"{}\"", week.digest)), ..ExportAsk::default() };
        let same = stage.app.export_epub(&ada, &StoryRef::Id(story.id), &known).await.unwrap();
        assert!(matches!(same, Exported::Same { .. }), "{same:?}");

        stage.pass(Duration::from_hours(24));
        stage.app.publish_chapter(&ada, second.id, false).await.unwrap();
        let next = stage.app.export_epub(&ada, &StoryRef::Id(story.id), &known).await.unwrap();
        let next = next.book().unwrap();
        assert_ne!(next.digest, week.digest);
        assert!(next.modified > week.modified);
        let (before, after) = (entries(&week.bytes), entries(&next.bytes));
        let chapter = format!("EPUB/chapter-{}.xhtml", first.id);
        assert!(before.contains_key(&chapter), "{:?}", before.keys());
        assert_eq!(before[&chapter], after[&chapter]);
        assert_eq!(after.len(), before.len() + 2, "a page and its source");
    }

    async fn an_author_can_keep_a_story_from_being_a_book(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "Stay Here").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Once.").await;
        stage.app.publish_chapter(&ada, chapter.id, false).await.unwrap();
        let story = stage.app.publish_story(&ada, story.id).await.unwrap();
        let off = StoryChange { download: Some(false), ..StoryChange::default() };
        let story = stage.app.describe_story(&ada, story.id, story.version, &off).await.unwrap();
        let refused = stage.app.export_epub(&ben, &StoryRef::Id(story.id), &ExportAsk::default()).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        epub(&stage, &ada, story.id).await;

        let adult = StoryChange { download: Some(true), rating: Some(Rating::Mature), ..StoryChange::default() };
        stage.app.describe_story(&ada, story.id, story.version, &adult).await.unwrap();
        for reader in [&Actor::ANONYMOUS, &ben] {
            let refused = stage.app.export_epub(reader, &StoryRef::Id(story.id), &ExportAsk::default()).await;
            assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn epubcheck_finds_no_fault_with_great_expectations() {
    let stage = Stage::sqlite().await;
    let ada = stage.member("ada").await;
    let options = publishing(ImportPublication::All);
    let story = import(&stage, &ada, novel("great-expectations"), &options)
        .await
        .story;
    epubcheck(&epub(&stage, &Actor::ANONYMOUS, story.id).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_novels_go_round() {
    let stage = Stage::sqlite().await;
    let ada = stage.member("ada").await;
    for name in [
        "around-the-world-in-eighty-days",
        "sherlock-holmes-adventures",
        "the-moonstone",
        "the-pickwick-papers",
    ] {
        goes_round(&stage, &ada, name).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_kinds_and_volumes_come_back() {
    let stage = Stage::sqlite().await;
    let ada = stage.member("ada").await;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "story.md",
        "---\ntitle: \"Odd Ends\"\nlanguage: de\nvolumes: [\"I\", \"II\"]\ndescription: \"A *blurb*.\"\nlicense: CC0\n---\n",
    );
    write(
        "01-a.md",
        "---\ntitle: A\nkind: prologue\nvolume: I\nvolume_number: 1\nnote_before: \"Hello *you*\"\n---\n\n\tTabs, trailing  \nspaces \r\nand no end",
    );
    write(
        "02-b.md",
        "---\ntitle: B\nvolume: II\nvolume_number: 2\nnote_after: \"Bye\"\n---\nSecond.\n\n\n",
    );
    let source = ImportSource::Path(folder.path().to_owned());
    let options = ImportOptions {
        publication: ImportPublication::All,
        ..ImportOptions::default()
    };
    let story = import(&stage, &ada, source, &options).await.story;
    for book in [
        epub(&stage, &ada, story.id).await,
        markdown(&stage, &ada, story.id, false).await,
    ] {
        let read = manuscript(&book);
        assert_eq!(read.title, "Odd Ends");
        assert_eq!(read.language.as_deref(), Some("de"));
        assert_eq!(read.description.as_deref(), Some("A *blurb*."));
        assert_eq!(read.license.as_deref(), Some("CC0"));
        let volumes: Vec<&str> = read
            .volumes
            .iter()
            .map(|volume| volume.title.as_str())
            .collect();
        assert_eq!(volumes, ["I", "II"]);
        assert_eq!(read.chapters[0].kind, quire_books::ChapterKind::Prologue);
        assert_eq!(read.chapters[0].note_before.as_deref(), Some("Hello *you*"));
        assert_eq!(
            read.chapters[0].markdown,
            "\n\tTabs, trailing  \nspaces \r\nand no end"
        );
        assert_eq!(read.chapters[1].note_after.as_deref(), Some("Bye"));
        assert_eq!(read.chapters[1].markdown, "Second.\n\n\n");
    }
}
