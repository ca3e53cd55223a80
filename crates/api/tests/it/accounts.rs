//! A person's way through the API: register, sign in, change things, sign out.

use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::stage::{Answer, Stage};

/// What everybody here has for a password; long enough for staff.
pub const PASSWORD: &str = "tin kettle over moor";

pub async fn register(stage: &Stage, handle: &str) -> Answer {
    let body = json!({
        "handle": handle, "email": format!("{handle}@example.org"), "password": PASSWORD,
    });
    let ask = stage.ask(&Method::POST, "/api/v1/accounts");
    ask.with_json(&body).send().await
}

pub async fn log_in(stage: &Stage, name: &str, password: &str) -> Answer {
    let ask = stage.ask(&Method::POST, "/api/v1/sessions");
    let ask = ask.with_header(header::USER_AGENT, "KOReader/2026.01 (ada's phone)");
    ask.with_json(&json!({"email": name, "password": password}))
        .send()
        .await
}

/// A registered person's bearer secret.
pub async fn newcomer(stage: &Stage, handle: &str) -> String {
    assert_eq!(register(stage, handle).await.status, 201);
    let session = log_in(stage, handle, PASSWORD).await;
    assert_eq!(session.status, 201);
    session.json()["token"].as_str().unwrap().to_owned()
}

pub async fn get(stage: &Stage, token: &str, path: &str) -> Answer {
    let ask = stage.ask(&Method::GET, path);
    ask.with_token(token).send().await
}

pub async fn send(stage: &Stage, token: &str, method: Method, path: &str, body: &Value) -> Answer {
    let ask = stage.ask(&method, path).with_token(token);
    match body {
        Value::Null => ask.send().await,
        body => ask.with_json(body).send().await,
    }
}

