//! Somebody runs the site.

use axum::http::StatusCode;

use crate::person::{PASSWORD, Person, Town};

/// The first administrator.
async fn root(town: &Town) -> Person {
    let code = town.app.issue_setup_code().await.unwrap().reveal();
    let mut root = town.stranger();
    let form = root
        .get(&format!("/setup?code={code}"))
        .await
        .form("/setup");
    let typed = [
        ("handle", "root"),
        ("email", "root@example.org"),
        ("password", PASSWORD),
    ];
    root.submit(form.with(&typed)).await;
    root
}

#[tokio::test]
async fn an_administrator_decides_who_comes_in() {
    let town = Town::open().await;
    let mut root = root(&town).await;
    let form = root.get("/admin").await.form("/admin/settings");
    root.submit(form.with(&[("registration", "approval")]))
        .await;

    let mut ben = town.stranger();
    let form = ben.get("/register").await.form("/register");
    let typed = [
        ("handle", "ben"),
        ("email", "b@example.org"),
        ("password", PASSWORD),
    ];
    ben.send(form.with(&typed).with(&[("answer", "I write.")]))
        .await;
    let form = ben.get("/login").await.form("/login");
    let login = form.with(&[("name", "ben"), ("password", PASSWORD)]);
    let waits = ben.send(login.clone()).await;
    assert_eq!(waits.status, StatusCode::FORBIDDEN);
    assert!(waits.says("waits for the agreement"), "{}", waits.words());

    let page = root.get("/admin").await;
    assert!(page.says("I write."), "{}", page.words());
    assert!(
        root.submit(page.button("Let in ben"))
            .await
            .says("Nobody waits.")
    );
    assert_eq!(ben.send(login).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_invitation_lets_in_as_many_as_it_says() {
    let town = Town::open().await;
    let mut root = root(&town).await;
    let form = root.get("/admin").await.form("/admin/settings");
    root.submit(form.with(&[("registration", "invite")])).await;
    let form = root.get("/admin").await.form("/admin/invites");
    let none = root.send(form.clone().with(&[("uses", "none")])).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = root.send(form).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let code = made.markup().one("code").text.clone();

    for (handle, expected) in [
        ("ben", StatusCode::SEE_OTHER),
        ("eve", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let mut person = town.stranger();
        let form = person
            .get(&format!("/register?invite={code}"))
            .await
            .form("/register");
        assert_eq!(form.value("invite"), code);
        let email = format!("{handle}@example.org");
        let typed = [
            ("handle", handle),
            ("email", &email),
            ("password", PASSWORD),
        ];
        assert_eq!(
            person.send(form.with(&typed)).await.status,
            expected,
            "{handle}"
        );
    }
}

#[tokio::test]
async fn nobody_else_administers() {
    let town = Town::open().await;
    let mut ben = town.member("ben").await;
    assert_eq!(ben.get("/admin").await.status, StatusCode::FORBIDDEN);
    for (action, field) in [
        ("/admin/settings", ("name", "Mine")),
        (
            "/admin/applicants",
            ("account", "usr_00000000000000000000000000"),
        ),
        ("/admin/invites", ("uses", "5")),
    ] {
        let form = crate::person::Filling {
            action: action.to_owned(),
            fields: vec![("registration".to_owned(), "open".to_owned())],
        };
        let seen = ben.send(form.with(&[field])).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{action}");
    }
    assert_eq!(
        town.stranger().get("/admin").await.path(),
        "/login?next=/admin"
    );
}

#[tokio::test]
async fn a_member_sees_and_ends_sign_ins_and_tokens() {
    let town = Town::open().await;
    let mut ben = town.member("ben").await;
    let mut phone = town.stranger();
    phone.sign_in("ben").await;
    let page = ben.get("/settings/sessions").await;
    assert!(page.says("Firefox on Linux (this one)"), "{}", page.words());
    let page = ben.submit(page.button("End all but this one")).await;
    assert!(page.says("Revoked."));
    assert!(phone.get("/settings").await.path().starts_with("/login"));

    let form = ben.get("/settings/tokens").await.form("/settings/tokens");
    let made = ben.send(form.clone().with(&[("name", "Reader")])).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(made.markup().one("code").text.starts_with("qp_"));
    let page = ben.get("/settings/tokens").await;
    assert!(!page.html.contains("qp_"), "it is told once");
    assert!(
        !ben.submit(page.button("Revoke Reader"))
            .await
            .says("Reader")
    );

    let wrong = ben
        .get("/settings/password")
        .await
        .form("/settings/password");
    let typed = [
        ("current_password", "wrong"),
        ("password", "another long phrase"),
    ];
    let seen = ben.send(wrong.clone().with(&typed)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.says("this is not your password"), "{}", seen.words());
    let typed = [
        ("current_password", PASSWORD),
        ("password", "another long phrase"),
    ];
    assert!(ben.submit(wrong.with(&typed)).await.says("Saved."));
}

#[tokio::test]
async fn a_profile_moves_with_its_handle() {
    let town = Town::open().await;
    let mut ben = town.member("ben").await;
    let form = ben.get("/settings").await.form("/settings");
    let typed = [("handle", "benno"), ("bio", "I *write*.")];
    assert!(ben.submit(form.clone().with(&typed)).await.says("Saved."));
    let mut reader = town.stranger();
    assert_eq!(reader.get("/@ben").await.path(), "/@benno");
    assert!(reader.get("/@benno").await.html.contains("<em>write</em>"));
    let stale = ben.send(form.with(&[("bio", "Older.")])).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(stale.form("/settings").value("bio"), "Older.");
}
