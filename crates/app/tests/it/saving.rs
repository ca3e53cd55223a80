//! Chapters are saved: byte for byte, once, and by one at a time.

use std::time::Duration;

use quire_app::chapters::{ChapterChange, Edition};
use quire_app::collaborators::Invitee;
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::chapter::{ChapterKind, RevisionKind};
use quire_domain::limits::{AUTOSAVES_KEPT, CHAPTER_CHARS};
use quire_domain::story::CollaboratorRole;

use crate::on_each_engine;
use crate::stage::{Stage, retitled, text};

async fn kinds(stage: &Stage, actor: &Actor, id: quire_domain::id::ChapterId) -> Vec<RevisionKind> {
    let page = PageRequest::new(Some(100), None).unwrap();
    let page = stage.app.revisions(actor, id, &page).await.unwrap();
    page.items.iter().map(|revision| revision.kind).collect()
}

on_each_engine! {
    async fn a_text_comes_back_byte_for_byte(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Bytes").await;
        let odd = [
            "Line one.\r\nLine two.\r\n\r\nNext.\r\n",
            "Two spaces at the end  \nand a tab\t\n\n\n\n",
            "\u{feff}A mark before the first letter.",
            "e\u{301} is not é; \u{200b}\u{200d}\u{2028}\u{fffe}\u{10ffff} and \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
            "   leading, \u{b}\u{c}\u{7f}\u{85} controls, \\ ' \" % _ $1 ?1 -- ;",
            "<script>alert(1)</script> & &amp; &#0; ``` ~~~",
            " ",
            "",
        ];
        for (n, markdown) in odd.into_iter().enumerate() {
            let chapter = stage.chapter(&ada, story.id, &format!("Odd {n}"), markdown).await;
            let source = stage.app.chapter_source(&ada, chapter.id, None).await.unwrap();
            assert_eq!(source.markdown, markdown, "created");
            let change = text(&format!("{markdown}!"));
            let saved = stage.app.save_chapter(&ada, chapter.id, chapter.version, &change).await;
            let kept = stage.app.autosave_chapter(&ada, chapter.id, saved.unwrap().version, markdown).await;
            let head = kept.unwrap().head_revision_id.unwrap();
            let (_, source) = stage.app.revision(&ada, chapter.id, head).await.unwrap();
            assert_eq!(source, markdown, "kept");
        }
    }

    async fn what_cannot_be_kept_is_refused_by_the_name_of_its_field(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Refused").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Text.").await;
        let long = "é".repeat(CHAPTER_CHARS + 1);
        for (markdown, code) in [("a\0b", "nul"), (long.as_str(), "too-long")] {
            let (app, id, version) = (&stage.app, chapter.id, chapter.version);
            let refusals = [
                app.save_chapter(&ada, id, version, &text(markdown)).await.err(),
                app.autosave_chapter(&ada, id, version, markdown).await.err(),
            ];
            for refused in refusals {
                let Some(Refused::Invalid(errors)) = refused else {
                    panic!("{code} was not refused: {refused:?}");
                };
                assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/markdown", code));
            }
        }
        let whole = "é".repeat(CHAPTER_CHARS);
        let saved = stage.app.save_chapter(&ada, chapter.id, chapter.version, &text(&whole)).await;
        assert_eq!(saved.unwrap().word_count, 1);
    }

    async fn the_same_text_makes_no_new_revision(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Same").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Text.").await;
        let again = stage.app.save_chapter(&ada, chapter.id, chapter.version, &text("Text.")).await;
        assert_eq!(again.unwrap().version, chapter.version);
        let again = stage.app.autosave_chapter(&ada, chapter.id, chapter.version, "Text.").await;
        assert_eq!(again.unwrap().version, chapter.version);
        assert_eq!(kinds(&stage, &ada, chapter.id).await, [RevisionKind::Save]);
        // An autosave that is then saved by hand is kept for good, as the same revision.
        let kept = stage.app.autosave_chapter(&ada, chapter.id, chapter.version, "More.").await.unwrap();
        let saved = stage.app.save_chapter(&ada, chapter.id, kept.version, &text("More.")).await.unwrap();
        assert_eq!(saved.head_revision_id, kept.head_revision_id);
        assert_eq!(kinds(&stage, &ada, chapter.id).await, [RevisionKind::Save, RevisionKind::Save]);
    }

    async fn of_two_tabs_the_second_is_told_what_is_current(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Tabs").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Text.").await;
        let (app, id) = (&stage.app, chapter.id);
        let first = app.save_chapter(&ada, id, chapter.version, &text("First tab.")).await.unwrap();
        let refusals = [
            app.save_chapter(&ada, id, chapter.version, &text("Second tab.")).await.err(),
            app.save_chapter(&ada, id, chapter.version, &retitled("Second")).await.err(),
            app.autosave_chapter(&ada, id, chapter.version, "Second tab.").await.err(),
            app.delete_chapter(&ada, id, Some(chapter.version)).await.err(),
        ];
        for refused in refusals {
            assert!(
                matches!(refused, Some(Refused::Stale { current }) if current == first.version),
                "{refused:?}"
            );
        }
        let source = app.chapter_source(&ada, id, None).await.unwrap();
        assert_eq!(source.markdown, "First tab.");
    }

    async fn of_many_saves_of_one_version_exactly_one_wins(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Race").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Text.").await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (app, ada, id, version) = (stage.app.clone(), ada.clone(), chapter.id, chapter.version);
            tasks.spawn(async move {
                let markdown = format!("Writer {n}.");
                match n % 2 {
                    0 => app.save_chapter(&ada, id, version, &text(&markdown)).await,
                    _ => app.autosave_chapter(&ada, id, version, &markdown).await,
                }
            });
        }
        let mut won = Vec::new();
        while let Some(outcome) = tasks.join_next().await {
            match outcome.unwrap() {
                Ok(saved) => won.push(saved),
                Err(Refused::Stale { current }) => assert_eq!(current, chapter.version + 1),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(won.len(), 1, "{won:?}");
        assert_eq!(kinds(&stage, &ada, chapter.id).await.len(), 2);
        let now = stage.app.chapter(&ada, chapter.id).await.unwrap().chapter;
        assert_eq!(now.head_revision_id, won[0].head_revision_id);
    }

    async fn a_published_chapter_changes_at_once_unless_the_edit_is_kept_back(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Live", &["One two three."]).await;
        let (app, id, reader) = (&stage.app, chapters[0].id, Actor::ANONYMOUS);
        let seen = async || app.chapter_source(&reader, id, None).await.unwrap().markdown;
        let words = async || app.story(&reader, story.id).await.unwrap().story.word_count;

        let saved = app.save_chapter(&ada, id, chapters[0].version, &text("One two.")).await.unwrap();
        assert_eq!((seen().await.as_str(), words().await), ("One two.", 2));
        assert_eq!(saved.live_revision_id, saved.head_revision_id);

        let back = ChapterChange {
            go_live: Some(false),
            ..text("Five words that wait now.")
        };
        let kept = app.save_chapter(&ada, id, saved.version, &back).await.unwrap();
        assert_eq!((seen().await.as_str(), words().await), ("One two.", 2));
        assert_eq!((kept.word_count, kept.live_word_count), (5, 2));

        // A change of the title alone does not show the text that waits.
        let titled = app.save_chapter(&ada, id, kept.version, &retitled("Anew")).await.unwrap();
        assert_eq!(seen().await, "One two.");
        let shown = ChapterChange {
            go_live: Some(true),
            ..ChapterChange::default()
        };
        app.save_chapter(&ada, id, titled.version, &shown).await.unwrap();
        assert_eq!((seen().await.as_str(), words().await), ("Five words that wait now.", 5));
        let expected = [RevisionKind::Publish; 3];
        assert_eq!(kinds(&stage, &ada, id).await, expected, "what readers got stays");
    }

    async fn an_editor_may_edit_and_not_publish(stage: Stage) {
        let (ada, eve) = (stage.member("ada").await, stage.member("eve").await);
        let (story, chapters) = stage.shown(&ada, "Edited", &["Text."]).await;
        let (app, id) = (&stage.app, chapters[0].id);
        let handle = Invitee::Id(eve.account().unwrap());
        app.invite_collaborator(&ada, story.id, &handle, CollaboratorRole::Editor).await.unwrap();
        app.accept_invitation(&eve, story.id).await.unwrap();

        let saved = app.save_chapter(&eve, id, chapters[0].version, &text("Better.")).await.unwrap();
        let seen = app.chapter_source(&Actor::ANONYMOUS, id, None).await.unwrap();
        assert_eq!(seen.markdown, "Text.", "the edit waits for the author");
        let head = app.chapter_source(&eve, id, Some(Edition::Head)).await.unwrap();
        assert_eq!(head.markdown, "Better.");
        let live = ChapterChange {
            go_live: Some(true),
            ..ChapterChange::default()
        };
        let refusals = [
            app.save_chapter(&eve, id, saved.version, &live).await.err(),
            app.save_chapter(&eve, id, saved.version, &retitled("Mine")).await.err(),
            app.publish_chapter(&eve, id, false).await.err(),
            app.delete_chapter(&eve, id, None).await.err(),
            app.reorder_chapters(&eve, story.id, &[id]).await.err(),
        ];
        for refused in refusals {
            assert!(matches!(refused, Some(Refused::Forbidden(_))), "{refused:?}");
        }
        // Of a draft an editor may change everything.
        let draft = stage.chapter(&eve, story.id, "Draft", "Text.").await;
        app.save_chapter(&eve, draft.id, draft.version, &retitled("Titled")).await.unwrap();
    }

    async fn blocks_keep_their_ids_through_edits_elsewhere(stage: Stage) {
        let ada = stage.member("ada").await;
        let first = "The lamp.\n\nNobody came.\n\n***\n\nMorning came late to the harbour.";
        let (_, chapters) = stage.shown(&ada, "Anchors", &[first]).await;
        let (app, id) = (&stage.app, chapters[0].id);
        let bids = async || {
            let text = app.chapter_text(&Actor::ANONYMOUS, id, None).await.unwrap();
            let blocks = text.blocks.iter();
            blocks.map(|block| (block.text.clone(), block.bid)).collect::<Vec<_>>()
        };
        let before = bids().await;
        let edits = [
            format!("Before it all.\n\n{first}"),
            format!("Before it all!\n\n{}", first.replace("Nobody", "Nobody at all")),
            first.replace("\n\n", "\r\n\r\n"),
            format!("{first}\n\nAfter it all."),
        ];
        let mut version = chapters[0].version;
        for edit in edits {
            version = app.save_chapter(&ada, id, version, &text(&edit)).await.unwrap().version;
            let now = bids().await;
            for unchanged in [&before[0], &before[2], &before[3]] {
                assert!(now.contains(unchanged), "{unchanged:?} is not in {now:?}");
            }
        }
        // A block that is edited stays itself: its id comes from the revision before, not its words.
        let edit = first.replace("late to", "very late to");
        app.save_chapter(&ada, id, version, &text(&edit)).await.unwrap();
        let now = bids().await;
        assert_eq!(now[3], ("Morning came very late to the harbour.".to_owned(), before[3].1));
    }

    async fn autosaves_thin_out_to_the_newest_and_one_a_day(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Thin").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Begun.").await;
        let (app, id) = (&stage.app, chapter.id);
        let mut version = chapter.version;
        let mut ends_of_days = Vec::new();
        // Three days with 30 autosaves each; each day ends with one that is kept for its day.
        for day in 0..3 {
            for n in 0..30 {
                stage.pass(Duration::from_mins(1));
                let markdown = format!("Day {day}, text {n}.");
                let kept = app.autosave_chapter(&ada, id, version, &markdown).await.unwrap();
                version = kept.version;
                if n == 29 {
                    ends_of_days.push(kept.head_revision_id.unwrap());
                }
            }
            stage.pass(Duration::from_mins(24 * 60 - 30));
        }
        let page = PageRequest::new(Some(100), None).unwrap();
        let left = app.revisions(&ada, id, &page).await.unwrap().items;
        let autosaves = left.iter().filter(|one| one.kind == RevisionKind::Autosave).count();
        // The newest 40 hold days two and one's last ten; only day zero's last is beyond them.
        assert_eq!(autosaves, AUTOSAVES_KEPT + 1);
        for id in ends_of_days {
            assert!(left.iter().any(|one| one.id == id), "the end of a day is gone");
        }
        assert_eq!(left.last().map(|one| one.kind), Some(RevisionKind::Save));
    }

    async fn an_autosave_with_a_name_is_never_thinned_out(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Named").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Begun.").await;
        let (app, id) = (&stage.app, chapter.id);
        let first = app.autosave_chapter(&ada, id, chapter.version, "The good one.").await.unwrap();
        let named = first.head_revision_id.unwrap();
        let label = quire_domain::text::Label::parse("the good one").unwrap();
        app.label_revision(&ada, id, named, Some(&label)).await.unwrap();
        let mut version = first.version;
        for n in 0..AUTOSAVES_KEPT + 3 {
            let kept = app.autosave_chapter(&ada, id, version, &format!("Text {n}.")).await.unwrap();
            version = kept.version;
        }
        let (line, source) = app.revision(&ada, id, named).await.unwrap();
        assert_eq!((line.label.as_str(), source.as_str()), ("the good one", "The good one."));
        let page = PageRequest::new(Some(100), None).unwrap();
        let left = app.revisions(&ada, id, &page).await.unwrap().items;
        assert_eq!(left.len(), AUTOSAVES_KEPT + 2);
    }

    async fn a_chapter_that_becomes_news_leaves_numbers_and_counts(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Kinds", &["One two.", "Three."]).await;
        let change = ChapterChange {
            kind: Some(ChapterKind::Announcement),
            ..ChapterChange::default()
        };
        let app = &stage.app;
        let news = app.save_chapter(&ada, chapters[0].id, chapters[0].version, &change).await.unwrap();
        assert_eq!(news.number, None);
        let second = app.chapter(&ada, chapters[1].id).await.unwrap().chapter;
        assert_eq!(second.number, Some(1));
        let story = app.story(&ada, story.id).await.unwrap().story;
        assert_eq!((story.chapter_count, story.word_count), (1, 1));
    }
}
