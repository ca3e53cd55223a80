//! Stories over HTTP.

use axum::http::{Method, header};
use quire_domain::account::Scope;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_slug_is_moved_permanently() {
    let stage = Stage::new().await;
    let author = stage.member("ada").await;
    let token = stage.token(&author, &[Scope::Read, Scope::Write]).await;
    let story = json!({"title": "Old Name", "language": "en", "rating": "general", "warnings_answer": "none_apply"});
    let made = stage
        .ask(&Method::POST, "/api/v1/stories")
        .with_token(&token)
        .with_json(&story)
        .send()
        .await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let renamed = stage
        .ask(&Method::PATCH, &format!("/api/v1/stories/{id}"))
        .with_token(&token)
        .with_header(header::IF_MATCH, &made.etag.unwrap())
        .with_json(&json!({"slug": "new-name"}))
        .send()
        .await;
    assert_eq!(renamed.status, 200);
    let old = stage
        .ask(&Method::GET, "/api/v1/stories/old-name")
        .with_token(&token)
        .send()
        .await;
    assert_eq!(old.status, 301);
}
