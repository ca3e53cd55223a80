//! A chapter's life over HTTP: written, read, saved by two, compared, ordered.

use axum::http::{Method, StatusCode, header};
use quire_app::Actor;
use quire_domain::account::Scope;
use serde_json::{Value, json};

use crate::stage::{Answer, Stage};

/// Somebody with a story of their own.
struct Writer<'a> {
    stage: &'a Stage,
    actor: Actor,
    token: String,
    story: String,
}

impl<'a> Writer<'a> {
    async fn new(stage: &'a Stage) -> Self {
        let actor = stage.member("ada").await;
        let token = stage.token(&actor, Scope::ALL).await;
        let mut writer = Self {
            stage,
            actor,
            token,
            story: String::new(),
        };
        let story = json!({"title": "The Lamp", "language": "en", "rating": "general", "warnings_answer": "none_apply"});
        let made = writer.send(&Method::POST, "/stories", None, &story).await;
        writer.story = made.json()["id"].as_str().unwrap().to_owned();
        writer
    }

    async fn send(&self, method: &Method, path: &str, etag: Option<&str>, body: &Value) -> Answer {
        let mut ask = self.stage.ask(method, &format!("/api/v1{path}"));
        ask = ask.with_token(&self.token);
        if let Some(etag) = etag {
            ask = ask.with_header(header::IF_MATCH, etag);
        }
        match body {
            Value::Null => ask.send().await,
            body => ask.with_json(body).send().await,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(&Method::GET, path, None, &Value::Null).await
    }

    async fn chapter(&self, title: &str, markdown: &str) -> (String, String) {
        let path = format!("/stories/{}/chapters", self.story);
        let body = json!({"title": title, "markdown": markdown});
        let made = self.send(&Method::POST, &path, None, &body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{:?}", made.json());
        let id = made.json()["id"].as_str().unwrap().to_owned();
        (id, made.etag.unwrap())
    }
}

async fn reader_gets(stage: &Stage, path: &str) -> Answer {
    stage
        .ask(&Method::GET, &format!("/api/v1{path}"))
        .send()
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_is_sent_and_comes_back_byte_for_byte() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let markdown = "\u{feff}Line.\r\nTwo spaces  \n\n\u{1f56f}\u{fe0f} \"quoted\" \\ \u{7f}\n";
    let (id, _) = ada.chapter("One", markdown).await;
    let source = ada
        .get(&format!("/chapters/{id}/content?format=markdown"))
        .await;
    assert_eq!(source.content_type, "text/markdown; charset=utf-8");
    assert_eq!(source.body, markdown.as_bytes());
    let blocks = ada.get(&format!("/chapters/{id}/content")).await.json();
    let block = &blocks["blocks"][0];
    let html = ada
        .get(&format!("/chapters/{id}/content?format=html"))
        .await;
    assert_eq!(html.content_type, "text/html; charset=utf-8");
    assert!(
        String::from_utf8(html.body)
            .unwrap()
            .contains(block["html"].as_str().unwrap())
    );
    for wrong in [
        "format=pdf",
        "revision=newest",
        "revision=chp_00000000000000000000000000",
    ] {
        let refused = ada.get(&format!("/chapters/{id}/content?{wrong}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_needs_the_version_that_was_read() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let (id, etag) = ada.chapter("One", "Words.").await;
    let path = format!("/chapters/{id}");
    let body = json!({"markdown": "First tab."});
    let blind = ada.send(&Method::PATCH, &path, None, &body).await;
    assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
    let first = ada.send(&Method::PATCH, &path, Some(&etag), &body).await;
    assert_eq!(
        (first.status, first.etag.as_deref()),
        (StatusCode::OK, Some("\"v2\""))
    );
    let draft = json!({"markdown": "Second tab."});
    for (method, path) in [
        (Method::PATCH, path.clone()),
        (Method::PUT, format!("{path}/draft")),
    ] {
        let second = ada.send(&method, &path, Some(&etag), &draft).await;
        assert_eq!(second.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(second.json()["current_revision"], 2);
    }
    let second = ada
        .send(&Method::DELETE, &path, Some(&etag), &Value::Null)
        .await;
    assert_eq!(second.status, StatusCode::PRECONDITION_FAILED);
    let source = ada.get(&format!("{path}/content?format=markdown")).await;
    assert_eq!(source.body, b"First tab.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_that_cannot_be_kept_is_named() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let (id, etag) = ada.chapter("One", "Words.").await;
    let path = format!("/chapters/{id}");
    for (body, pointer) in [
        (json!({"markdown": "a\u{0}b"}), "/markdown"),
        (json!({"markdown": "x".repeat(500_001)}), "/markdown"),
        (json!({"markdown": null}), "/markdown"),
        (json!({"title": ""}), "/title"),
        (json!({"kind": "chapitre"}), "/kind"),
        (
            json!({"volume": "vol_00000000000000000000000000"}),
            "/volume",
        ),
        (json!({"warnings": ["dragons"]}), "/warnings"),
    ] {
        let refused = ada.send(&Method::PATCH, &path, Some(&etag), &body).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{pointer}"
        );
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
    let place = format!("/stories/{}/chapters", ada.story);
    let body = json!({"title": "Nowhere", "place": 0});
    let refused = ada.send(&Method::POST, &place, None, &body).await;
    assert_eq!(refused.json()["errors"][0]["pointer"], "/place");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_get_what_is_published_and_keep_what_they_have() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let (id, etag) = ada.chapter("One", "Shown.").await;
    ada.chapter("Two", "Hidden.").await;
    let (story, path) = (ada.story.clone(), format!("/chapters/{id}"));
    let publication = format!("{path}/publication");
    ada.send(&Method::PUT, &publication, Some(&etag), &json!({}))
        .await;
    let publication = format!("/stories/{story}/publication");
    ada.send(&Method::PUT, &publication, None, &Value::Null)
        .await;

    let list = reader_gets(&stage, &format!("/stories/{story}/chapters"))
        .await
        .json();
    let titles: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["title"])
        .collect();
    assert_eq!(titles, ["One"]);
    let shown = reader_gets(&stage, &path).await;
    assert_eq!(shown.json()["head_revision"], Value::Null);
    let kept = json!({"markdown": "Not yet."});
    ada.send(
        &Method::PUT,
        &format!("{path}/draft"),
        shown.etag.as_deref(),
        &kept,
    )
    .await;

    let content = reader_gets(&stage, &format!("{path}/content")).await;
    assert_eq!(content.json()["blocks"][0]["text"], "Shown.");
    let head = reader_gets(&stage, &format!("{path}/content?revision=head")).await;
    assert_eq!(head.status, StatusCode::NOT_FOUND);
    let head = ada
        .get(&format!("{path}/content?revision=head"))
        .await
        .json();
    assert_eq!(head["blocks"][0]["text"], "Not yet.");
    let again = stage
        .ask(&Method::GET, &format!("/api/v1{path}/content"))
        .with_header(header::IF_NONE_MATCH, content.etag.as_deref().unwrap())
        .send()
        .await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );

    ada.send(&Method::DELETE, &path, None, &Value::Null).await;
    let gone = reader_gets(&stage, &format!("{path}/content")).await;
    assert_eq!(gone.status, StatusCode::GONE);
    let trash = ada.get(&format!("/stories/{story}/trash")).await.json();
    assert_eq!(trash["data"][0]["id"], id.as_str());
    let back = ada
        .send(
            &Method::DELETE,
            &format!("{path}/deletion"),
            None,
            &Value::Null,
        )
        .await;
    assert_eq!(
        (back.status, &back.json()["number"]),
        (StatusCode::OK, &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_history_is_compared_named_and_brought_back() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let (id, etag) = ada.chapter("One", "First.\n\nA dark night.").await;
    let path = format!("/chapters/{id}");
    let body = json!({"markdown": "First.\n\nA very dark night."});
    let saved = ada.send(&Method::PATCH, &path, Some(&etag), &body).await;
    let history = ada.get(&format!("{path}/revisions?limit=1")).await.json();
    let newer = history["data"][0]["id"].as_str().unwrap().to_owned();
    let next = history["next_cursor"].as_str().unwrap();
    let older = ada
        .get(&format!("{path}/revisions?limit=1&cursor={next}"))
        .await
        .json();
    assert_eq!(older["next_cursor"], Value::Null);
    let older = older["data"][0]["id"].as_str().unwrap().to_owned();

    let one = format!("{path}/revisions/{older}");
    let shown = ada.get(&format!("{one}?diff={newer}")).await.json();
    assert_eq!(shown["markdown"], "First.\n\nA dark night.");
    assert_eq!(
        (&shown["number"], &shown["kind"]),
        (&json!(1), &json!("save"))
    );
    assert_eq!(shown["diff"][0]["change"], "same");
    assert_eq!(shown["diff"][1]["change"], "changed");
    let named = ada
        .send(&Method::PATCH, &one, None, &json!({"label": "first light"}))
        .await;
    assert_eq!(named.json()["label"], "first light");
    let missing = ada.send(&Method::PATCH, &one, None, &json!({})).await;
    assert_eq!(missing.json()["errors"][0]["pointer"], "/label");

    let back = json!({"revision": older});
    let path = format!("{path}/restorations");
    let restored = ada
        .send(&Method::POST, &path, saved.etag.as_deref(), &back)
        .await;
    assert_eq!(restored.json()["word_count"], 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chapters_are_ordered_and_stand_in_volumes() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let (one, etag) = ada.chapter("One", "a").await;
    let (two, _) = ada.chapter("Two", "b").await;
    let order = format!("/stories/{}/chapter-order", ada.story);
    let done = ada
        .send(&Method::PUT, &order, None, &json!({"chapters": [two, one]}))
        .await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    let short = ada
        .send(&Method::PUT, &order, None, &json!({"chapters": [one]}))
        .await;
    assert_eq!(short.json()["errors"][0]["pointer"], "/chapters");

    let volumes = format!("/stories/{}/volumes", ada.story);
    let body = json!({"volumes": [{"title": "Book One"}]});
    let made = ada.send(&Method::PUT, &volumes, None, &body).await.json();
    let volume = &made["data"][0]["id"];
    let shown = ada.get(&format!("/chapters/{one}")).await;
    assert_eq!(shown.json()["number"], 2);
    assert_eq!(
        shown.etag.as_deref(),
        Some(etag.as_str()),
        "a number is display only"
    );
    let body = json!({"volume": volume});
    let moved = ada
        .send(
            &Method::PATCH,
            &format!("/chapters/{one}"),
            Some(&etag),
            &body,
        )
        .await;
    assert_eq!(&moved.json()["volume"], volume);
    let body = json!({"volume": null});
    let path = format!("/chapters/{one}");
    let moved = ada
        .send(&Method::PATCH, &path, moved.etag.as_deref(), &body)
        .await;
    assert_eq!(moved.json()["volume"], Value::Null);
    for wrong in [
        json!([{"title": 1}]),
        json!([{"titel": "x", "title": "y"}]),
        json!(["x"]),
    ] {
        let refused = ada
            .send(&Method::PUT, &volumes, None, &json!({"volumes": wrong}))
            .await;
        assert_eq!(refused.json()["errors"][0]["pointer"], "/volumes");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_asked_and_joins() {
    let stage = Stage::new().await;
    let ada = Writer::new(&stage).await;
    let ben = stage.member("ben").await;
    let token = stage.token(&ben, Scope::ALL).await;
    let collaborators = format!("/stories/{}/collaborators", ada.story);
    let role = json!({"role": "editor"});
    let asked = ada
        .send(&Method::PUT, &format!("{collaborators}/@Ben"), None, &role)
        .await;
    assert_eq!(asked.json()["data"][1]["accepted_at"], Value::Null);
    let by_ben = async |method: &Method, path: &str| {
        let ask = stage.ask(method, &format!("/api/v1{path}"));
        ask.with_token(&token).send().await
    };
    let invitations = by_ben(&Method::GET, "/me/invitations").await.json();
    assert_eq!(invitations["data"][0]["story"], ada.story.as_str());
    let invitation = format!("/me/invitations/{}", ada.story);
    let joined = by_ben(&Method::PUT, &invitation).await;
    assert_eq!(joined.status, StatusCode::NO_CONTENT);
    let list = by_ben(&Method::GET, &collaborators).await.json();
    assert_eq!(list["data"][1]["role"], "editor");
    let owner = ada.actor.account().unwrap();
    let refused = by_ben(&Method::DELETE, &format!("{collaborators}/{owner}")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let left = by_ben(&Method::DELETE, &invitation).await;
    assert_eq!(left.status, StatusCode::NO_CONTENT);
    let gone = by_ben(&Method::GET, &collaborators).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
