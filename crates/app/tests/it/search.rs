//! Search: what is found, in which order, by whom, and what is not.

use quire_app::chapters::Chapter;
use quire_app::profiles::ProfileChange;
use quire_app::stories::{Story, StoryChange};
use quire_app::{Actor, PageRequest};
use quire_domain::story::{Audience, Rating};
use quire_domain::tag::TagKind;
use quire_domain::text::{Blurb, DisplayName, SearchText, StoryTitle};
use quire_store::{Many, search};

use crate::listings::tag;
use crate::on_each_engine;
use crate::stage::{Stage, text};

fn asked(query: &str) -> SearchText {
    SearchText::parse(query).unwrap()
}

async fn stories(stage: &Stage, actor: &Actor, query: &str) -> Vec<String> {
    let page = stage
        .app
        .search_stories(actor, &asked(query), &PageRequest::default())
        .await
        .unwrap();
    page.items
        .iter()
        .map(|item| item.card.title.to_string())
        .collect()
}

async fn chapters(stage: &Stage, actor: &Actor, query: &str) -> Vec<String> {
    let page = stage
        .app
        .search_chapters(actor, &asked(query), &PageRequest::default())
        .await
        .unwrap();
    page.items
        .iter()
        .map(|found| format!("{}/{}", found.chapter.story_title, found.chapter.title))
        .collect()
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

async fn rewritten(stage: &Stage, author: &Actor, chapter: &Chapter, markdown: &str) {
    let version = stage
        .app
        .chapter(author, chapter.id)
        .await
        .unwrap()
        .chapter
        .version;
    stage
        .app
        .save_chapter(author, chapter.id, version, &text(markdown))
        .await
        .unwrap();
}

const NOBODY: Actor = Actor::ANONYMOUS;

on_each_engine! {
    async fn titles_come_first_and_the_newest_first_among_them(stage: Stage) {
        let ada = stage.member("ada").await;
        for (title, blurb) in [
            ("The Lighthouse", "A keeper and the sea."),
            ("Salt", "In the lighthouse nobody sleeps."),
            ("Lighthouse at Dusk", "Dusk."),
            ("Quiet", "Nothing at all."),
            ("Harbour", "A lighthouse, far off."),
        ] {
            let (story, _) = stage.shown(&ada, title, &["One."]).await;
            let change = StoryChange { blurb: Some(Blurb::parse(blurb).unwrap()), ..StoryChange::default() };
            described(&stage, &ada, &story, change).await;
        }
        for (query, expected) in [
            ("lighthouse", vec!["Lighthouse at Dusk", "The Lighthouse", "Harbour", "Salt"]),
            ("LIGHTHOUSE dusk", vec!["Lighthouse at Dusk"]),
            ("lighthouse -salt", vec!["Lighthouse at Dusk", "The Lighthouse", "Harbour"]),
            ("“the lighthouse”", vec!["The Lighthouse", "Salt"]),
            ("lighthouse -“the lighthouse”", vec!["Lighthouse at Dusk", "Harbour"]),
            ("lighth", vec!["Lighthouse at Dusk", "The Lighthouse", "Harbour", "Salt"]),
            ("lighth sea", vec![]),
            ("keeper sea", vec!["The Lighthouse"]),
            ("ada dusk", vec!["Lighthouse at Dusk"]),
            ("-lighthouse", vec![]),
            ("", vec![]),
            ("\" OR title:* ' --", vec![]),
        ] {
            assert_eq!(stories(&stage, &NOBODY, query).await, expected, "{query:?}");
        }
    }

    async fn every_page_leads_on_to_the_next(stage: Stage) {
        let ada = stage.member("ada").await;
        let mut expected = Vec::new();
        for n in 0..5 {
            stage.shown(&ada, &format!("Storm {n}"), &["One."]).await;
            let (story, _) = stage.shown(&ada, &format!("Calm {n}"), &["One."]).await;
            let blurb = Some(Blurb::parse("After the storm.").unwrap());
            described(&stage, &ada, &story, StoryChange { blurb, ..StoryChange::default() }).await;
            expected.insert(0, format!("Storm {n}"));
            expected.push(format!("Calm {n}"));
        }
        expected[5..].reverse();
        for limit in [1, 2, 3, 4] {
            let (mut seen, mut next) = (Vec::new(), None);
            loop {
                let request = PageRequest::new(Some(limit), next).unwrap();
                let page = stage.app.search_stories(&NOBODY, &asked("storm"), &request).await.unwrap();
                seen.extend(page.items.iter().map(|item| item.card.title.to_string()));
                next = page.next;
                if next.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{limit} a page");
        }
    }

    async fn a_chapter_is_found_by_what_its_readers_get(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, texts) = stage.shown(&ada, "Story", &["The *brass* key.", "A wooden door."]).await;
        let draft = stage.chapter(&ada, story.id, "Draft", "The brass secret.").await;
        let found = async |query: &str| chapters(&stage, &NOBODY, query).await;
        assert_eq!(found("brass").await, ["Story/One"]);
        stage.app.publish_chapter(&ada, draft.id, false).await.unwrap();
        assert_eq!(found("brass").await, ["Story/Draft", "Story/One"]);
        rewritten(&stage, &ada, &texts[0], "The iron key.").await;
        assert_eq!(found("brass").await, ["Story/Draft"]);
        assert_eq!(found("iron").await, ["Story/One"]);
        stage.app.withdraw_chapter(&ada, draft.id).await.unwrap();
        assert_eq!(found("brass").await, Vec::<String>::new());
        stage.app.republish_chapter(&ada, draft.id).await.unwrap();
        assert_eq!(found("brass secret").await, ["Story/Draft"]);
        stage.app.delete_chapter(&ada, draft.id, None).await.unwrap();
        assert_eq!(found("secret").await, Vec::<String>::new());
        stage.app.restore_chapter(&ada, draft.id).await.unwrap();
        assert_eq!(found("secret").await, ["Story/Draft"]);
        stage.app.withdraw_story(&ada, story.id).await.unwrap();
        for word in ["secret", "wooden", "iron"] {
            assert_eq!(found(word).await, Vec::<String>::new(), "{word}");
        }
    }

    async fn nobody_finds_what_is_not_for_them(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        for (audience, word) in [
            (Audience::Public, "alpha"), (Audience::Unlisted, "beta"), (Audience::Members, "gamma"),
            (Audience::Followers, "delta"), (Audience::Private, "epsilon"),
        ] {
            let (story, _) = stage.shown(&ada, &format!("Title {word}"), &[word]).await;
            let change = StoryChange { audience: Some(audience), ..StoryChange::default() };
            described(&stage, &ada, &story, change).await;
        }
        for word in ["alpha", "beta", "gamma", "delta", "epsilon"] {
            let (anyone, member) = (word == "alpha", ["alpha", "gamma"].contains(&word));
            for (who, finds) in [(&NOBODY, anyone), (&ben, member)] {
                assert_eq!(!stories(&stage, who, word).await.is_empty(), finds, "{word}");
                assert_eq!(!chapters(&stage, who, word).await.is_empty(), finds, "{word}");
            }
        }
    }

    async fn a_text_for_adults_is_not_told_by_searching_in_it(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (story, _) = stage.shown(&ada, "Velvet", &["crimson"]).await;
        let change = StoryChange { rating: Some(Rating::Explicit), ..StoryChange::default() };
        described(&stage, &ada, &story, change).await;
        assert_eq!(stories(&stage, &NOBODY, "velvet").await, ["Velvet"]);
        assert!(chapters(&stage, &NOBODY, "crimson").await.is_empty());
        assert!(chapters(&stage, &ben, "crimson").await.is_empty());
        let mut grown = ben.member().unwrap().clone();
        grown.age_confirmed = true;
        assert_eq!(chapters(&stage, &Actor::member_of(grown), "crimson").await, ["Velvet/One"]);
    }

    /// Positions in a `tsvector` end long before this chapter does.
    async fn a_phrase_at_the_end_of_a_long_chapter_is_found(stage: Stage) {
        let ada = stage.member("ada").await;
        let long = format!("{} the last lantern went out", "the sea the sky and ".repeat(5_000));
        stage.shown(&ada, "Long", &[&long]).await;
        assert_eq!(chapters(&stage, &NOBODY, "\"the last lantern\"").await, ["Long/One"]);
        assert_eq!(chapters(&stage, &NOBODY, "\"last the lantern\"").await, Vec::<String>::new());
        assert_eq!(chapters(&stage, &NOBODY, "lantern -\"sky and the\"").await, Vec::<String>::new());
    }

    async fn a_passage_shows_where_it_stands(stage: Stage) {
        let ada = stage.member("ada").await;
        stage.shown(&ada, "Story", &["It was **raining** <em>hard</em>.\n\nThe _Café_ was shut."]).await;
        let page = stage.app.search_chapters(&NOBODY, &asked("cafe"), &PageRequest::default()).await.unwrap();
        let hits: Vec<&str> = page.items[0].snippet.parts.iter()
            .filter(|part| part.hit).map(|part| part.text.as_str()).collect();
        assert_eq!(hits, ["Café"]);
    }

    async fn people_and_tags_are_found_by_their_names_of_today(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, _) = stage.shown(&ada, "Story", &["One."]).await;
        let people = async |query: &str| -> Vec<String> {
            let page = stage.app.search_people(&asked(query), &PageRequest::default()).await.unwrap();
            page.items.iter().map(|person| person.display_name.to_string()).collect()
        };
        let rename = async |name: &str, listed: bool| {
            let version = stage.app.own_profile(&ada).await.unwrap().version;
            let change = ProfileChange {
                display_name: Some(DisplayName::parse(name).unwrap()),
                listed: Some(listed),
                ..ProfileChange::default()
            };
            stage.app.change_profile(&ada, version, &change).await.unwrap();
        };
        rename("Augusta Byron", true).await;
        assert_eq!(people("byron").await, ["Augusta Byron"]);
        assert_eq!(people("ada").await, ["Augusta Byron"]);
        assert_eq!(stories(&stage, &NOBODY, "augusta").await, ["Story"]);
        rename("Ada Lovelace", true).await;
        assert_eq!(people("byron").await, Vec::<String>::new());
        assert_eq!(stories(&stage, &NOBODY, "augusta").await, Vec::<String>::new());
        assert_eq!(stories(&stage, &NOBODY, "lovelace").await, ["Story"]);
        rename("Ada Lovelace", false).await;
        assert_eq!(people("lovelace").await, Vec::<String>::new());
        stage.app.set_tags(&ada, story.id, &[tag(TagKind::Genre, "Space opera")]).await.unwrap();
        assert_eq!(stories(&stage, &NOBODY, "opera").await, ["Story"]);
        stage.app.set_tags(&ada, story.id, &[tag(TagKind::Genre, "Drama")]).await.unwrap();
        assert_eq!(stories(&stage, &NOBODY, "opera").await, Vec::<String>::new());
    }

    async fn one_old_story_is_found_behind_thousands_of_others(stage: Stage) {
        let ada = stage.member("ada").await;
        stage.shown(&ada, "Needle", &["One."]).await;
        let (low, high) = (1_i64 << 40, 2_i64 << 40);
        let mut unit = stage.app.store().write().await.unwrap();
        for n in 0..2_500_u128 {
            let object = uuid::Uuid::from_u128(n + 1);
            let doc = search::insert_document(&mut unit, low, high, object, None).await.unwrap();
            search::put_text(&mut unit, doc, "hay", "straw and hay").await.unwrap();
        }
        search::add_words(&mut unit, low, Many(&["hay".to_owned()])).await.unwrap();
        unit.commit().await.unwrap();
        stage.shown(&ada, "Needle and Thread", &["One."]).await;
        assert_eq!(stories(&stage, &NOBODY, "needle").await, ["Needle and Thread", "Needle"]);
        // Hits that may not be shown do not make a page go on for ever.
        let page = stage.app.search_stories(&NOBODY, &asked("hay"), &PageRequest::default()).await.unwrap();
        assert!(page.items.is_empty() && page.next.is_some());
    }

    async fn an_index_built_anew_finds_the_same(stage: Stage) {
        let ada = stage.member("ada").await;
        for title in ["Red Door", "Blue Door", "Window"] {
            stage.shown(&ada, title, &["Behind the door.", "A wall."]).await;
        }
        let (hidden, _) = stage.shown(&ada, "Hidden Door", &["A door."]).await;
        stage.app.delete_story(&ada, hidden.id).await.unwrap();
        let all = async || {
            let people = stage.app.search_people(&asked("ada"), &PageRequest::default()).await.unwrap();
            (stories(&stage, &NOBODY, "door").await, chapters(&stage, &NOBODY, "door").await, people.items.len())
        };
        let version = stage.app.own_profile(&ada).await.unwrap().version;
        stage.app.change_profile(&ada, version, &ProfileChange::default()).await.unwrap();
        let before = all().await;
        assert_eq!((before.0.len(), before.1.len(), before.2), (2, 3, 1));
        stage.app.rebuild_search().await.unwrap();
        assert_eq!(all().await, before);
    }

    async fn suggestions_come_while_one_types(stage: Stage) {
        let ada = stage.member("adalbert").await;
        let (story, _) = stage.shown(&ada, "Adagio for Strings", &["One."]).await;
        stage.app.set_tags(&ada, story.id, &[tag(TagKind::Genre, "Adaptation")]).await.unwrap();
        stage.draft(&ada, "Adamant").await;
        let found = stage.app.suggest(&NOBODY, &asked("ada")).await.unwrap();
        assert_eq!(found.stories.len(), 1);
        assert_eq!(found.tags[0].name.as_str(), "Adaptation");
        assert_eq!(found.people[0].handle.as_str(), "adalbert");
        let nothing = stage.app.suggest(&NOBODY, &asked("…")).await.unwrap();
        assert!(nothing.stories.is_empty() && nothing.tags.is_empty() && nothing.people.is_empty());
        let renamed = StoryChange { title: Some(StoryTitle::parse("Largo").unwrap()), ..StoryChange::default() };
        described(&stage, &ada, &story, renamed).await;
        assert_eq!(stories(&stage, &NOBODY, "adagio").await, Vec::<String>::new());
    }
}
