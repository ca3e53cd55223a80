//! Lists of stories: their orders, their filters, and their pages while stories move.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use quire_app::listings::{StoryFilter, StoryItem, StoryOrder};
use quire_app::stories::{Story, StoryChange};
use quire_app::tags::TagChoice;
use quire_app::{Actor, App, PageRequest};
use quire_domain::id::StoryId;
use quire_domain::language::Language;
use quire_domain::slug::Slug;
use quire_domain::story::{Audience, Rating, SerialStatus, Warning, WarningsAnswer};
use quire_domain::tag::TagKind;
use quire_domain::text::TagName;
use quire_observe::tally;

use crate::on_each_engine;
use crate::stage::Stage;

const HOUR: Duration = Duration::from_hours(1);
const ORDERS: [StoryOrder; 3] = [StoryOrder::Trending, StoryOrder::New, StoryOrder::Updated];

fn titles(items: &[StoryItem]) -> Vec<&str> {
    items.iter().map(|item| item.card.title.as_str()).collect()
}

async fn list(app: &App, order: StoryOrder, filter: &StoryFilter) -> Vec<StoryItem> {
    let page = app
        .stories(order, filter, &PageRequest::default())
        .await
        .unwrap();
    assert!(page.next.is_none());
    page.items
}

async fn found(app: &App, filter: StoryFilter) -> Vec<String> {
    let items = list(app, StoryOrder::New, &filter).await;
    titles(&items).into_iter().map(str::to_owned).collect()
}

