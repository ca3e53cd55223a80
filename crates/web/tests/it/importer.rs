//! An author brings a book along.

use std::time::Duration;

use axum::http::StatusCode;

use crate::desk::{publish, published, written};
use crate::person::{Person, Town};

/// A book of three chapters, as this site binds it.
async fn book(town: &Town) -> Vec<u8> {
    let mut ada = town.member("ada").await;
    let (story, _) = published(&mut ada, "The Long Way", "One.").await;
    for (title, text) in [("The Road", "Two."), ("The Sea", "Three.")] {
        let chapter = written(&mut ada, &story, title, text).await;
        publish(&mut ada, &story, &chapter).await;
    }
    let book = town.stranger().fetch("/s/the-long-way.epub", None).await;
    assert_eq!(book.status, StatusCode::OK);
    book.bytes.to_vec()
}

async fn looked_at(person: &mut Person, file: &[u8]) -> String {
    let sent = person.upload("/import", "long.epub", file).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    sent.path().to_owned()
}

#[tokio::test]
async fn a_book_is_looked_at_imported_read_and_taken_back() {
    let town = Town::open().await;
    let file = book(&town).await;
    let mut ben = town.member("ben").await;
    let look = looked_at(&mut ben, &file).await;
    let page = ben.get(&look).await;
    assert!(page.says("by ada"), "{}", page.words());
    assert!(page.says("The Sea"), "{}", page.words());
    assert!(
        ben.get("/write").await.says("You have no stories yet."),
        "nothing is kept"
    );

    let mut form = page.form(&look);
    form.fields
        .retain(|(name, value)| name != "chapter" || value != "2");
    let all = [
        ("title", "Brought Along"),
        ("rating", "general"),
        ("publish", "all"),
    ];
    let outcome = ben.submit(form.with(&all)).await;
    assert!(outcome.says("2 chapters"), "{}", outcome.words());
    let mut reader = town.stranger();
    let story = reader.get("/s/brought-along").await;
    assert!(
        story.says("The Sea") && !story.says("The Road"),
        "{}",
        story.words()
    );
    let sea = story.link("2. The Sea");
    assert!(reader.get(&sea).await.says("Three."));

    let undone = ben.submit(outcome.button("Take the import back")).await;
    assert!(undone.says("Taken back"), "{}", undone.words());
    assert_eq!(
        reader.get("/s/brought-along").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(ben.get("/import").await.says("taken back"));
}

#[tokio::test]
async fn what_was_changed_since_is_only_removed_when_asked_for() {
    let town = Town::open().await;
    let file = book(&town).await;
    let mut ben = town.member("ben").await;
    let look = looked_at(&mut ben, &file).await;
    let form = ben.get(&look).await.form(&look);
    let outcome = ben.submit(form.with(&[("title", "Brought Along")])).await;
    let story = outcome.link("Go to the story");
    let chapter = ben.get(&story).await.link("1. The Lamp");
    let form = ben.get(&chapter).await.form(&chapter);
    ben.submit(form.with(&[("markdown", "Mine."), ("then", "save")]))
        .await;

    let undo = outcome.button("Take the import back");
    let refused = ben.send(undo.clone()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.says("the text of \"The Lamp\" was edited"),
        "{}",
        refused.words()
    );
    assert!(
        ben.submit(undo.with(&[("force", "yes")]))
            .await
            .says("Taken back")
    );
}

#[tokio::test]
async fn a_file_that_is_no_book_leaves_nothing_behind() {
    let town = Town::open().await;
    let mut ben = town.member("ben").await;
    for file in [&b"PK\x03\x04 not a zip"[..], b""] {
        let seen = ben.upload("/import", "x.epub", file).await;
        assert_eq!(
            seen.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            seen.html
        );
        assert!(seen.says("Please look again"), "{}", seen.words());
    }
    let large = vec![0; 2_000_000];
    let seen = ben.upload("/import", "x.epub", &large).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    let seen = town.stranger().upload("/import", "x.epub", b"x").await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(ben.get("/write").await.says("You have no stories yet."));
}

#[tokio::test]
async fn a_file_waits_for_its_sender_and_not_for_ever() {
    let town = Town::open().await;
    let file = book(&town).await;
    let (mut ben, mut eve) = (town.member("ben").await, town.member("eve").await);
    let look = looked_at(&mut ben, &file).await;
    let form = ben.get(&look).await.form(&look);
    assert_eq!(eve.get(&look).await.path(), "/import?done=gone");

    let nothing = form
        .clone()
        .with(&[("publish", "schedule"), ("schedule", "sometimes")]);
    let refused = ben.send(nothing).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("write a rule like weekly:sat@09:00"),
        "{}",
        refused.words()
    );

    town.clock.advance(Duration::from_mins(31));
    let late = ben.submit(form).await;
    assert!(
        late.says("The file did not wait any longer."),
        "{}",
        late.words()
    );
}
