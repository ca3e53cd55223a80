//! Who may call what: every endpoint as a stranger, as another member, with too small a token, and
//! as the author. `tests/endpoints.rs` fails when an endpoint of the document is missing here.

use axum::http::{Method, StatusCode, header};
use quire_app::Actor;
use quire_app::chapters::NewChapter;
use quire_domain::account::Scope;
use quire_domain::text::ChapterTitle;
use serde_json::{Value, json};

use crate::stage::{Answer, Stage};

/// An endpoint and the status each caller gets for the author's unpublished things.
struct Case {
    operation: &'static str,
    method: Method,
    path: &'static str,
    body: Value,
    nobody: u16,
    another: u16,
    reader_token: u16,
    author: u16,
}

/// One line for each endpoint: `operation METHOD path body => nobody, another member, the author with
/// a token that may only read, the author`. `{story}`, `{chapter}` … are the author's own.
macro_rules! cases {
    ($($operation:ident $method:ident $path:literal $body:tt => $nobody:literal, $another:literal, $reader:literal, $author:literal;)*) => {
        vec![$(Case {
            operation: stringify!($operation),
            method: Method::$method,
            path: concat!("/api/v1", $path),
            body: json!($body),
            nobody: $nobody,
            another: $another,
            reader_token: $reader,
            author: $author,
        }),*]
    };
}

fn story() -> Value {
    json!({"title": "Of My Own", "language": "en", "rating": "general", "warnings_answer": "none_apply"})
}

fn cases() -> Vec<Case> {
    cases! {
        // Accounts: what opens an account to others needs a login, which no token is
        register_account POST "/accounts" {"handle": "cleo", "email": "cleo@example.org", "password": "tin kettle over moor"} => 201, 409, 409, 409;
        log_in POST "/sessions" {"email": "ada", "password": "a wrong password"} => 401, 401, 401, 401;
        log_out DELETE "/sessions/current" null => 401, 403, 403, 403;
        own_sessions GET "/me/sessions" null => 401, 403, 403, 403;
        revoke_other_sessions DELETE "/me/sessions" null => 401, 403, 403, 403;
        revoke_session DELETE "/me/sessions/{session}" null => 401, 403, 403, 403;
        change_password PUT "/me/password" {"current_password": "a", "password": "b"} => 401, 403, 403, 403;
        change_email PUT "/me/email" {"current_password": "a", "email": "thief@example.org"} => 401, 403, 403, 403;
        own_tokens GET "/me/api-tokens" null => 401, 403, 403, 403;
        create_token POST "/me/api-tokens" {"name": "more", "scopes": ["write"]} => 401, 403, 403, 403;
        revoke_token DELETE "/me/api-tokens/{token}" null => 401, 403, 403, 403;
        // Me
        show_me GET "/me" null => 401, 200, 200, 200;
        update_me PATCH "/me" {"bio": "Writes at night."} => 401, 200, 403, 200;
        confirm_age PUT "/me/age-confirmation" null => 401, 403, 403, 403;
        // Users
        show_user GET "/users/ada" null => 200, 200, 200, 200;
        // Administration: none of these is an administrator
        show_setup GET "/setup" null => 200, 200, 200, 200;
        set_up POST "/setup" {"code": "0000-0000", "handle": "root", "email": "root@example.org", "password": "tin kettle over moor", "site_name": "Taken Over"} => 422, 422, 422, 422;
        show_settings GET "/admin/settings" null => 401, 403, 403, 403;
        change_settings PATCH "/admin/settings" {"registration": "open"} => 401, 403, 403, 403;
        invites GET "/admin/invites" null => 401, 403, 403, 403;
        create_invite POST "/admin/invites" {"uses": 1} => 401, 403, 403, 403;
        revoke_invite DELETE "/admin/invites/{invite}" null => 401, 403, 403, 403;
        applicants GET "/admin/registrations" null => 401, 403, 403, 403;
        approve_applicant PUT "/admin/registrations/{account}/approval" null => 401, 403, 403, 403;
        reject_applicant DELETE "/admin/registrations/{account}" null => 401, 403, 403, 403;
        set_standing PUT "/admin/accounts/{account}/standing" {"status": "banned"} => 401, 403, 403, 403;
        // Stories
        create_story POST "/stories" {"title": "Mine", "language": "en", "rating": "general", "warnings_answer": "none_apply"} => 401, 201, 403, 201;
        show_story GET "/stories/{story}" null => 404, 404, 200, 200;
        update_story PATCH "/stories/{story}" {"title": "Other"} => 401, 404, 403, 200;
        publish_story PUT "/stories/{story}/publication" null => 401, 404, 403, 409;
        withdraw_story DELETE "/stories/{story}/publication" null => 401, 404, 403, 409;
        own_stories GET "/me/stories" null => 401, 200, 200, 200;
        story_trash GET "/me/trash" null => 401, 200, 200, 200;
        delete_story DELETE "/stories/{story}" null => 401, 404, 403, 204;
        restore_story POST "/stories/{story}/restorations" null => 401, 404, 403, 409;
        show_release_plan GET "/stories/{story}/release-plan" null => 401, 404, 404, 404;
        set_release_plan PUT "/stories/{story}/release-plan" {"rule": "weekly:sat@09:00"} => 401, 404, 403, 200;
        delete_release_plan DELETE "/stories/{story}/release-plan" null => 401, 404, 403, 204;
        show_queue GET "/stories/{story}/queue" null => 401, 404, 200, 200;
        set_queue PUT "/stories/{story}/queue" {"chapters": []} => 401, 404, 403, 200;
        // Chapters
        publish_chapter PUT "/chapters/{chapter}/publication" {} => 401, 404, 403, 200;
        withdraw_chapter DELETE "/chapters/{chapter}/publication" null => 401, 404, 403, 200;
    }
}

