//! Readers find, follow and read.

use axum::http::StatusCode;

use crate::desk::{described, publish, published, written};
use crate::person::{Person, Town};

#[tokio::test]
async fn a_story_is_found_by_list_tag_search_and_author() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, _) = published(&mut ada, "The Long Way", "A clockmaker goes north.").await;
    let path = format!("{story}/tags");
    let form = ada.get(&path).await.form(&path);
    let tags = [("genre", "Fantasy"), ("theme", "Slow Burn, clocks")];
    assert!(ada.submit(form.with(&tags)).await.says("Saved."));

    let mut reader = town.stranger();
    for path in [
        "/",
        "/discover",
        "/discover?sort=new&tag=slow+burn&rating=general&status=ongoing",
        "/t/slow-burn",
        "/search?q=long+way",
        "/@ada",
    ] {
        let seen = reader.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert_eq!(seen.link("The Long Way"), "/s/the-long-way", "{path}");
        assert_eq!(seen.link("Slow Burn"), "/t/slow-burn", "{path}");
    }
    for path in [
        "/discover?not_tag=clocks",
        "/discover?rating=teen",
        "/discover?words_min=999",
    ] {
        assert!(!reader.get(path).await.says("The Long Way"), "{path}");
    }
    let found = reader.get("/search?q=clockmaker&kind=chapters").await;
    assert_eq!(found.link("1. The Lamp"), "/s/the-long-way/1-the-lamp");
    assert_eq!(found.markup().one("mark").text, "clockmaker");
    assert_eq!(
        reader.get("/search?q=ada&kind=people").await.link("ada"),
        "/@ada"
    );
    assert_eq!(reader.get("/@ADA").await.path(), "/@ada");
    assert_eq!(reader.get("/t/nothing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(reader.get("/@nobody").await.status, StatusCode::NOT_FOUND);

    let form = ada.get(&path).await.form(&path);
    let refused = ada.send(form.with(&[("genre", "a, b, c, d")])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form(&path).value("genre"), "a, b, c, d");
}

#[tokio::test]
async fn wrong_filters_are_named_and_a_foreign_cursor_is_refused() {
    let town = Town::open().await;
    let mut reader = town.stranger();
    let seen = reader
        .get("/discover?rating=nice&words_min=many&language=x!")
        .await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    for field in ["Rating", "Words min", "Language"] {
        assert!(seen.says(field), "{}", seen.words());
    }
    assert_eq!(
        reader.get("/discover?cursor=abc").await.status,
        StatusCode::BAD_REQUEST
    );
    let long = format!("/search?q={}", "x".repeat(501));
    assert_eq!(reader.get(&long).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_story_of_a_long_list_is_met_once() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    for n in 1..=25 {
        published(&mut ada, &format!("Story {n:02}"), "Text.").await;
    }
    let mut reader = town.stranger();
    let (mut path, mut met) = ("/discover?sort=new".to_owned(), Vec::new());
    loop {
        let seen = reader.get(&path).await;
        let markup = seen.markup();
        let titles = markup.all("h3").map(|heading| heading.text.clone());
        met.extend(titles.collect::<Vec<_>>());
        if !markup.all("a").any(|link| link.text == "More") {
            break;
        }
        path = seen.link("More");
    }
    met.sort_unstable();
    let all: Vec<String> = (1..=25).map(|n| format!("Story {n:02}")).collect();
    assert_eq!(met, all);
}

#[tokio::test]
async fn a_reader_follows_and_goes_on_where_they_were() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, _) = published(&mut ada, "The Long Way", "One.").await;
    let second = written(&mut ada, &story, "The Road", "Two.").await;
    publish(&mut ada, &story, &second).await;

    let mut ben = town.member("ben").await;
    let page = ben.get("/s/the-long-way").await;
    assert_eq!(page.link("Start reading"), "/s/the-long-way/1-the-lamp");
    assert!(
        ben.submit(page.button("Follow"))
            .await
            .has_button("Unfollow")
    );
    let read = ben.get("/s/the-long-way/1-the-lamp").await;
    let next = ben.submit(read.button("Mark as read and go on")).await;
    assert!(next.says("Two."), "{}", next.words());
    let home = ben.get("/").await;
    assert!(home.says("1. The Lamp, 100 %"), "{}", home.words());
    let go_on = home.link("Read 2. The Road with The Long Way");
    assert_eq!(go_on, "/s/the-long-way/2-the-road");
    let page = ben.get("/s/the-long-way").await;
    assert_eq!(page.link("Continue: 2. The Road"), go_on);
    assert!(
        ben.submit(page.button("Unfollow"))
            .await
            .has_button("Follow")
    );

    let profile = ben.get("/@ada").await;
    assert!(
        ben.submit(profile.button("Follow"))
            .await
            .says("1 follower")
    );
}

