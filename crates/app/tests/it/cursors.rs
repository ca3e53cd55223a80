//! Cursors: they lead on in the list they came from, and nowhere else.

use quire_app::{Actor, Cursor, PageRequest, Refused};
use quire_domain::limits::PAGE_MAX;

use crate::on_each_engine;

fn after(cursor: &Cursor) -> PageRequest {
    PageRequest::new(Some(2), Some(cursor.clone())).unwrap()
}

async fn five_stories(stage: &crate::stage::Stage, author: &Actor) -> Vec<String> {
    let mut titles = Vec::new();
    for n in 1..=5 {
        let title = format!("Story {n}");
        stage.draft(author, &title).await;
        stage.pass(std::time::Duration::from_secs(1));
        titles.push(title);
    }
    titles.reverse();
    titles
}

on_each_engine! {
    async fn the_pages_of_a_list_are_the_list(stage: Stage) {
        let ada = stage.member("ada").await;
        let expected = five_stories(&stage, &ada).await;
        let mut seen = Vec::new();
        let mut request = PageRequest::new(Some(2), None).unwrap();
        loop {
            let page = stage.app.own_stories(&ada, &request).await.unwrap();
            assert!(page.items.len() <= 2);
            seen.extend(page.items.iter().map(|story| story.title.to_string()));
            let Some(next) = page.next else { break };
            request = after(&next);
        }
        assert_eq!(seen, expected);
    }

    async fn a_cursor_that_was_changed_is_refused(stage: Stage) {
        let ada = stage.member("ada").await;
        five_stories(&stage, &ada).await;
        let first = PageRequest::new(Some(2), None).unwrap();
        let cursor = stage.app.own_stories(&ada, &first).await.unwrap().next.unwrap();
        let text = cursor.as_str();
        for place in 0..text.len() {
            let other = if text.as_bytes()[place] == b'A' { "B" } else { "A" };
            let mut changed = text.to_owned();
            changed.replace_range(place..=place, other);
            let refused = stage.app.own_stories(&ada, &after(&Cursor::given(changed))).await;
            assert!(matches!(refused, Err(Refused::Cursor)), "byte {place} may be changed");
        }
        for foreign in ["", "x", "AAAA", "not a cursor", &"A".repeat(5_000), text.get(1..).unwrap()] {
            let refused = stage.app.own_stories(&ada, &after(&Cursor::given(foreign))).await;
            assert!(matches!(refused, Err(Refused::Cursor)), "{foreign:?}");
        }
    }

    async fn a_cursor_of_another_list_or_of_somebody_else_is_refused(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        five_stories(&stage, &ada).await;
        let first = PageRequest::new(Some(2), None).unwrap();
        let cursor = stage.app.own_stories(&ada, &first).await.unwrap().next.unwrap();
        let other_list = stage.app.story_trash(&ada, &after(&cursor)).await;
        assert!(matches!(other_list, Err(Refused::Cursor)));
        let other_reader = stage.app.own_stories(&ben, &after(&cursor)).await;
        assert!(matches!(other_reader, Err(Refused::Cursor)));
        assert!(stage.app.own_stories(&ada, &after(&cursor)).await.is_ok());
    }

    async fn a_cursor_outlives_the_program_that_gave_it(stage: Stage) {
        let ada = stage.member("ada").await;
        five_stories(&stage, &ada).await;
        let first = PageRequest::new(Some(2), None).unwrap();
        let cursor = stage.app.own_stories(&ada, &first).await.unwrap().next.unwrap();
        let again = stage.restarted();
        let page = again.own_stories(&ada, &after(&cursor)).await.unwrap();
        assert_eq!(page.items[0].title.as_str(), "Story 3");
    }
}

#[test]
fn a_page_holds_one_to_a_hundred_items() {
    assert_eq!(PageRequest::new(None, None).unwrap().limit(), 20);
    assert!(PageRequest::new(Some(PAGE_MAX), None).is_ok());
    for limit in [0, PAGE_MAX + 1, u32::MAX] {
        let refused = PageRequest::new(Some(limit), None);
        assert!(matches!(refused, Err(Refused::Invalid(fields)) if fields[0].pointer == "/limit"));
    }
}