/// Whose the things named by a path are.
struct Author {
    actor: Actor,
    token: String,
}

/// The author's draft and whatever else the paths name; made anew for every case.
async fn filled(stage: &Stage, author: &Author, path: &str) -> (String, Option<String>) {
    let mut path = path.to_owned();
    let mut etag = None;
    for (name, prefix) in [
        ("{session}", "ses"),
        ("{token}", "tok"),
        ("{invite}", "inv"),
    ] {
        path = path.replace(name, &format!("{prefix}_{}", "0".repeat(26)));
    }
    path = path.replace("{account}", &author.actor.account().unwrap().to_string());
    if path.ends_with("/me") {
        etag = Some("\"v1\"".to_owned());
    }
    if path.contains("{story}") || path.contains("{chapter}") {
        let made = stage
            .ask(&Method::POST, "/api/v1/stories")
            .with_token(&author.token)
            .with_json(&story())
            .send()
            .await;
        let id = made.json()["id"].as_str().unwrap().to_owned();
        etag = made.etag;
        if path.contains("{chapter}") {
            let new = NewChapter::titled(ChapterTitle::parse("One").unwrap(), "Words.");
            let story = id.parse().unwrap();
            let made = stage
                .app
                .create_chapter(&author.actor, story, &new)
                .await
                .unwrap();
            path = path.replace("{chapter}", &made.id.to_string());
            etag = Some(format!("\"v{}\"", made.version));
        }
        path = path.replace("{story}", &id);
    }
    (path, etag)
}

async fn call(stage: &Stage, author: &Author, case: &Case, token: Option<&str>) -> Answer {
    let (path, etag) = filled(stage, author, case.path).await;
    let mut ask = stage.ask(&case.method, &path);
    if let Some(token) = token {
        ask = ask.with_token(token);
    }
    if let Some(etag) = etag {
        ask = ask.with_header(header::IF_MATCH, &etag);
    }
    match &case.body {
        Value::Null => ask.send().await,
        body => ask.with_json(body).send().await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_lets_in_whom_it_should() {
    let stage = Stage::new().await;
    let author = stage.member("ada").await;
    let another = stage.member("ben").await;
    let full = [Scope::Read, Scope::Progress, Scope::Write];
    let reader_token = stage.token(&author, &[Scope::Read]).await;
    let author = Author {
        token: stage.token(&author, &full).await,
        actor: author,
    };
    let another_token = stage.token(&another, &full).await;
    let mut wrong = Vec::new();
    for case in cases() {
        let callers = [
            ("nobody", None, case.nobody),
            ("another member", Some(&another_token), case.another),
            (
                "a token that may only read",
                Some(&reader_token),
                case.reader_token,
            ),
            ("the author", Some(&author.token), case.author),
        ];
        for (who, token, expected) in callers {
            let answer = call(&stage, &author, &case, token.map(String::as_str)).await;
            if answer.status != StatusCode::from_u16(expected).unwrap() {
                wrong.push(format!(
                    "{} as {who}: {} instead of {expected}: {}",
                    case.operation,
                    answer.status,
                    String::from_utf8_lossy(&answer.body)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
