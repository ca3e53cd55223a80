//! A site moves from SQLite to PostgreSQL and back, with everything on it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use quire_testkit::lab;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::administration::{PASSWORD, create_admin, own_stories, token};
use crate::server::{Engine, Server, Site, result, talk};

pub async fn write_story(server: &Server, secret: &str) {
    let story = json!({
        "title": "The Moonstone", "blurb": "A diamond.", "language": "en", "audience": "public",
        "rating": "general", "warnings_answer": "none_apply", "ai_use": "none", "original": true,
    });
    let request = server.client.post(format!("{}/api/v1/stories", server.web));
    let answer = request
        .bearer_auth(secret)
        .json(&story)
        .send()
        .await
        .unwrap();
    let status = answer.status();
    assert_eq!(
        status,
        StatusCode::CREATED,
        "{}",
        answer.text().await.unwrap()
    );
}

#[tokio::test]
async fn a_site_moves_to_postgres_and_back_with_everything_on_it() {
    let (site, server) = Server::start(Engine::Sqlite).await;
    assert!(create_admin(&site, PASSWORD).status.success());
    let secret = token(&site, "read,write");
    write_story(&server, &secret).await;
    let database = lab::postgres().create_database().await;
    let refused = site.run(&format!("migrate-store --to {}", database.url));
    assert!(
        talk(&refused).contains("another server"),
        "{}",
        talk(&refused)
    );
    server.stop();

    let there = site.run(&format!("migrate-store --json --to {}", database.url));
    assert!(there.status.success(), "{}", talk(&there));
    assert!(!talk(&there).contains('\u{1b}'), "no bar off a terminal");
    let there: Value = serde_json::from_str(&result(&there)).unwrap();
    let rows = |table: &str| {
        let tables = there["tables"].as_array().unwrap();
        tables.iter().find(|row| row["table"] == table).unwrap()["rows"]
            .as_i64()
            .unwrap()
    };
    assert_eq!(
        (rows("account"), rows("story"), rows("api_token")),
        (1, 1, 1)
    );

    let twice = site.run(&format!("migrate-store --to {}", database.url));
    assert_eq!(twice.status.code(), Some(1));
    assert!(talk(&twice).contains("empty database"), "{}", talk(&twice));

    let moved = Site::at(Some(database.url.clone()));
    std::fs::create_dir(moved.data()).unwrap();
    std::fs::set_permissions(moved.data(), Permissions::from_mode(0o700)).unwrap();
    let well = moved.run("doctor");
    assert!(well.status.success(), "{}", result(&well));
    let server = moved.serve();
    assert_eq!(own_stories(&server, &secret).await, 200);
    let request = server
        .client
        .get(format!("{}/api/v1/stories/the-moonstone", server.web));
    assert_eq!(
        request.bearer_auth(&secret).send().await.unwrap().status(),
        200
    );
    server.stop();

    let home = Site::at(None);
    let back = moved.run(&format!(
        "migrate-store --json --to sqlite:{}",
        home.data().display()
    ));
    assert!(back.status.success(), "{}", talk(&back));
    let server = home.serve();
    assert_eq!(own_stories(&server, &secret).await, 200);
}
