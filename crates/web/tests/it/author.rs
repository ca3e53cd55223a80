//! An author writes, publishes and is read.

use std::time::Duration;

use axum::http::StatusCode;

use crate::desk::{begun, publish, rated_for_all, written};
use crate::person::Town;

#[tokio::test]
async fn from_registration_to_a_reader_without_an_account() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let text = "It was *late*.\r\n\r\nNobody <came>.";
    let (story, chapter) = begun(&mut ada, "The Long Way", text).await;
    rated_for_all(&mut ada, &story).await;
    assert!(publish(&mut ada, &story, &chapter).await.says("Published"));

    let mut reader = town.stranger();
    let page = reader.get("/s/the-long-way").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    assert_eq!(page.header("cache-control"), "no-cache");
    let lamp = page.link("Start reading");
    assert_eq!(lamp, "/s/the-long-way/1-the-lamp");
    let read = reader.get(&lamp).await;
    assert!(read.html.contains("<em>late</em>"), "{}", read.html);
    assert!(read.html.contains("Nobody &lt;came&gt;."), "{}", read.html);
    assert!(!read.says("Edit this chapter"));
    assert_eq!(read.markup().one("article").get("lang"), Some("en"));
    let ids = read.markup();
    assert!(
        ids.all("p")
            .any(|one| one.get("id").is_some_and(|id| id.starts_with("b-")))
    );
}

#[tokio::test]
async fn other_addresses_of_a_chapter_lead_to_the_one_it_has() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, chapter) = begun(&mut ada, "The Long Way", "Text.").await;
    rated_for_all(&mut ada, &story).await;
    publish(&mut ada, &story, &chapter).await;
    let path = format!("{story}/settings");
    let form = ada.get(&path).await.form(&path);
    ada.submit(form.with(&[("slug", "north")])).await;

    let mut reader = town.stranger();
    let id = chapter.rsplit('/').next().unwrap();
    for old in [
        "/s/the-long-way/1-the-lamp".to_owned(),
        "/s/north/7-the-lamp".to_owned(),
        "/s/north/the-lamp".to_owned(),
        format!("/c/{id}"),
    ] {
        let seen = reader.get(&old).await;
        assert_eq!(seen.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(seen.path(), "/s/north/1-the-lamp", "{old}");
    }
    let seen = reader.get("/s/the-long-way").await;
    assert_eq!(
        (seen.status, seen.path()),
        (StatusCode::MOVED_PERMANENTLY, "/s/north")
    );
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_a_draft() {
    let town = Town::open().await;
    let (mut ada, mut ben) = (town.member("ada").await, town.member("ben").await);
    let (story, chapter) = begun(&mut ada, "The Secret", "Hidden words.").await;
    let id = chapter.rsplit('/').next().unwrap().to_owned();
    let draft = [
        "/s/the-secret".to_owned(),
        "/s/the-secret/1-the-lamp".to_owned(),
        format!("/c/{id}"),
    ];
    let nothing = ben.get("/s/nothing-at-all").await;
    let mut anonymous = town.stranger();
    for path in &draft {
        for person in [&mut ben, &mut anonymous] {
            let seen = person.get(path).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
            let number = |words: String| words.split("request").next().unwrap().to_owned();
            assert_eq!(number(seen.words()), number(nothing.words()), "{path}");
        }
    }
    let mut behind = vec![story.clone(), chapter.clone()];
    for page in ["settings", "plan", "queue", "volumes", "new"] {
        behind.push(format!("{story}/{page}"));
    }
    for page in ["publication", "revisions"] {
        behind.push(format!("{chapter}/{page}"));
    }
    for path in &behind {
        let seen = ben.get(path).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            !seen.html.contains("Secret") && !seen.html.contains("Hidden"),
            "{path}"
        );
        let seen = anonymous.get(path).await;
        assert!(seen.path().starts_with("/login?next=/write/"), "{path}");
    }
    for deed in ["deletion", "publication", "restoration"] {
        let form = crate::person::Filling {
            action: format!("{story}/{deed}"),
            fields: vec![("then".to_owned(), "publish".to_owned())],
        };
        let seen = ben.send(form).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{deed}");
    }
}