fn language(text: &str) -> Language {
    Language::parse(text).unwrap()
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub fn tag(kind: TagKind, name: &str) -> TagChoice {
    TagChoice {
        kind,
        name: TagName::parse(name).unwrap(),
    }
}

async fn describe(stage: &Stage, author: &Actor, story: &Story, change: StoryChange) -> Story {
    let now = stage.app.story(author, story.id).await.unwrap().story;
    stage
        .app
        .describe_story(author, story.id, now.version, &change)
        .await
        .unwrap()
}

on_each_engine! {
    async fn each_order_has_its_first(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let (first, _) = stage.shown(&ada, "First", &["One."]).await;
        stage.pass(24 * HOUR);
        let (second, _) = stage.shown(&ada, "Second", &["One."]).await;
        stage.pass(24 * HOUR);
        stage.shown(&ada, "Third", &["One."]).await;
        stage.pass(24 * HOUR);
        let chapter = stage.chapter(&ada, first.id, "Two", "Two.").await;
        stage.app.publish_chapter(&ada, chapter.id, false).await.unwrap();
        stage.app.follow_story(&ben, second.id).await.unwrap();
        let all = StoryFilter::default();
        let new = list(&stage.app, StoryOrder::New, &all).await;
        assert_eq!(titles(&new), ["Third", "Second", "First"]);
        let updated = list(&stage.app, StoryOrder::Updated, &all).await;
        assert_eq!(titles(&updated), ["First", "Third", "Second"]);
        let trending = list(&stage.app, StoryOrder::Trending, &all).await;
        assert_eq!(titles(&trending)[0], "Second");
    }

    async fn only_public_stories_with_a_chapter_are_listed(stage: Stage) {
        let ada = stage.member("ada").await;
        stage.shown(&ada, "Public", &["One."]).await;
        stage.pass(HOUR);
        stage.draft(&ada, "Draft").await;
        for audience in [Audience::Unlisted, Audience::Members, Audience::Followers, Audience::Private] {
            let (story, _) = stage.shown(&ada, audience.as_str(), &["One."]).await;
            let change = StoryChange { audience: Some(audience), ..StoryChange::default() };
            describe(&stage, &ada, &story, change).await;
        }
        stage.pass(HOUR);
        let (withdrawn, _) = stage.shown(&ada, "Withdrawn", &["One."]).await;
        stage.app.withdraw_story(&ada, withdrawn.id).await.unwrap();
        stage.pass(HOUR);
        let (_, chapters) = stage.shown(&ada, "Emptied", &["One."]).await;
        stage.app.withdraw_chapter(&ada, chapters[0].id).await.unwrap();
        stage.pass(HOUR);
        let (gone, _) = stage.shown(&ada, "Gone", &["One."]).await;
        stage.app.delete_story(&ada, gone.id).await.unwrap();
        for order in ORDERS {
            let items = list(&stage.app, order, &StoryFilter::default()).await;
            assert_eq!(titles(&items), ["Public"], "{order:?}");
        }
        stage.app.republish_chapter(&ada, chapters[0].id).await.unwrap();
        stage.app.restore_story(&ada, gone.id).await.unwrap();
        assert_eq!(found(&stage.app, StoryFilter::default()).await.len(), 3);

        let author = ada.account().unwrap();
        let page = PageRequest::default();
        let public = stage.app.stories_of(&Actor::ANONYMOUS, author, &page).await.unwrap();
        assert_eq!(titles(&public.items), ["Gone", "Emptied", "Public"]);
        let ben = stage.member("ben").await;
        let members = stage.app.stories_of(&ben, author, &page).await.unwrap();
        assert_eq!(titles(&members.items), ["Gone", "Emptied", "members", "Public"]);
    }

    async fn a_filter_leaves_what_it_says(stage: Stage) {
        let ada = stage.member("ada").await;
        let (dark, _) = stage.shown(&ada, "Dark", &["one two three four five"]).await;
        stage.pass(HOUR);
        let (light, _) = stage.shown(&ada, "Light", &["one"]).await;
        stage.pass(HOUR);
        stage.shown(&ada, "Plain", &["one two"]).await;
        describe(&stage, &ada, &dark, StoryChange {
            rating: Some(Rating::Mature),
            warnings_answer: Some(WarningsAnswer::Listed),
            warnings: Some(vec![Warning::Gore, Warning::Violence]),
            language: Some(language("en-GB")),
            ..StoryChange::default()
        }).await;
        describe(&stage, &ada, &light, StoryChange {
            serial_status: Some(SerialStatus::Completed),
            language: Some(language("de")),
            ..StoryChange::default()
        }).await;
        stage.app.set_tags(&ada, dark.id, &[
            tag(TagKind::Genre, "Horror"), tag(TagKind::Theme, "Found family"),
        ]).await.unwrap();
        stage.app.set_tags(&ada, light.id, &[
            tag(TagKind::Genre, "Comedy"), tag(TagKind::Theme, "Found Family!"),
        ]).await.unwrap();
        let app = &stage.app;
        let none = StoryFilter::default;
        for (filter, expected) in [
            (none(), vec!["Plain", "Light", "Dark"]),
            (StoryFilter { ratings: vec![Rating::Mature, Rating::Explicit], ..none() }, vec!["Dark"]),
            (StoryFilter { warnings: vec![Warning::Gore, Warning::Violence], ..none() }, vec!["Dark"]),
            (StoryFilter { warnings: vec![Warning::Gore, Warning::Abuse], ..none() }, vec![]),
            (StoryFilter { not_warnings: vec![Warning::Abuse, Warning::Gore], ..none() }, vec!["Plain", "Light"]),
            (StoryFilter { languages: vec![language("en")], ..none() }, vec!["Plain", "Dark"]),
            (StoryFilter { statuses: vec![SerialStatus::Completed], ..none() }, vec!["Light"]),
            (StoryFilter { words_min: Some(2), ..none() }, vec!["Plain", "Dark"]),
            (StoryFilter { words_min: Some(2), words_max: Some(2), ..none() }, vec!["Plain"]),
            (StoryFilter { tags: vec![slug("found-family")], ..none() }, vec!["Light", "Dark"]),
            (StoryFilter { tags: vec![slug("found-family")], genres: vec![slug("horror")], ..none() }, vec!["Dark"]),
            (StoryFilter { genres: vec![slug("found-family")], ..none() }, vec![]),
            (StoryFilter { not_tags: vec![slug("comedy"), slug("unknown")], ..none() }, vec!["Plain", "Dark"]),
            (StoryFilter { tags: vec![slug("unknown")], ..none() }, vec![]),
        ] {
            assert_eq!(found(app, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn a_page_takes_the_same_statements_however_much_is_on_it(stage: Stage) {
        let ada = stage.member("ada").await;
        for n in 0..8 {
            let (story, _) = stage.shown(&ada, &format!("Story {n}"), &["One."]).await;
            stage.app.set_tags(&ada, story.id, &[tag(TagKind::Genre, "Drama")]).await.unwrap();
        }
        let app = &stage.app;
        let filter = StoryFilter { tags: vec![slug("drama")], ..StoryFilter::default() };
        // The key of the cursors is read once.
        list(app, StoryOrder::New, &filter).await;
        let mut counts = BTreeSet::new();
        for limit in [1, 3, 8] {
            let request = PageRequest::new(Some(limit), None).unwrap();
            let (page, totals) =
                tally::scope(app.stories(StoryOrder::Trending, &filter, &request)).await;
            assert_eq!(page.unwrap().items.len(), usize::try_from(limit).unwrap());
            counts.insert(totals.statements);
        }
        assert_eq!(counts, BTreeSet::from([4]), "tags of the filter, entries, cards, tags");
    }

    /// Invariant I13: what stays in its place comes exactly once and in order, whatever is added
    /// or moves up meanwhile; nothing comes twice.
    async fn the_pages_are_the_list_while_stories_come_and_move(stage: Stage) {
        let ada = stage.member("ada").await;
        let mut readers = Vec::new();
        for n in 0..8 {
            readers.push(stage.member(&format!("reader{n}x{}", n * 7919)).await);
        }
        let mut known = Vec::new();
        for n in 0..24 {
            known.push(stage.shown(&ada, &format!("Story {n}"), &["One."]).await.0.id);
            stage.pass(HOUR);
            if n % 2 == 0 {
                stage.app.follow_story(&readers[n % 8], known[n * 5 % (n + 1)]).await.unwrap();
            }
        }
        for order in ORDERS {
            walk_while_things_move(&stage, &ada, &readers, &mut known, order).await;
        }
    }
}

async fn walk_while_things_move(
    stage: &Stage,
    author: &Actor,
    readers: &[Actor],
    known: &mut Vec<StoryId>,
    order: StoryOrder,
) {
    let all = StoryFilter::default();
    let request = PageRequest::new(Some(100), None).unwrap();
    let before = stage.app.stories(order, &all, &request).await.unwrap();
    let before: Vec<StoryId> = before.items.iter().map(|item| item.card.id).collect();
    assert!(before.len() >= 24);
    let mut moved = BTreeSet::new();
    let mut seen = Vec::new();
    let mut next = None;
    loop {
        let request = PageRequest::new(Some(3), next).unwrap();
        let page = stage.app.stories(order, &all, &request).await.unwrap();
        seen.extend(page.items.iter().map(|item| item.card.id));
        let Some(cursor) = page.next else { break };
        next = Some(cursor);
        stage.pass(HOUR);
        let chance = usize::try_from(stage.chance.next() % 1_000).unwrap();
        let which = known[chance % known.len()];
        match chance % 3 {
            0 => {
                let (story, _) = stage
                    .shown(author, &format!("New {chance}"), &["One."])
                    .await;
                known.push(story.id);
            }
            1 => {
                stage.pass(21 * HOUR);
                let chapter = stage.chapter(author, which, "More", "More.").await;
                stage
                    .app
                    .publish_chapter(author, chapter.id, false)
                    .await
                    .unwrap();
                moved.insert(which);
            }
            _ => {
                let reader = &readers[chance % readers.len()];
                stage.app.follow_story(reader, which).await.unwrap();
                moved.insert(which);
            }
        }
    }
    let mut times: BTreeMap<StoryId, u32> = BTreeMap::new();
    for id in &seen {
        *times.entry(*id).or_default() += 1;
    }
    assert!(
        times.values().all(|times| *times == 1),
        "{order:?}: met twice"
    );
    let still = |id: &&StoryId| !moved.contains(id);
    let in_place: Vec<_> = before.iter().filter(still).collect();
    let met: Vec<_> = seen
        .iter()
        .filter(still)
        .filter(|id| before.contains(id))
        .collect();
    assert_eq!(met, in_place, "{order:?}");
}
