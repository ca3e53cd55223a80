//! Chapters: begun, found and read, and by whom.

use quire_app::chapters::{ChapterAddress, ChapterAt, ChapterChange, Edition, NewChapter};
use quire_app::collaborators::Invitee;
use quire_app::stories::{StoryChange, StoryRef};
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::slug::Slug;
use quire_domain::story::{CollaboratorRole, Rating};
use quire_domain::text::{AuthorNote, ChapterTitle};
use quire_observe::tally;

use crate::on_each_engine;
use crate::stage::{retitled, text};

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn moved(at: ChapterAt) -> String {
    match at {
        ChapterAt::Moved(address) => address.to_string(),
        ChapterAt::Here(readable) => panic!("{} did not move", readable.address()),
    }
}

on_each_engine! {
    async fn a_chapter_begins_as_a_numbered_draft_at_the_end(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "The Long Way").await;
        let first = stage.chapter(&ada, story.id, "Home", "One two three.").await;
        let second = stage.chapter(&ada, story.id, "Home", "Four.").await;
        assert_eq!((first.number, second.number), (Some(1), Some(2)));
        assert_eq!((first.slug.as_str(), second.slug.as_str()), ("home", "home-2"));
        assert_eq!((first.state, first.word_count), (ChapterState::Draft, 3));
        let refused = stage.app.chapter(&ben, first.id).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
    }

    async fn a_chapter_takes_the_notes_of_its_story_unless_it_has_its_own(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Notes").await;
        let note = |text: &str| AuthorNote::parse(text).unwrap();
        let change = StoryChange {
            default_note_before: Some(note("Thank you for reading.")),
            ..StoryChange::default()
        };
        stage.app.describe_story(&ada, story.id, story.version, &change).await.unwrap();
        let plain = stage.chapter(&ada, story.id, "One", "Text.").await;
        assert_eq!(plain.note_before.as_str(), "Thank you for reading.");
        let own = NewChapter {
            note_before: Some(note("")),
            ..NewChapter::titled(ChapterTitle::parse("Two").unwrap(), "Text.")
        };
        let own = stage.app.create_chapter(&ada, story.id, &own).await.unwrap();
        assert_eq!(own.note_before.as_str(), "");
    }

    async fn a_title_in_no_letters_is_called_by_its_id(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Stars").await;
        let chapter = stage.chapter(&ada, story.id, "***", "Text.").await;
        assert_eq!(chapter.slug.as_str(), chapter.id.to_string().replace('_', "-"));
    }

    async fn an_old_address_leads_to_the_new_one(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Road", &["First.", "Second."]).await;
        let reader = Actor::ANONYMOUS;
        let two = stage.app.chapter(&reader, chapters[1].id).await.unwrap();
        assert_eq!(two.address().to_string(), "/s/road/2-two");
        let at = async |number, part: &str| {
            stage.app.chapter_at(&reader, &slug("road"), number, &slug(part)).await
        };
        assert!(matches!(at(Some(2), "two").await.unwrap(), ChapterAt::Here(_)));
        assert_eq!(moved(at(Some(7), "two").await.unwrap()), "/s/road/2-two");
        assert_eq!(moved(at(None, "two").await.unwrap()), "/s/road/2-two");

        let version = chapters[1].version;
        let retitle = retitled("The Second");
        let renamed = stage.app.save_chapter(&ada, chapters[1].id, version, &retitle).await.unwrap();
        assert_eq!(moved(at(Some(2), "two").await.unwrap()), "/s/road/2-the-second");
        // Its old slug is never another chapter's, and comes back to it alone.
        let other = stage.chapter(&ada, story.id, "Two", "Text.").await;
        assert_eq!(other.slug.as_str(), "two-2");
        let change = retitled("Two");
        let back = stage.app.save_chapter(&ada, renamed.id, renamed.version, &change).await.unwrap();
        assert_eq!(back.slug.as_str(), "two");
        assert_eq!(moved(at(Some(2), "the-second").await.unwrap()), "/s/road/2-two");

        let change = StoryChange {
            slug: Some(slug("street")),
            ..StoryChange::default()
        };
        let story = stage.app.story(&ada, story.id).await.unwrap().story;
        stage.app.describe_story(&ada, story.id, story.version, &change).await.unwrap();
        assert_eq!(moved(at(Some(2), "two").await.unwrap()), "/s/street/2-two");
        assert!(matches!(at(Some(9), "nine").await, Err(Refused::NotFound)));
    }

    async fn a_retitled_draft_gives_its_slug_back(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Drafts").await;
        let draft = stage.chapter(&ada, story.id, "Dawn", "Text.").await;
        stage.app.save_chapter(&ada, draft.id, draft.version, &retitled("Dusk")).await.unwrap();
        assert_eq!(stage.chapter(&ada, story.id, "Dawn", "Text.").await.slug.as_str(), "dawn");
    }

    async fn a_stranger_learns_nothing_of_a_draft_in_a_published_story(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, chapters) = stage.shown(&ada, "Mixed", &["Public."]).await;
        let draft = stage.chapter(&ada, story.id, "Secret", "Hidden.").await;
        let app = &stage.app;
        let address = ChapterAddress::parse_part("2-secret").unwrap();
        for stranger in [&ben, &Actor::ANONYMOUS] {
            let page = PageRequest::default();
            let answers = [
                app.chapter(stranger, draft.id).await.err(),
                app.chapter_text(stranger, draft.id, None).await.err(),
                app.chapter_text(stranger, draft.id, Some(Edition::Head)).await.err(),
                app.chapter_source(stranger, draft.id, None).await.err(),
                app.chapter_page(stranger, draft.id, None).await.err(),
                app.chapter_at(stranger, &story.slug, address.0, &address.1).await.err(),
                app.revisions(stranger, draft.id, &page).await.err(),
                app.revision(stranger, draft.id, draft.head_revision_id.unwrap()).await.err(),
            ];
            for answer in answers {
                assert!(matches!(answer, Some(Refused::NotFound)), "{answer:?}");
            }
            let contents = app.contents(stranger, &StoryRef::Id(story.id)).await.unwrap();
            assert_eq!(contents.chapters.len(), 1);
            assert_eq!(contents.chapters[0].id, chapters[0].id);
        }
        let writes = [
            app.save_chapter(&ben, draft.id, draft.version, &text("Mine.")).await.err(),
            app.autosave_chapter(&ben, draft.id, draft.version, "Mine.").await.err(),
            app.delete_chapter(&ben, draft.id, None).await.err(),
            app.restore_chapter(&ben, draft.id).await.err(),
        ];
        for answer in writes {
            assert!(matches!(answer, Some(Refused::NotFound)), "{answer:?}");
        }
        // Of what they can read, they are told that it is not theirs.
        let refused = app.save_chapter(&ben, chapters[0].id, 2, &text("Mine.")).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        let anonymous = app.save_chapter(&Actor::ANONYMOUS, draft.id, 1, &text("Mine.")).await;
        assert!(matches!(anonymous, Err(Refused::Unauthenticated)), "{anonymous:?}");
    }

    async fn readers_get_the_live_text_and_authors_may_ask_for_any(stage: Stage) {
        let ada = stage.member("ada").await;
        let (_, chapters) = stage.shown(&ada, "Two Texts", &["Live text."]).await;
        let (app, id) = (&stage.app, chapters[0].id);
        let kept = app.autosave_chapter(&ada, id, chapters[0].version, "Next text.").await.unwrap();
        let head = kept.head_revision_id.unwrap();
        let live = kept.live_revision_id.unwrap();
        let reader = Actor::ANONYMOUS;
        let first = |blocks: &[quire_app::chapters::Block]| blocks[0].text.clone();

        let seen = app.chapter_text(&reader, id, None).await.unwrap();
        assert_eq!((first(&seen.blocks).as_str(), seen.revision), ("Live text.", live));
        assert_eq!(app.chapter_source(&reader, id, None).await.unwrap().markdown, "Live text.");
        assert_eq!(seen.readable.chapter.head_revision_id, None);
        assert_eq!(seen.readable.chapter.word_count, 2);
        for edition in [Edition::Head, Edition::Revision(head)] {
            let refused = app.chapter_text(&reader, id, Some(edition)).await.err();
            assert!(matches!(refused, Some(Refused::NotFound)), "{refused:?}");
        }
        for edition in [Edition::Head, Edition::Revision(head)] {
            let text = app.chapter_text(&ada, id, Some(edition)).await.unwrap();
            assert_eq!(first(&text.blocks), "Next text.");
        }
        let text = app.chapter_text(&ada, id, None).await.unwrap();
        assert_eq!(first(&text.blocks), "Live text.");
        // The cache, warm with both texts by now, knows no reader.
        let refused = app.chapter_text(&reader, id, Some(Edition::Revision(head))).await.err();
        assert!(matches!(refused, Some(Refused::NotFound)), "{refused:?}");
    }

    async fn a_revision_of_another_chapter_is_none_of_this_one(stage: Stage) {
        let ada = stage.member("ada").await;
        let (_, chapters) = stage.shown(&ada, "Cross", &["One.", "Two."]).await;
        let foreign = Edition::Revision(chapters[1].head_revision_id.unwrap());
        let refused = stage.app.chapter_text(&ada, chapters[0].id, Some(foreign)).await.err();
        assert!(matches!(refused, Some(Refused::NotFound)), "{refused:?}");
        let refused = stage.app.chapter_source(&ada, chapters[0].id, Some(foreign)).await.err();
        assert!(matches!(refused, Some(Refused::NotFound)), "{refused:?}");
    }

    async fn a_page_knows_its_published_neighbours(stage: Stage) {
        let ada = stage.member("ada").await;
        let (_, chapters) = stage.shown(&ada, "Row", &["a", "b", "c"]).await;
        let (app, reader) = (&stage.app, Actor::ANONYMOUS);
        app.withdraw_chapter(&ada, chapters[1].id).await.unwrap();
        let page = app.chapter_page(&reader, chapters[0].id, None).await.unwrap();
        assert_eq!(page.blocks.unwrap()[0].text, "a");
        assert!(page.previous.is_none());
        assert_eq!(page.next.unwrap().id, chapters[2].id);
        let page = app.chapter_page(&reader, chapters[2].id, None).await.unwrap();
        assert_eq!(page.previous.unwrap().id, chapters[0].id);
        assert!(page.next.is_none());
    }

    async fn without_an_age_there_is_a_title_and_no_text(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Grown", &["Not for all."]).await;
        let change = StoryChange {
            rating: Some(Rating::Explicit),
            ..StoryChange::default()
        };
        stage.app.describe_story(&ada, story.id, story.version, &change).await.unwrap();
        let (app, reader) = (&stage.app, Actor::ANONYMOUS);
        let noted = ChapterChange {
            note_before: Some(AuthorNote::parse("Graphic.").unwrap()),
            ..ChapterChange::default()
        };
        let version = chapters[0].version;
        app.save_chapter(&ada, chapters[0].id, version, &noted).await.unwrap();
        let page = app.chapter_page(&reader, chapters[0].id, None).await.unwrap();
        assert!(page.blocks.is_none());
        assert_eq!(page.readable.chapter.note_before.as_str(), "");
        for refused in [
            app.chapter_text(&reader, chapters[0].id, None).await.err(),
            app.chapter_source(&reader, chapters[0].id, None).await.err(),
        ] {
            assert!(matches!(refused, Some(Refused::Forbidden(_))), "{refused:?}");
        }
    }

    async fn markdown_is_for_readers_only_where_it_may_be_downloaded(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, chapters) = stage.shown(&ada, "Kept", &["Text."]).await;
        let change = StoryChange {
            download: Some(false),
            ..StoryChange::default()
        };
        stage.app.describe_story(&ada, story.id, story.version, &change).await.unwrap();
        let refused = stage.app.chapter_source(&Actor::ANONYMOUS, chapters[0].id, None).await.err();
        assert!(matches!(refused, Some(Refused::Forbidden(_))), "{refused:?}");
        assert!(stage.app.chapter_source(&ada, chapters[0].id, None).await.is_ok());
    }

    async fn a_list_of_chapters_pages_in_order_with_as_many_statements_as_ever(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, _) = stage.shown(&ada, "Long", &["a", "b"]).await;
        let which = StoryRef::Id(story.id);
        let page = PageRequest::default();
        for actor in [&ada, &Actor::ANONYMOUS] {
            stage.app.chapters_of(actor, &which, &page).await.unwrap();
        }
        let count = async |actor: &Actor| {
            let contents = stage.app.contents(actor, &which);
            let (contents, whole) = tally::scope(contents).await;
            let (listed, paged) = tally::scope(stage.app.chapters_of(actor, &which, &page)).await;
            assert_eq!(contents.unwrap().chapters.len(), listed.unwrap().items.len());
            (whole.statements, paged.statements)
        };
        let few = (count(&ada).await, count(&Actor::ANONYMOUS).await);
        for n in 0..12 {
            let chapter = stage.chapter(&ada, story.id, &format!("More {n}"), "c").await;
            stage.app.publish_chapter(&ada, chapter.id, false).await.unwrap();
        }
        assert_eq!((count(&ada).await, count(&Actor::ANONYMOUS).await), few);

        let mut numbers = Vec::new();
        let mut next = None;
        loop {
            let page = PageRequest::new(Some(5), next).unwrap();
            let page = stage.app.chapters_of(&Actor::ANONYMOUS, &which, &page).await.unwrap();
            numbers.extend(page.items.iter().filter_map(|line| line.number));
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(numbers, (1..=14).collect::<Vec<_>>());
        // A cursor of the authors' list is not one of the readers'.
        let page = PageRequest::new(Some(5), None).unwrap();
        let authors = stage.app.chapters_of(&ada, &which, &page).await.unwrap().next;
        let page = PageRequest::new(Some(5), authors).unwrap();
        let refused = stage.app.chapters_of(&Actor::ANONYMOUS, &which, &page).await;
        assert!(matches!(refused, Err(Refused::Cursor)), "{refused:?}");
    }

    async fn an_announcement_stands_among_the_chapters_and_counts_for_nothing(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, _) = stage.shown(&ada, "News", &["One two."]).await;
        let news = NewChapter {
            kind: ChapterKind::Announcement,
            ..NewChapter::titled(ChapterTitle::parse("A break").unwrap(), "Back in May, I hope.")
        };
        let news = stage.app.create_chapter(&ada, story.id, &news).await.unwrap();
        stage.app.publish_chapter(&ada, news.id, false).await.unwrap();
        let shown = stage.app.story(&Actor::ANONYMOUS, story.id).await.unwrap().story;
        assert_eq!((shown.chapter_count, shown.word_count), (1, 2));
        let found = stage.app.chapter(&Actor::ANONYMOUS, news.id).await.unwrap();
        assert_eq!(found.address().to_string(), "/s/news/0-a-break");
    }

    async fn a_beta_reads_drafts_and_nothing_more(stage: Stage) {
        let (ada, bea) = (stage.member("ada").await, stage.member("bea").await);
        let story = stage.draft(&ada, "Beta").await;
        let draft = stage.chapter(&ada, story.id, "One", "Draft text.").await;
        let handle = Invitee::Id(bea.account().unwrap());
        let app = &stage.app;
        app.invite_collaborator(&ada, story.id, &handle, CollaboratorRole::Beta).await.unwrap();
        // Being asked is not having agreed.
        assert!(matches!(app.chapter(&bea, draft.id).await, Err(Refused::NotFound)));
        app.accept_invitation(&bea, story.id).await.unwrap();
        let text_of = app.chapter_text(&bea, draft.id, None).await.unwrap();
        assert_eq!(text_of.blocks[0].text, "Draft text.");
        let page = PageRequest::default();
        let refusals = [
            app.save_chapter(&bea, draft.id, draft.version, &text("Mine.")).await.err(),
            app.autosave_chapter(&bea, draft.id, draft.version, "Mine.").await.err(),
            app.delete_chapter(&bea, draft.id, None).await.err(),
            app.revisions(&bea, draft.id, &page).await.err(),
            app.reorder_chapters(&bea, story.id, &[draft.id]).await.err(),
        ];
        for refused in refusals {
            assert!(matches!(refused, Some(Refused::Forbidden(_))), "{refused:?}");
        }
    }
}
