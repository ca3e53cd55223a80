//! A site is set up and run through the API.

use axum::http::Method;
use serde_json::{Value, json};

use crate::accounts::{PASSWORD, error, get, log_in, newcomer, register, send};
use crate::stage::{Answer, Stage};

fn site(code: &str) -> Value {
    json!({
        "code": code, "handle": "root", "email": "root@example.org", "password": PASSWORD,
        "site_name": "The Night Press", "registration": "approval",
    })
}

async fn set_up(stage: &Stage, code: &str) -> Answer {
    let ask = stage.ask(&Method::POST, "/api/v1/setup");
    ask.with_json(&site(code)).send().await
}

/// A site with an administrator, whose bearer secret this is.
async fn administrator(stage: &Stage) -> String {
    let code = stage.app.issue_setup_code().await.unwrap();
    assert_eq!(set_up(stage, &code.reveal()).await.status, 201);
    let session = log_in(stage, "root", PASSWORD).await.json();
    session["token"].as_str().unwrap().to_owned()
}

async fn registration(stage: &Stage, root: &str, mode: &str) {
    let body = json!({"registration": mode});
    let answer = send(stage, root, Method::PATCH, "/api/v1/admin/settings", &body).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["registration"]),
        (200, &json!(mode))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_setup_code_makes_one_administrator() {
    let stage = Stage::new().await;
    let needed = async || {
        let answer = stage.ask(&Method::GET, "/api/v1/setup").send().await;
        answer.json()["needed"].as_bool().unwrap()
    };
    assert!(needed().await);
    let wrong = set_up(&stage, "0000-0000").await;
    assert_eq!(
        (wrong.status.as_u16(), error(&wrong)),
        (422, ("/code".to_owned(), "wrong".to_owned()))
    );
    let root = administrator(&stage).await;
    assert!(!needed().await);
    assert_eq!(
        get(&stage, &root, "/api/v1/me").await.json()["role"],
        "admin"
    );
    let settings = get(&stage, &root, "/api/v1/admin/settings").await.json();
    assert_eq!(
        settings,
        json!({"site_name": "The Night Press", "registration": "approval"})
    );
    assert_eq!(set_up(&stage, "0000-0000").await.status, 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn applicants_are_let_in_or_turned_away() {
    let stage = Stage::new().await;
    let root = administrator(&stage).await;
    let mut ids = Vec::new();
    for handle in ["ada", "ben"] {
        let made = register(&stage, handle).await.json();
        assert_eq!(made["status"], "pending");
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    let waiting = log_in(&stage, "ada", PASSWORD).await;
    assert_eq!(
        (waiting.status.as_u16(), &waiting.json()["code"]),
        (403, &json!("forbidden"))
    );
    let list = "/api/v1/admin/registrations";
    let first = get(&stage, &root, &format!("{list}?limit=1")).await.json();
    assert_eq!(first["data"].as_array().unwrap().len(), 1);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = get(&stage, &root, &format!("{list}?limit=1&cursor={cursor}"))
        .await
        .json();
    assert_eq!(rest["next_cursor"], Value::Null);
    assert_ne!(first["data"][0]["handle"], rest["data"][0]["handle"]);
    let approval = format!("{list}/{}/approval", ids[0]);
    let done = send(&stage, &root, Method::PUT, &approval, &Value::Null).await;
    assert_eq!(done.status, 204);
    let away = format!("{list}/{}", ids[1]);
    assert_eq!(
        send(&stage, &root, Method::DELETE, &away, &Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        send(&stage, &root, Method::DELETE, &away, &Value::Null)
            .await
            .status,
        404
    );
    assert_eq!(log_in(&stage, "ada", PASSWORD).await.status, 201);
    assert_eq!(log_in(&stage, "ben", PASSWORD).await.status, 401);
    assert_eq!(get(&stage, &root, list).await.json()["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_made_used_and_taken_back() {
    let stage = Stage::new().await;
    let root = administrator(&stage).await;
    registration(&stage, &root, "invite").await;
    let invites = "/api/v1/admin/invites";
    let made = send(&stage, &root, Method::POST, invites, &json!({"uses": 2})).await;
    assert_eq!(made.status, 201);
    let (location, made) = (made.location.clone().unwrap(), made.json());
    let invited = async |handle: &str| {
        let body = json!({
            "handle": handle, "email": format!("{handle}@example.org"), "password": PASSWORD,
            "invite": made["code"],
        });
        let ask = stage.ask(&Method::POST, "/api/v1/accounts");
        ask.with_json(&body).send().await
    };
    assert_eq!(invited("ada").await.status, 201);
    let listed = get(&stage, &root, invites).await.json();
    assert_eq!(listed["data"][0]["uses_left"], 1);
    assert_eq!(listed["data"][0]["created_by"], "root");
    assert!(!listed.to_string().contains(made["code"].as_str().unwrap()));
    assert_eq!(
        send(&stage, &root, Method::DELETE, &location, &Value::Null)
            .await
            .status,
        204
    );
    let refused = invited("ben").await;
    assert_eq!(
        error(&refused),
        ("/invite".to_owned(), "unknown".to_owned())
    );
    let uninvited = register(&stage, "ben").await;
    assert_eq!(
        error(&uninvited),
        ("/invite".to_owned(), "required".to_owned())
    );
    for (body, pointer) in [
        (json!({"uses": 0}), "/uses"),
        (json!({"uses": -1}), "/uses"),
        (json!({"uses": 5_000_000_000_i64}), "/uses"),
        (json!({"expires_at": "2030-01-01T00:00:00Z"}), "/expires_at"),
    ] {
        let refused = send(&stage, &root, Method::POST, invites, &body).await;
        assert_eq!(refused.status, 422, "{body}");
        assert_eq!(
            error(&refused),
            (pointer.to_owned(), "out-of-range".to_owned())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_suspended_banned_and_reinstated() {
    let stage = Stage::new().await;
    let root = administrator(&stage).await;
    registration(&stage, &root, "open").await;
    let ada = newcomer(&stage, "ada").await;
    let id = get(&stage, &ada, "/api/v1/me").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let standing = format!("/api/v1/admin/accounts/{id}/standing");
    let set = async |status: &str| {
        let body = json!({"status": status});
        send(&stage, &root, Method::PUT, &standing, &body).await
    };
    assert_eq!(set("suspended").await.status, 204);
    let story = json!({
        "title": "Mine", "language": "en", "rating": "general", "warnings_answer": "none_apply",
    });
    let refused = send(&stage, &ada, Method::POST, "/api/v1/stories", &story).await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        get(&stage, &ada, "/api/v1/me").await.json()["status"],
        "suspended"
    );
    assert_eq!(set("banned").await.status, 204);
    assert_eq!(get(&stage, &ada, "/api/v1/me").await.status, 401);
    assert_eq!(
        stage
            .ask(&Method::GET, "/api/v1/users/ada")
            .send()
            .await
            .status,
        404
    );
    assert_eq!(log_in(&stage, "ada", PASSWORD).await.status, 403);
    assert_eq!(set("suspended").await.status, 409);
    assert_eq!(
        error(&set("pending").await),
        ("/status".to_owned(), "not-one-of".to_owned())
    );
    assert_eq!(set("active").await.status, 204);
    assert_eq!(log_in(&stage, "ada", PASSWORD).await.status, 201);
}