#[tokio::test]
async fn two_tabs_save_and_nothing_that_was_typed_is_lost() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (_, chapter) = begun(&mut ada, "The Long Way", "One.").await;
    let first = ada.get(&chapter).await.form(&chapter);
    let second = first.clone();
    ada.submit(first.with(&[("markdown", "Of the first tab."), ("then", "save")]))
        .await;
    let mine = [("markdown", "Of the second tab."), ("then", "save")];
    let conflict = ada.send(second.with(&mine)).await;
    assert_eq!(conflict.status, StatusCode::PRECONDITION_FAILED);
    assert!(conflict.says("Somebody saved another text meanwhile"));
    assert!(conflict.html.contains("Of the first tab."));
    let again = conflict.form(&chapter);
    assert_eq!(again.value("markdown"), "Of the second tab.");
    let saved = ada.submit(again.with(&[("then", "save")])).await;
    assert_eq!(saved.form(&chapter).value("markdown"), "Of the second tab.");

    let revisions = ada.get(&format!("{chapter}/revisions")).await;
    let theirs = ada.get(&revisions.link("Revision 2")).await;
    assert!(theirs.html.contains("<del>first</del>"), "{}", theirs.html);
    let restored = ada.submit(theirs.button("Make this the newest text")).await;
    assert_eq!(
        restored.form(&chapter).value("markdown"),
        "Of the first tab."
    );
}

#[tokio::test]
async fn a_text_comes_through_the_editor_as_it_was() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let text = "\n\n  Begins with lines.\n\n</textarea>&amp; <b>\n\ntrailing  \nspaces\n\n";
    let (story, _) = begun(&mut ada, "The Long Way", "x").await;
    let chapter = written(&mut ada, &story, "Second", &text.replace('\n', "\r\n")).await;
    let form = ada.get(&chapter).await.form(&chapter);
    assert_eq!(form.value("markdown"), text.replace('\n', "\r\n"));
    ada.submit(form.with(&[("title", "Renamed"), ("then", "save")]))
        .await;
    let revisions = ada.get(&format!("{chapter}/revisions")).await;
    assert!(
        !revisions.says("Revision 2"),
        "the text did not change: {}",
        revisions.words()
    );
}

#[tokio::test]
async fn what_was_typed_is_shown_again_beside_its_fault() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, chapter) = begun(&mut ada, "The Long Way", "x").await;
    let form = ada.get(&chapter).await.form(&chapter);
    let seen = ada
        .send(form.with(&[("title", " "), ("markdown", "Kept."), ("then", "save")]))
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.says("Title: may not be empty"), "{}", seen.words());
    assert_eq!(seen.form(&chapter).value("markdown"), "Kept.");

    let new = ada.get("/write/new").await.form("/write/new");
    let typed = [
        ("title", ""),
        ("language", "klingonese!"),
        ("blurb", "Kept too."),
    ];
    let seen = ada.send(new.with(&typed)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seen.form("/write/new").value("blurb"), "Kept too.");
    let markup = seen.markup();
    let invalid = markup
        .all("input")
        .filter(|one| one.get("aria-invalid").is_some());
    let names: Vec<_> = invalid.filter_map(|one| one.get("name")).collect();
    assert_eq!(names, ["title", "language"]);

    let path = format!("{chapter}/publication");
    let page = ada.get(&path).await;
    let form = page.button("Schedule");
    for (at, zone, fault) in [
        ("", "UTC", "choose a day and a time"),
        (
            "2026-11-28T09:00",
            "Nowhere/City",
            "write a time zone by its name",
        ),
        ("2020-01-01T09:00", "UTC", "the moment is not in the future"),
    ] {
        let form = form.clone().with(&[("publish_at", at), ("zone", zone)]);
        let seen = ada.send(form).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{fault}");
        assert!(seen.says(fault), "{}", seen.words());
    }
    assert!(ada.get(&story).await.says("0 scheduled"));
}

#[tokio::test]
async fn who_was_signed_out_while_typing_keeps_the_text() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (_, chapter) = begun(&mut ada, "The Long Way", "One.").await;
    let form = ada.get(&chapter).await.form(&chapter);
    let home = ada.get("/").await;
    ada.submit(home.button("Sign out")).await;
    let seen = ada
        .send(form.with(&[("markdown", "Typed for an hour."), ("then", "save")]))
        .await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert_eq!(seen.form(&chapter).value("markdown"), "Typed for an hour.");
}