#[tokio::test]
async fn a_text_for_adults_waits_for_a_word_of_its_reader() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, _) = published(&mut ada, "The Long Way", "Only for adults.").await;
    described(&mut ada, &story, &[("rating", "mature")]).await;
    let chapter = "/s/the-long-way/1-the-lamp";

    let mut anonymous = town.stranger();
    let seen = anonymous.get(chapter).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.html.contains("Only for adults."));
    assert_eq!(
        seen.link("Sign in to read it"),
        format!("/login?next={chapter}")
    );

    let mut ben = town.member("ben").await;
    let seen = ben.get(chapter).await;
    assert!(!seen.html.contains("Only for adults."));
    let shown = ben
        .submit(seen.button("I am an adult: show it from now on"))
        .await;
    assert!(shown.says("Only for adults."), "{}", shown.words());
}

#[tokio::test]
async fn a_story_is_taken_along_as_a_book() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, _) = published(&mut ada, "The Long Way", "One.").await;
    let mut reader = town.stranger();
    let path = reader.get("/s/the-long-way").await.link("Download EPUB");
    let book = reader.fetch(&path, None).await;
    assert_eq!(book.status, StatusCode::OK);
    assert_eq!(book.header("content-type"), "application/epub+zip");
    assert!(
        book.header("content-disposition")
            .contains("the-long-way.epub")
    );
    let again = reader.fetch(&path, Some(book.header("etag"))).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);

    let path = format!("{story}/settings");
    let mut form = ada.get(&path).await.form(&path);
    form.fields.retain(|(name, _)| name != "download");
    ada.submit(form).await;
    assert!(!reader.get("/s/the-long-way").await.says("Download EPUB"));
    assert_eq!(
        reader.fetch("/s/the-long-way.epub", None).await.status,
        StatusCode::FORBIDDEN
    );
}

/// Statements that a page asks of the store.
async fn statements(person: &mut Person, path: &str) -> u32 {
    // The first visit fills what is answered from memory afterwards.
    person.get(path).await;
    let seen = person.get(path).await;
    assert_eq!(seen.status, StatusCode::OK, "{path}");
    seen.statements()
}

#[tokio::test]
async fn a_page_asks_the_store_as_often_for_many_as_for_few() {
    let town = Town::open().await;
    let (mut ada, mut ben) = (town.member("ada").await, town.member("ben").await);
    let (story, _) = published(&mut ada, "The Long Way", "One.").await;
    let mut anonymous = town.stranger();
    let paths = [
        "/",
        "/s/the-long-way",
        "/s/the-long-way/1-the-lamp",
        "/discover",
        "/@ada",
    ];
    let mut few = Vec::new();
    for path in paths {
        let counts = (
            statements(&mut anonymous, path).await,
            statements(&mut ben, path).await,
        );
        assert!(
            (1..=20).contains(&counts.0) && counts.1 <= 20,
            "{path}: {counts:?}"
        );
        few.push(counts);
    }
    for n in 1..=10 {
        let text = format!("Text {n}.");
        let chapter = written(&mut ada, &story, &format!("Chapter {n}"), &text).await;
        publish(&mut ada, &story, &chapter).await;
        published(&mut ada, &format!("Story {n}"), &text).await;
    }
    for (path, few) in paths.iter().zip(few) {
        let many = (
            statements(&mut anonymous, path).await,
            statements(&mut ben, path).await,
        );
        // Only behind the last chapter the date of the next one is asked for.
        assert!(
            many.0 <= few.0 && many.1 <= few.1,
            "{path}: {few:?} grew to {many:?}"
        );
    }
}
