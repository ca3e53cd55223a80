//! The history of a chapter: listed, compared, named, brought back.

use quire_app::chapters::ChapterChange;
use quire_app::revisions::DiffBlock;
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::text::Label;

use crate::on_each_engine;
use crate::stage::text;

on_each_engine! {
    async fn a_history_is_listed_newest_first_by_pages(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "History").await;
        let chapter = stage.chapter(&ada, story.id, "One", "Text 1.").await;
        let mut version = chapter.version;
        for n in 2..=7 {
            let change = text(&format!("Text {n}."));
            let saved = stage.app.save_chapter(&ada, chapter.id, version, &change).await.unwrap();
            version = saved.version;
        }
        let (mut seen, mut next) = (Vec::new(), None);
        loop {
            let page = PageRequest::new(Some(3), next).unwrap();
            let page = stage.app.revisions(&ada, chapter.id, &page).await.unwrap();
            seen.extend(page.items.iter().map(|revision| revision.n));
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
    }

    async fn an_old_text_comes_back_and_nothing_between_is_lost(stage: Stage) {
        let ada = stage.member("ada").await;
        let (_, chapters) = stage.shown(&ada, "Back", &["First.\n\nSecond."]).await;
        let (app, id) = (&stage.app, chapters[0].id);
        let old = chapters[0].head_revision_id.unwrap();
        let saved = app.save_chapter(&ada, id, chapters[0].version, &text("First.\n\nThird.")).await.unwrap();
        let newer = saved.head_revision_id.unwrap();

        let diff = app.diff_revisions(&ada, id, old, newer).await.unwrap();
        assert!(matches!(&diff[0], DiffBlock::Same { text } if text == "First."), "{diff:?}");
        assert!(diff.len() > 1 && !diff[1..].iter().any(|block| matches!(block, DiffBlock::Same { .. })));

        let stale = app.restore_revision(&ada, id, chapters[0].version, old, None).await;
        assert!(matches!(stale, Err(Refused::Stale { current }) if current == saved.version));
        let kept = app.restore_revision(&ada, id, saved.version, old, Some(false)).await.unwrap();
        let seen = app.chapter_source(&Actor::ANONYMOUS, id, None).await.unwrap();
        assert_eq!(seen.markdown, "First.\n\nThird.", "it was kept back");
        let live = ChapterChange { go_live: Some(true), ..ChapterChange::default() };
        app.save_chapter(&ada, id, kept.version, &live).await.unwrap();
        let seen = app.chapter_source(&Actor::ANONYMOUS, id, None).await.unwrap();
        assert_eq!(seen.markdown, "First.\n\nSecond.");
        let page = app.revisions(&ada, id, &PageRequest::default()).await.unwrap();
        assert_eq!(page.items.len(), 3);
        assert!(page.items.iter().any(|one| one.id == newer));
    }

    async fn a_revision_gets_a_name_and_loses_it(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Names").await;
        let one = stage.chapter(&ada, story.id, "One", "a").await;
        let two = stage.chapter(&ada, story.id, "Two", "b").await;
        let (app, revision) = (&stage.app, one.head_revision_id.unwrap());
        let label = Label::parse("before the cut").unwrap();
        let named = app.label_revision(&ada, one.id, revision, Some(&label)).await.unwrap();
        assert_eq!(named.label, "before the cut");
        assert_eq!(named.author_handle.unwrap().as_str(), "ada");
        let plain = app.label_revision(&ada, one.id, revision, None).await.unwrap();
        assert_eq!(plain.label, "");
        let foreign = two.head_revision_id.unwrap();
        let refusals = [
            app.label_revision(&ada, one.id, foreign, None).await.err(),
            app.revision(&ada, one.id, foreign).await.err(),
            app.diff_revisions(&ada, one.id, revision, foreign).await.err(),
            app.restore_revision(&ada, one.id, one.version, foreign, None).await.err(),
        ];
        for refused in refusals {
            assert!(matches!(refused, Some(Refused::NotFound)), "{refused:?}");
        }
    }

    async fn readers_do_not_see_how_a_chapter_came_to_be(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (_, chapters) = stage.shown(&ada, "Closed", &["Text."]).await;
        let (app, id) = (&stage.app, chapters[0].id);
        let live = chapters[0].live_revision_id.unwrap();
        let page = PageRequest::default();
        let refusals = [
            app.revisions(&ben, id, &page).await.err(),
            app.revision(&ben, id, live).await.err(),
            app.diff_revisions(&ben, id, live, live).await.err(),
            app.restore_revision(&ben, id, chapters[0].version, live, None).await.err(),
            app.label_revision(&ben, id, live, None).await.err(),
        ];
        for refused in refusals {
            assert!(matches!(refused, Some(Refused::Forbidden(_))), "{refused:?}");
        }
    }
}