/// The one error of a problem: which field, and why.
pub fn error(answer: &Answer) -> (String, String) {
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{problem}");
    let text = |name: &str| errors[0][name].as_str().unwrap().to_owned();
    (text("pointer"), text("code"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_registers_finds_the_profile_at_the_location_named() {
    let stage = Stage::new().await;
    let made = register(&stage, "Ada").await;
    assert_eq!(made.status, 201);
    assert_eq!(made.json()["status"], "active");
    let location = made.location.unwrap();
    assert_eq!(location, "/api/v1/users/Ada");
    let shown = stage.ask(&Method::GET, &location).send().await.json();
    assert_eq!(shown["handle"], "Ada");
    assert_eq!(shown["details"]["story_count"], 0);
    assert!(shown.get("email").is_none() && shown["details"].get("email").is_none());
    let again = register(&stage, "ada").await;
    assert_eq!(again.status, 409);
    assert_eq!(error(&again), ("/handle".to_owned(), "taken".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_name_and_a_wrong_password_are_answered_alike() {
    let stage = Stage::new().await;
    register(&stage, "ada").await;
    let mut answers = Vec::new();
    for (name, password) in [("ada", "not it at all"), ("nobody@example.org", PASSWORD)] {
        let answer = log_in(&stage, name, password).await;
        assert_eq!(answer.status, 401);
        let mut problem = answer.json();
        problem["request_id"].take();
        answers.push(problem);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["code"], "wrong-credentials");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_weak_password_is_named_as_the_field_it_is() {
    let stage = Stage::new().await;
    let body = json!({"handle": "ada", "email": "ada@example.org", "password": "123456789"});
    let ask = stage.ask(&Method::POST, "/api/v1/accounts");
    let answer = ask.with_json(&body).send().await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        error(&answer),
        ("/password".to_owned(), "too-short".to_owned())
    );
    let text = String::from_utf8(answer.body).unwrap();
    assert!(!text.contains("123456789"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_lists_and_ends_logins() {
    let stage = Stage::new().await;
    let first = newcomer(&stage, "ada").await;
    let second = log_in(&stage, "ada@example.org", PASSWORD).await.json();
    let second = second["token"].as_str().unwrap();
    let list = get(&stage, &first, "/api/v1/me/sessions").await.json();
    let sessions = list["data"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert!(
        sessions
            .iter()
            .all(|session| session["user_agent"] == "KOReader"),
        "{list}"
    );
    let other = sessions
        .iter()
        .find(|session| session["current"] == false)
        .unwrap();
    let path = format!("/api/v1/me/sessions/{}", other["id"].as_str().unwrap());
    let ended = send(&stage, &first, Method::DELETE, &path, &Value::Null).await;
    assert_eq!(ended.status, 204);
    assert_eq!(get(&stage, second, "/api/v1/me").await.status, 401);
    let out = "/api/v1/sessions/current";
    let ended = send(&stage, &first, Method::DELETE, out, &Value::Null).await;
    assert_eq!(ended.status, 204);
    assert_eq!(get(&stage, &first, "/api/v1/me").await.status, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_password_and_address_open_and_the_old_ones_do_not() {
    let stage = Stage::new().await;
    let here = newcomer(&stage, "ada").await;
    let elsewhere = log_in(&stage, "ada", PASSWORD).await.json();
    let body = json!({"current_password": PASSWORD, "email": "new@example.org"});
    let answer = send(&stage, &here, Method::PUT, "/api/v1/me/email", &body).await;
    assert_eq!(answer.status, 204);
    let wrong = json!({"current_password": "a guess", "password": "nine quiet harbours"});
    let answer = send(&stage, &here, Method::PUT, "/api/v1/me/password", &wrong).await;
    assert_eq!(
        (answer.status.as_u16(), error(&answer)),
        (422, ("/current_password".to_owned(), "wrong".to_owned()))
    );
    let body = json!({"current_password": PASSWORD, "password": "nine quiet harbours"});
    let answer = send(&stage, &here, Method::PUT, "/api/v1/me/password", &body).await;
    assert_eq!(answer.status, 204);
    let elsewhere = elsewhere["token"].as_str().unwrap();
    assert_eq!(get(&stage, elsewhere, "/api/v1/me").await.status, 401);
    assert_eq!(get(&stage, &here, "/api/v1/me").await.status, 200);
    for (name, password, status) in [
        ("ada@example.org", "nine quiet harbours", 401),
        ("new@example.org", PASSWORD, 401),
        ("new@example.org", "nine quiet harbours", 201),
    ] {
        assert_eq!(
            log_in(&stage, name, password).await.status,
            status,
            "{name} {password}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_changes_with_its_etag_and_an_old_handle_redirects() {
    let stage = Stage::new().await;
    let ada = newcomer(&stage, "ada").await;
    let me = get(&stage, &ada, "/api/v1/me").await;
    assert_eq!(me.json()["email"], "ada@example.org");
    let etag = me.etag.unwrap();
    let patch = json!({"handle": "countess", "bio": "Writes at *night*.", "visibility": "private"});
    let change = async |etag: Option<&str>| {
        let mut ask = stage.ask(&Method::PATCH, "/api/v1/me").with_token(&ada);
        if let Some(etag) = etag {
            ask = ask.with_header(header::IF_MATCH, etag);
        }
        ask.with_json(&patch).send().await
    };
    assert_eq!(change(None).await.status, 428);
    let changed = change(Some(&etag)).await;
    assert_eq!(
        (changed.status.as_u16(), changed.etag.as_deref()),
        (200, Some("\"v2\""))
    );
    assert_eq!(changed.json()["handle"], "countess");
    let stale = change(Some(&etag)).await;
    assert_eq!(
        (stale.status.as_u16(), &stale.json()["current_revision"]),
        (412, &json!(2))
    );
    let old = stage.ask(&Method::GET, "/api/v1/users/ada").send().await;
    assert_eq!(
        (old.status.as_u16(), old.location.as_deref()),
        (301, Some("/api/v1/users/countess"))
    );
    let stranger = stage
        .ask(&Method::GET, "/api/v1/users/countess")
        .send()
        .await
        .json();
    assert_eq!(stranger["details"], Value::Null);
    let own = get(&stage, &ada, "/api/v1/users/countess").await.json();
    assert_eq!(own["details"]["bio"], "Writes at *night*.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_made_shown_once_used_and_revoked() {
    let stage = Stage::new().await;
    let ada = newcomer(&stage, "ada").await;
    let tokens = "/api/v1/me/api-tokens";
    let body = json!({"name": "backup", "scopes": ["read"]});
    let made = send(&stage, &ada, Method::POST, tokens, &body).await;
    assert_eq!(made.status, 201);
    let location = made.location.clone().unwrap();
    let made = made.json();
    let secret = made["secret"].as_str().unwrap();
    assert_eq!(
        location,
        format!("{tokens}/{}", made["token"]["id"].as_str().unwrap())
    );
    assert_eq!(made["token"]["expires_at"], "2027-11-22T00:00:00Z");
    assert_eq!(made["token"]["last_used_on"], Value::Null);
    assert_eq!(get(&stage, secret, "/api/v1/me").await.status, 200);
    let listed = get(&stage, &ada, tokens).await;
    let text = String::from_utf8(listed.body.clone()).unwrap();
    assert!(!text.contains(secret), "the secret is shown once");
    assert_eq!(listed.json()["data"][0]["last_used_on"], "2026-11-22");
    assert_eq!(listed.json()["data"][0]["scopes"], json!(["read"]));
    let ended = send(&stage, &ada, Method::DELETE, &location, &Value::Null).await;
    assert_eq!(ended.status, 204);
    assert_eq!(get(&stage, secret, "/api/v1/me").await.status, 401);
    for (body, pointer, code) in [
        (json!({"name": "x", "scopes": []}), "/scopes", "empty"),
        (
            json!({"name": "x", "scopes": ["read"], "expires_at": "2026-11-21T00:00:00Z"}),
            "/expires_at",
            "out-of-range",
        ),
    ] {
        let refused = send(&stage, &ada, Method::POST, tokens, &body).await;
        assert_eq!(refused.status, 422);
        assert_eq!(error(&refused), (pointer.to_owned(), code.to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_age_is_confirmed_with_a_login() {
    let stage = Stage::new().await;
    let ada = newcomer(&stage, "ada").await;
    assert_eq!(
        get(&stage, &ada, "/api/v1/me").await.json()["age_confirmed"],
        false
    );
    for _ in 0..2 {
        let path = "/api/v1/me/age-confirmation";
        let answer = send(&stage, &ada, Method::PUT, path, &Value::Null).await;
        assert_eq!(answer.status, 204);
    }
    assert_eq!(
        get(&stage, &ada, "/api/v1/me").await.json()["age_confirmed"],
        true
    );
}
