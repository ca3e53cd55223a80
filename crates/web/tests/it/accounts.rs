//! People come, sign in and leave.

use axum::http::StatusCode;
use quire_domain::account::RegistrationMode;

use crate::person::{PASSWORD, Town};

#[tokio::test]
async fn somebody_registers_signs_out_and_signs_in_where_they_wanted_to_go() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    assert!(ada.get("/").await.html.contains("href=\"/@ada\""));
    let home = ada.get("/").await;
    let after = ada.submit(home.button("Sign out")).await;
    assert!(!after.html.contains("href=\"/@ada\""));
    assert_eq!(after.header("cache-control"), "no-cache");

    let refused = ada.get("/write/new").await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    assert_eq!(refused.path(), "/login?next=/write/new");
    let login = ada.get(refused.path()).await.form("/login");
    let typed = [("name", "ADA@example.org"), ("password", PASSWORD)];
    let written = ada.submit(login.with(&typed)).await;
    assert!(written.says("New story"), "{}", written.words());
    assert_eq!(written.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_says_nothing_of_which_was_wrong() {
    let town = Town::open().await;
    town.member("ada").await;
    let mut stranger = town.stranger();
    let mut words = Vec::new();
    for name in ["ada", "nobody"] {
        let form = stranger.get("/login").await.form("/login");
        let seen = stranger
            .send(form.with(&[("name", name), ("password", "wrong")]))
            .await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(seen.form("/login").value("name"), name);
        assert_eq!(seen.form("/login").value("password"), "");
        words.push(seen.words());
    }
    assert_eq!(words[0], words[1]);
}

#[tokio::test]
async fn nobody_is_led_to_another_site_after_signing_in() {
    let town = Town::open().await;
    town.member("ada").await;
    for next in [
        "//evil.example/x",
        "https://evil.example",
        "/\\evil.example",
    ] {
        let mut ada = town.stranger();
        let form = ada.get("/login").await.form("/login");
        let password = ("password", PASSWORD);
        let seen = ada
            .send(form.with(&[("name", "ada"), password, ("next", next)]))
            .await;
        assert_eq!((seen.status, seen.path()), (StatusCode::SEE_OTHER, "/"));
    }
}

#[tokio::test]
async fn every_fault_of_a_registration_stands_beside_its_field() {
    let town = Town::open().await;
    town.member("ada").await;
    let mut stranger = town.stranger();
    let form = stranger.get("/register").await.form("/register");
    let typed = [
        ("handle", "a b"),
        ("email", "nowhere"),
        ("password", "short"),
    ];
    let seen = stranger.send(form.clone().with(&typed)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seen.form("/register").value("handle"), "a b");
    for fault in [
        "letters a-z, digits and underscores",
        "like name@example.org",
    ] {
        assert!(seen.says(fault), "{}", seen.words());
    }
    let typed = [
        ("handle", "Ada"),
        ("email", "x@example.org"),
        ("password", "a longer one, please"),
    ];
    let seen = stranger.send(form.with(&typed)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.says("Handle: somebody else has this already"),
        "{}",
        seen.words()
    );
}

#[tokio::test]
async fn a_closed_site_says_so_and_lets_nobody_in() {
    let town = Town::with(RegistrationMode::Closed).await;
    let mut stranger = town.stranger();
    let seen = stranger.get("/register").await;
    assert!(seen.says("takes no new members now"));
    assert!(!seen.has_button("Register"));
}

#[tokio::test]
async fn who_asks_to_be_let_in_waits() {
    let town = Town::with(RegistrationMode::Approval).await;
    let mut ben = town.stranger();
    let form = ben.get("/register").await.form("/register");
    let typed = [
        ("handle", "ben"),
        ("email", "ben@example.org"),
        ("password", PASSWORD),
        ("answer", "I write."),
    ];
    let seen = ben.send(form.with(&typed)).await;
    assert_eq!(seen.status, StatusCode::ACCEPTED);
    assert!(seen.says("An administrator looks at your registration"));
    assert!(!ben.get("/").await.html.contains("href=\"/@ben\""));
}

#[tokio::test]
async fn the_first_administrator_comes_in_by_the_code_and_the_page_is_gone() {
    let town = Town::open().await;
    let code = town.app.issue_setup_code().await.unwrap().reveal();
    let mut root = town.stranger();
    let page = root.get(&format!("/setup?code={code}")).await;
    let form = page.form("/setup");
    assert_eq!(form.value("code"), code);
    assert_eq!(form.value("site_name"), "The Reading Room");
    let typed = [
        ("handle", "root"),
        ("email", "root@example.org"),
        ("password", "a long enough phrase for staff"),
        ("site_name", "The Lantern"),
        ("registration", "invite"),
    ];
    let wrong = root
        .send(form.clone().with(&typed).with(&[("code", "AAAA-AAAA")]))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.form("/setup").value("handle"), "root");
    let home = root.submit(form.with(&typed)).await;
    assert!(
        home.html.contains("<title>The Lantern</title>"),
        "{}",
        home.html
    );
    assert!(home.html.contains("href=\"/admin\""));
    assert_eq!(root.get("/setup").await.status, StatusCode::NOT_FOUND);
    assert!(
        town.stranger()
            .get("/register")
            .await
            .says("The code you were given")
    );
}

#[tokio::test]
async fn a_form_from_another_site_does_nothing() {
    let town = Town::open().await;
    let mut ada = town.member("ada").await;
    let seen = ada.forged("/logout").await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    assert!(seen.says("came from another site"), "{}", seen.html);
    assert!(ada.get("/").await.html.contains("href=\"/@ada\""));
}

#[tokio::test]
async fn what_is_not_there_is_a_page_with_a_way_on() {
    let town = Town::open().await;
    let mut stranger = town.stranger();
    for path in [
        "/nowhere",
        "/s/nothing",
        "/s/No%20Slug",
        "/s/a/b",
        "/c/chp_x",
        "/c/sto_1",
    ] {
        let seen = stranger.get(path).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            seen.html.contains("<h1>There is nothing here</h1>"),
            "{path}"
        );
        assert!(seen.html.contains("action=\"/search\""), "{path}");
    }
    let seen = stranger.get("/logout").await;
    assert_eq!(seen.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(seen.header("allow"), "POST");
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_ever_under_a_name_of_its_content() {
    let town = Town::open().await;
    let mut stranger = town.stranger();
    let home = stranger.get("/").await;
    let style = home.markup().one("link").get("href").unwrap().to_owned();
    let css = stranger.get(&style).await;
    assert_eq!(css.status, StatusCode::OK);
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    assert!(css.header("cache-control").contains("immutable"));
    assert_eq!(
        stranger.get("/assets/style-0.css").await.status,
        StatusCode::NOT_FOUND
    );
}
