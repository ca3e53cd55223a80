//! Tags: chosen, brought together, forbidden, found.

use quire_app::listings::{StoryFilter, StoryOrder};
use quire_app::tags::Tag;
use quire_app::{App, PageRequest, Refused};
use quire_domain::tag::TagKind;
use quire_domain::text::SearchText;

use crate::listings::{slug, tag};
use crate::on_each_engine;

async fn usage(app: &App, name: &str) -> i64 {
    app.tag(&slug(name)).await.unwrap().tag.usage_count
}

async fn with_tag(app: &App, name: &str) -> Vec<String> {
    let filter = StoryFilter {
        tags: vec![slug(name)],
        ..StoryFilter::default()
    };
    let page = app
        .stories(StoryOrder::New, &filter, &PageRequest::default())
        .await
        .unwrap();
    page.items
        .iter()
        .map(|item| item.card.title.to_string())
        .collect()
}

async fn in_use(app: &App, kind: Option<TagKind>) -> Vec<(String, i64)> {
    let page = app.tags(kind, &PageRequest::default()).await.unwrap();
    page.items
        .iter()
        .map(|tag: &Tag| (tag.slug.to_string(), tag.usage_count))
        .collect()
}

on_each_engine! {
    async fn a_story_carries_what_its_author_chose_in_that_order(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        let chosen = stage.app.set_tags(&ada, story.id, &[
            tag(TagKind::Theme, "Slow burn"), tag(TagKind::Genre, "Fantasy"),
            tag(TagKind::Theme, "SLOW BURN"), tag(TagKind::Character, "Zoë"),
        ]).await.unwrap();
        let names = |tags: &[quire_app::tags::Carried]| -> Vec<String> {
            tags.iter().map(|tag| tag.name.to_string()).collect()
        };
        assert_eq!(names(&chosen), ["Slow burn", "Fantasy", "Zoë"]);
        let again = stage.app.set_tags(&ada, story.id, &[
            tag(TagKind::Character, "Zoe"), tag(TagKind::Genre, "fantasy"),
        ]).await.unwrap();
        assert_eq!(names(&again), ["Zoë", "Fantasy"], "known tags keep their names");
        assert_eq!(usage(&stage.app, "slow-burn").await, 0);
        assert_eq!(usage(&stage.app, "zoe").await, 1);
        let page = stage.app.stories(StoryOrder::New, &StoryFilter::default(), &PageRequest::default()).await;
        assert_eq!(names(&page.unwrap().items[0].tags), ["Zoë", "Fantasy"]);
    }

    async fn a_story_has_one_to_three_genres_and_at_most_fifty_others(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "Story").await;
        let many = |kind, count: usize| -> Vec<_> {
            (0..count).map(|n| tag(kind, &format!("{kind} {n}"))).collect()
        };
        let genres = |count| many(TagKind::Genre, count);
        for (choices, code) in [
            (Vec::new(), "genres"),
            (many(TagKind::Theme, 2), "genres"),
            (genres(4), "genres"),
            ([genres(1), many(TagKind::Theme, 51)].concat(), "too-many"),
            ([genres(1), vec![tag(TagKind::Theme, "…!")]].concat(), "form"),
        ] {
            let refused = stage.app.set_tags(&ada, story.id, &choices).await;
            assert!(matches!(&refused, Err(Refused::Invalid(faults)) if faults[0].code == code), "{refused:?}");
        }
        assert!(stage.app.tags_of(&ada, &quire_app::stories::StoryRef::Id(story.id)).await.unwrap().is_empty());
        let most = [genres(3), many(TagKind::Theme, 50)].concat();
        assert_eq!(stage.app.set_tags(&ada, story.id, &most).await.unwrap().len(), 53);
        let stranger = stage.app.set_tags(&ben, story.id, &genres(1)).await;
        assert!(matches!(stranger, Err(Refused::NotFound)));
    }

    async fn what_nobody_may_see_is_not_counted(stage: Stage) {
        let ada = stage.member("ada").await;
        let draft = stage.draft(&ada, "Draft").await;
        let secret = [tag(TagKind::Genre, "Drama"), tag(TagKind::Theme, "Twist ending")];
        stage.app.set_tags(&ada, draft.id, &secret).await.unwrap();
        let (story, _) = stage.shown(&ada, "Shown", &["One."]).await;
        stage.app.set_tags(&ada, story.id, &secret[..1]).await.unwrap();
        assert_eq!(in_use(&stage.app, None).await, [("drama".to_owned(), 1)]);
        assert_eq!(in_use(&stage.app, Some(TagKind::Theme)).await, []);
        assert_eq!(with_tag(&stage.app, "drama").await, ["Shown"]);
        let begun = SearchText::parse("twist").unwrap();
        assert!(stage.app.complete_tag(&begun, 5).await.unwrap().is_empty());
        stage.app.withdraw_story(&ada, story.id).await.unwrap();
        assert_eq!(in_use(&stage.app, None).await, []);
        stage.app.publish_story(&ada, story.id).await.unwrap();
        stage.app.delete_story(&ada, story.id).await.unwrap();
        assert_eq!(usage(&stage.app, "drama").await, 0);
        stage.app.restore_story(&ada, story.id).await.unwrap();
        assert_eq!(usage(&stage.app, "drama").await, 1);
    }

    async fn a_list_by_a_canonical_tag_has_the_stories_of_its_synonyms(stage: Stage) {
        let (ada, root) = (stage.member("ada").await, stage.admin("root").await);
        let mut ids = Vec::new();
        for (title, theme) in [("A", "Found family"), ("B", "Chosen family"), ("C", "Families we choose")] {
            let (story, _) = stage.shown(&ada, title, &["One."]).await;
            stage.app.set_tags(&ada, story.id, &[tag(TagKind::Genre, "Drama"), tag(TagKind::Theme, theme)])
                .await.unwrap();
            ids.push(story.id);
            stage.pass(std::time::Duration::from_secs(1));
        }
        let app = &stage.app;
        let id = async |name: &str| app.tag(&slug(name)).await.unwrap().tag.id;
        let found = id("found-family").await;
        for synonym in ["chosen-family", "families-we-choose"] {
            app.set_canonical_tag(&root, id(synonym).await, Some(found)).await.unwrap();
        }
        for name in ["found-family", "chosen-family", "families-we-choose"] {
            assert_eq!(with_tag(app, name).await, ["C", "B", "A"], "{name}");
        }
        assert_eq!(usage(app, "found-family").await, 3);
        assert_eq!(usage(app, "chosen-family").await, 1);
        // What is shown on the story stays what its author wrote.
        let shown = app.tags_of(&ada, &quire_app::stories::StoryRef::Id(ids[1])).await.unwrap();
        assert_eq!(shown[1].name.as_str(), "Chosen family");
        // A story tagged later follows as well, and leaves again.
        let (late, _) = stage.shown(&ada, "D", &["One."]).await;
        app.set_tags(&ada, late.id, &[tag(TagKind::Genre, "Drama"), tag(TagKind::Theme, "chosen family")])
            .await.unwrap();
        assert_eq!(with_tag(app, "found-family").await, ["D", "C", "B", "A"]);
        app.set_canonical_tag(&root, id("chosen-family").await, None).await.unwrap();
        assert_eq!(with_tag(app, "found-family").await, ["C", "A"]);
        assert_eq!(with_tag(app, "chosen-family").await, ["D", "B"]);
        assert_eq!(usage(app, "found-family").await, 2);
        let page = app.tag(&slug("found-family")).await.unwrap();
        assert_eq!(page.synonyms.len(), 1);
    }

    /// Invariant I9.
    async fn a_synonym_never_has_a_synonym(stage: Stage) {
        let (ada, root) = (stage.member("ada").await, stage.admin("root").await);
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        let names = ["a1", "b1", "c1"];
        let choices: Vec<_> = names.iter().map(|name| tag(TagKind::Genre, name)).collect();
        let tags = stage.app.set_tags(&ada, story.id, &choices).await.unwrap();
        let [a, b, c] = [tags[0].id, tags[1].id, tags[2].id];
        let app = &stage.app;
        assert!(matches!(app.set_canonical_tag(&ada, b, Some(a)).await, Err(Refused::Forbidden(_))));
        app.set_canonical_tag(&root, b, Some(a)).await.unwrap();
        for (tag, canonical) in [(a, a), (c, b), (a, c)] {
            let refused = app.set_canonical_tag(&root, tag, Some(canonical)).await;
            assert!(matches!(refused, Err(Refused::Invalid(_))), "{refused:?}");
        }
        let nobody = quire_domain::id::TagId::from(uuid::Uuid::nil());
        assert!(matches!(app.set_canonical_tag(&root, nobody, None).await, Err(Refused::NotFound)));
    }

    async fn a_forbidden_tag_is_nowhere(stage: Stage) {
        let (ada, root) = (stage.member("ada").await, stage.admin("root").await);
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        let choices = [tag(TagKind::Genre, "Drama"), tag(TagKind::Freeform, "buy pills")];
        let tags = stage.app.set_tags(&ada, story.id, &choices).await.unwrap();
        stage.app.ban_tag(&root, tags[1].id, true).await.unwrap();
        let app = &stage.app;
        assert!(matches!(app.tag(&slug("buy-pills")).await, Err(Refused::NotFound)));
        assert_eq!(in_use(app, None).await, [("drama".to_owned(), 1)]);
        assert_eq!(with_tag(app, "buy-pills").await, Vec::<String>::new());
        assert_eq!(app.tags_of(&ada, &quire_app::stories::StoryRef::Id(story.id)).await.unwrap().len(), 1);
        let refused = app.set_tags(&ada, story.id, &choices).await;
        assert!(matches!(&refused, Err(Refused::Invalid(faults)) if faults[0].code == "banned"));
    }

    async fn the_beginning_of_a_tag_finds_the_most_used_first(stage: Stage) {
        let ada = stage.member("ada").await;
        for (title, themes) in [("A", vec!["Space pirates", "Space"]), ("B", vec!["Space pirates"]), ("C", vec!["Spain"])] {
            let (story, _) = stage.shown(&ada, title, &["One."]).await;
            let mut choices = vec![tag(TagKind::Genre, "Drama")];
            choices.extend(themes.iter().map(|name| tag(TagKind::Theme, name)));
            stage.app.set_tags(&ada, story.id, &choices).await.unwrap();
        }
        let complete = async |text: &str| -> Vec<String> {
            let text = SearchText::parse(text).unwrap();
            let tags = stage.app.complete_tag(&text, 5).await.unwrap();
            tags.iter().map(|tag| tag.name.to_string()).collect()
        };
        assert_eq!(complete("SPACE").await, ["Space pirates", "Space"]);
        assert_eq!(complete("space p").await, ["Space pirates"]);
        assert_eq!(complete("spai").await, ["Spain"]);
        assert_eq!(complete("%").await, Vec::<String>::new());
    }
}
