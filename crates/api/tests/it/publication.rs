//! The publication of chapters over HTTP: now, later, by a plan, and back.

use axum::http::Method;
use quire_app::Actor;
use quire_app::chapters::NewChapter;
use quire_domain::account::Scope;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::text::ChapterTitle;
use serde_json::{Value, json};

use crate::stage::{Answer, Stage};

struct Desk {
    stage: Stage,
    author: Actor,
    token: String,
    story: StoryId,
}

impl Desk {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let author = stage.member("ada").await;
        let token = stage.token(&author, &[Scope::Read, Scope::Write]).await;
        let body = json!({"title": "Serial", "language": "en", "rating": "general",
            "warnings_answer": "none_apply"});
        let ask = stage.ask(&Method::POST, "/api/v1/stories");
        let made = ask.with_token(&token).with_json(&body).send().await.json();
        let story = made["id"].as_str().unwrap().parse().unwrap();
        Self {
            stage,
            author,
            token,
            story,
        }
    }

    async fn chapter(&self, title: &str) -> ChapterId {
        let new = NewChapter::titled(ChapterTitle::parse(title).unwrap(), "Words.");
        let made = self
            .stage
            .app
            .create_chapter(&self.author, self.story, &new);
        made.await.unwrap().id
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        let path = format!("/api/v1{path}");
        let ask = self.stage.ask(&method, &path).with_token(&self.token);
        if body.is_null() {
            ask.send().await
        } else {
            ask.with_json(&body).send().await
        }
    }
}

#[tokio::test]
async fn a_chapter_is_published_scheduled_and_taken_back() {
    let desk = Desk::new().await;
    let path = format!("/chapters/{}/publication", desk.chapter("One").await);
    let later = json!({"publish_at": "2026-11-28T09:00:00Z", "silent": true});
    let scheduled = desk.send(Method::PUT, &path, later).await;
    assert_eq!(scheduled.status, 200);
    let view = scheduled.json();
    assert_eq!(view["state"], "scheduled");
    assert_eq!(view["publish_at"], "2026-11-28T09:00:00Z");
    assert_eq!(view["silent"], true);
    let hint = view["hint"].as_str().unwrap();
    assert!(hint.contains("story is still a draft"), "{hint}");
    assert_eq!(
        scheduled.etag,
        Some(format!("\"v{}\"", view["version"].as_i64().unwrap()))
    );

    let unscheduled = desk.send(Method::DELETE, &path, Value::Null).await;
    assert_eq!(unscheduled.json()["state"], "draft");

    let now = desk.send(Method::PUT, &path, json!({})).await.json();
    assert_eq!(now["state"], "published");
    assert_eq!(now["published_at"], "2026-11-22T00:00:00Z");
    let again = desk.send(Method::PUT, &path, json!({})).await.json();
    assert_eq!(again, now, "asking again changes nothing");

    let back = desk.send(Method::DELETE, &path, Value::Null).await.json();
    assert_eq!(back["state"], "withdrawn");
    let past = json!({"publish_at": "2026-11-29T09:00:00Z"});
    let refused = desk.send(Method::PUT, &path, past).await;
    assert_eq!(refused.status, 409, "a withdrawn chapter cannot wait");
    let returned = desk.send(Method::PUT, &path, json!({})).await.json();
    assert_eq!(returned["state"], "published");
}

#[tokio::test]
async fn a_moment_in_the_past_is_refused_by_name() {
    let desk = Desk::new().await;
    let path = format!("/chapters/{}/publication", desk.chapter("One").await);
    for (moment, code) in [
        ("2026-11-22T00:00:00Z", "not-in-future"),
        ("2099-01-01T00:00:00Z", "too-late"),
        ("tomorrow", "invalid-field"),
    ] {
        let answer = desk
            .send(Method::PUT, &path, json!({ "publish_at": moment }))
            .await;
        assert_eq!(answer.status, 422, "{moment}");
        let problem = answer.json();
        assert_eq!(problem["errors"][0]["pointer"], "/publish_at", "{moment}");
        assert_eq!(problem["errors"][0]["code"], code, "{moment}");
    }
}

#[tokio::test]
async fn a_plan_shows_its_slots_with_the_queue() {
    let desk = Desk::new().await;
    let (one, two) = (desk.chapter("One").await, desk.chapter("Two").await);
    let queue = format!("/stories/{}/queue", desk.story);
    let order = json!({ "chapters": [two.to_string(), one.to_string()] });
    let queued = desk.send(Method::PUT, &queue, order).await.json();
    assert_eq!(queued["chapters"][0]["title"], "Two");
    assert_eq!(queued["chapters"][0]["number"], 1);

    let plan = format!("/stories/{}/release-plan", desk.story);
    let missing = desk.send(Method::GET, &plan, Value::Null).await;
    assert_eq!(missing.status, 404);
    let rule = json!({"rule": "weekly:sat@09:00", "zone": "Europe/London"});
    let set = desk.send(Method::PUT, &plan, rule).await.json();
    assert_eq!(set["rule"], "weekly:sat@09:00/Europe/London");
    assert_eq!(set["weekdays"], json!(["sat"]));
    let shown = desk
        .send(Method::GET, &format!("{plan}?slots=3"), Value::Null)
        .await
        .json();
    let slots: Vec<_> = shown["slots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| {
            (
                slot["at"].as_str().unwrap(),
                slot["chapters"][0]["title"].clone(),
            )
        })
        .collect();
    assert_eq!(
        slots,
        [
            ("2026-11-28T09:00:00Z", json!("Two")),
            ("2026-12-05T09:00:00Z", json!("One")),
            ("2026-12-12T09:00:00Z", Value::Null),
        ]
    );
    for (wrong, pointer) in [
        (json!({"rule": "sometimes"}), "/rule"),
        (
            json!({"rule": "daily@09:00", "zone": "Mars/Olympus"}),
            "/zone",
        ),
        (
            json!({"rule": "daily@09:00", "anchor": "2026-02-30"}),
            "/anchor",
        ),
    ] {
        let refused = desk.send(Method::PUT, &plan, wrong).await;
        assert_eq!(refused.status, 422, "{pointer}");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
    let many = desk
        .send(Method::GET, &format!("{plan}?slots=101"), Value::Null)
        .await;
    assert_eq!(many.status, 400);
    assert_eq!(
        desk.send(Method::DELETE, &plan, Value::Null).await.status,
        204
    );
    assert_eq!(
        desk.send(Method::DELETE, &plan, Value::Null).await.status,
        204
    );
}