#[tokio::test]
async fn a_scheduled_chapter_comes_out_at_its_moment_and_not_before() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, first) = begun(&mut ada, "The Long Way", "One.").await;
    rated_for_all(&mut ada, &story).await;
    publish(&mut ada, &story, &first).await;
    let second = written(&mut ada, &story, "The Road", "Two.").await;
    let path = format!("{second}/publication");
    let form = ada.get(&path).await.button("Schedule");
    let at = [
        ("publish_at", "2026-11-28T09:00"),
        ("zone", "Europe/Berlin"),
    ];
    let seen = ada.submit(form.with(&at)).await;
    assert!(
        seen.says("Scheduled: 28 November 2026, 08:00 UTC"),
        "{}",
        seen.words()
    );
    assert!(
        ada.get(&story)
            .await
            .says("Next: 2. The Road, 28 November 2026, 08:00 UTC")
    );

    let mut reader = town.stranger();
    let road = "/s/the-long-way/2-the-road";
    assert_eq!(reader.get(road).await.status, StatusCode::NOT_FOUND);
    assert!(!reader.get("/s/the-long-way").await.says("The Road"));
    town.clock.advance(Duration::from_hours(6 * 24 + 8));
    town.app.tick(town.app.now()).await.unwrap();
    assert!(reader.get(road).await.says("Two."));
    assert_eq!(
        reader
            .get("/s/the-long-way/1-the-lamp")
            .await
            .link("Next: 2. The Road"),
        road
    );

    assert!(
        ada.get(&path).await.path().starts_with("/login?next="),
        "a day without use"
    );
    ada.sign_in("ada").await;
    let withdrawn = ada.get(&path).await.button("Withdraw it");
    assert!(
        ada.submit(withdrawn)
            .await
            .says("Withdrawn: readers do not see it any more.")
    );
    assert_eq!(reader.get(road).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_plan_releases_the_queue() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, first) = begun(&mut ada, "The Long Way", "One.").await;
    rated_for_all(&mut ada, &story).await;
    publish(&mut ada, &story, &first).await;
    written(&mut ada, &story, "The Road", "Two.").await;
    let path = format!("{story}/plan");
    let form = ada.get(&path).await.form(&path);
    let preview = ada.send(form.clone().with(&[("then", "preview")])).await;
    assert!(
        preview.says("Saturday 28 November 2026, 09:00 UTC"),
        "{}",
        preview.words()
    );
    ada.submit(form.with(&[("then", "save")])).await;
    let path = format!("{story}/queue");
    let page = ada.get(&path).await;
    let draft = page.markup();
    let draft = draft
        .all("input")
        .find(|one| one.get("name") == Some("chapter"));
    let draft = draft.unwrap().get("value").unwrap().to_owned();
    let form = page.form(&path).with(&[("chapter", &draft)]);
    assert!(ada.submit(form).await.says("Saved."));
    let plan = ada.get(&format!("{story}/plan")).await;
    assert!(plan.says("09:00 UTC The Road"), "{}", plan.words());
}

#[tokio::test]
async fn chapters_change_places_and_come_back_from_the_trash() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, first) = begun(&mut ada, "The Long Way", "One.").await;
    written(&mut ada, &story, "The Road", "Two.").await;
    let page = ada.get(&story).await;
    let seen = ada.submit(page.button("Up: 2. The Road")).await;
    assert!(
        seen.says("1. The Road") && seen.says("2. The Lamp"),
        "{}",
        seen.words()
    );
    let seen = ada.submit(seen.button("Delete 2. The Lamp")).await;
    assert!(!seen.says("The Lamp"), "{}", seen.words());
    assert_eq!(ada.get(&first).await.status, StatusCode::GONE);
    let trash = ada.get(&format!("{story}/trash")).await;
    let seen = ada.submit(trash.button("Restore The Lamp")).await;
    assert!(seen.says("2. The Lamp"), "{}", seen.words());

    let seen = ada.submit(seen.button("Delete the story")).await;
    assert!(seen.says("You have no stories yet."), "{}", seen.words());
    let trash = ada.get("/write/trash").await;
    assert!(
        ada.submit(trash.button("Restore The Long Way"))
            .await
            .says("Restored.")
    );
}

#[tokio::test]
async fn volumes_divide_the_contents() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let (story, chapter) = begun(&mut ada, "The Long Way", "One.").await;
    let path = format!("{story}/volumes");
    let mut form = ada.get(&path).await.form(&path);
    let title = form.fields.iter_mut().find(|(name, _)| name == "title");
    title.unwrap().1 = "Book One".to_owned();
    let seen = ada.submit(form).await;
    assert!(seen.html.contains("value=\"Book One\""), "{}", seen.html);
    let page = ada.get(&chapter).await;
    let markup = page.markup();
    let book = markup
        .all("option")
        .find(|one| one.text == "Book One")
        .unwrap();
    let form = page.form(&chapter);
    let form = form.with(&[("volume", book.get("value").unwrap()), ("then", "save")]);
    ada.submit(form).await;
    let seen = ada.get("/s/the-long-way").await;
    let markup = seen.markup();
    assert!(markup.all("h3").any(|heading| heading.text == "Book One"));
}
