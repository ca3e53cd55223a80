//! Readers look around: lists, tags, search, places in stories.

use axum::http::{Method, StatusCode};
use quire_app::Actor;
use quire_app::chapters::NewChapter;
use quire_app::tags::TagChoice;
use quire_domain::account::Scope;
use quire_domain::tag::TagKind;
use quire_domain::text::{ChapterTitle, TagName};
use serde_json::{Value, json};

use crate::stage::{Answer, Stage};

struct Site {
    stage: Stage,
    author: Actor,
    token: String,
    reader: String,
}

impl Site {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let author = stage.member("ada").await;
        let reader = stage.member("ben").await;
        Self {
            token: stage.token(&author, Scope::ALL).await,
            reader: stage.token(&reader, Scope::ALL).await,
            stage,
            author,
        }
    }

    async fn call(&self, token: Option<&str>, method: Method, path: &str, body: &Value) -> Answer {
        let mut ask = self.stage.ask(&method, &format!("/api/v1{path}"));
        if let Some(token) = token {
            ask = ask.with_token(token);
        }
        if !body.is_null() {
            ask = ask.with_json(body);
        }
        ask.send().await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.call(None, Method::GET, path, &Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        answer.json()
    }

    /// A published story with one chapter and these tags; their ids.
    async fn story(&self, title: &str, text: &str, tags: Value) -> (String, String) {
        let new = json!({"title": title, "language": "en", "rating": "general",
            "warnings_answer": "none_apply"});
        let made = self
            .call(Some(&self.token), Method::POST, "/stories", &new)
            .await;
        let story = made.json()["id"].as_str().unwrap().to_owned();
        let new = NewChapter::titled(ChapterTitle::parse("One").unwrap(), text);
        let app = &self.stage.app;
        let id = story.parse().unwrap();
        let chapter = app.create_chapter(&self.author, id, &new).await.unwrap();
        app.publish_chapter(&self.author, chapter.id, false)
            .await
            .unwrap();
        app.publish_story(&self.author, id).await.unwrap();
        let genre = tags[0]["name"].as_str().unwrap();
        let choice = TagChoice {
            kind: TagKind::Genre,
            name: TagName::parse(genre).unwrap(),
        };
        app.set_tags(&self.author, id, &[choice]).await.unwrap();
        (story, chapter.id.to_string())
    }
}

fn titles(page: &Value) -> Vec<&str> {
    let data = page["data"].as_array().unwrap();
    data.iter()
        .map(|story| story["title"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_filtered_by_its_query_and_a_cursor_keeps_to_it() {
    let site = Site::new().await;
    let genre = |name: &str| json!([{"kind": "genre", "name": name}]);
    site.story("Dark", "One.", genre("Horror")).await;
    site.story("Darker", "One.", genre("Horror")).await;
    site.story("Light", "One.", genre("Comedy")).await;
    let horror = site.get("/stories?sort=new&genre=horror").await;
    assert_eq!(horror["data"].as_array().unwrap().len(), 2);
    assert_eq!(horror["data"][0]["tags"][0]["name"], "Horror");
    assert_eq!(
        titles(&site.get("/stories?sort=new&not_tag=horror").await),
        ["Light"]
    );
    let first = site.get("/stories?sort=new&genre=horror&limit=1").await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = site
        .get(&format!(
            "/stories?sort=new&genre=horror&limit=1&cursor={cursor}"
        ))
        .await;
    assert_ne!(titles(&first), titles(&second));
    assert!(second["next_cursor"].is_null());
    for (path, named) in [
        (
            format!("/stories?sort=new&limit=1&cursor={cursor}"),
            "cursor",
        ),
        (
            format!("/stories?sort=updated&genre=horror&cursor={cursor}"),
            "cursor",
        ),
        ("/stories?sort=kudos".to_owned(), "sort"),
        ("/stories?rating=family".to_owned(), "rating"),
        ("/stories?tag=Not%20a%20slug".to_owned(), "tag"),
        ("/search".to_owned(), "q"),
        ("/search?q=x&type=poem".to_owned(), "type"),
    ] {
        let refused = site.call(None, Method::GET, &path, &Value::Null).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(refused.json()["errors"][0]["pointer"], named, "{path}");
    }
    let tags = site.get("/tags?kind=genre").await;
    assert_eq!(
        (&tags["data"][0]["slug"], &tags["data"][0]["usage_count"]),
        (&json!("horror"), &json!(2))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_found_comes_with_the_passage_as_plain_text() {
    let site = Site::new().await;
    let (story, chapter) = site
        .story(
            "Storm",
            "The <script>alert(1)</script> *lantern* went out.",
            json!([{"kind": "genre", "name": "Drama"}]),
        )
        .await;
    let found = site.get("/search?type=chapter&q=LANTERN").await;
    let hit = &found["data"][0];
    assert_eq!(
        (&hit["id"], &hit["story_id"]),
        (&json!(chapter), &json!(story))
    );
    let marked: Vec<_> = hit["snippet"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["hit"] == true)
        .collect();
    assert_eq!(marked, [&json!({"text": "lantern", "hit": true})]);
    assert_eq!(
        site.get("/search?q=stor").await["data"][0]["title"],
        "Storm"
    );
    assert_eq!(
        site.get("/search?q=ada&type=user").await["data"][0]["handle"],
        "ada"
    );
    assert_eq!(
        site.get("/suggestions?q=sto").await["stories"][0]["title"],
        "Storm"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_answers_for_each_report_and_home_goes_on_from_there() {
    let site = Site::new().await;
    let (story, chapter) = site
        .story("Storm", "One.", json!([{"kind": "genre", "name": "Drama"}]))
        .await;
    let reader = Some(site.reader.as_str());
    let report = |chapter: &str, fraction: f64| {
        json!({"chapter": chapter, "fraction": fraction, "client_time": "2026-11-22T00:00:00Z",
            "device": "phone", "sequence": 7})
    };
    let nowhere = format!("chp_{}", "0".repeat(26));
    let items = json!({"items": [report(&chapter, 0.4), report(&nowhere, 0.1)]});
    for _ in 0..2 {
        let answer = site
            .call(reader, Method::POST, "/me/progress-batches", &items)
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let results = answer.json()["results"].clone();
        assert_eq!(results[0]["progress"]["current"]["fraction"], 0.4);
        assert_eq!(results[1]["problem"]["status"], 404);
    }
    let home = site
        .call(reader, Method::GET, "/me/continue", &Value::Null)
        .await
        .json();
    assert_eq!(home["data"][0]["story"]["id"], json!(story));
    assert_eq!(home["data"][0]["chapter"]["id"], json!(chapter));
    for (body, pointer) in [
        (json!({"items": [{"chapter": chapter}]}), "/items"),
        (json!({"items": [report(&chapter, 1.5)]}), "/items"),
        (json!({"items": vec![report(&chapter, 0.5); 201]}), "/items"),
    ] {
        let refused = site
            .call(reader, Method::POST, "/me/progress-batches", &body)
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
}
