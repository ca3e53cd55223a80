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
        story_epub GET "/stories/{story}/epub" null => 404, 404, 409, 409;
        story_markdown GET "/stories/{story}/markdown" null => 404, 404, 409, 409;
        // Imports
        own_imports GET "/imports" null => 401, 200, 200, 200;
        create_import POST "/imports" null => 401, 415, 403, 415;
        show_import GET "/imports/{import}" null => 401, 404, 404, 404;
        undo_import DELETE "/imports/{import}" null => 401, 404, 403, 404;
        // Chapters
        publish_chapter PUT "/chapters/{chapter}/publication" {} => 401, 404, 403, 200;
        withdraw_chapter DELETE "/chapters/{chapter}/publication" null => 401, 404, 403, 200;
        list_chapters GET "/stories/{story}/chapters" null => 404, 404, 200, 200;
        create_chapter POST "/stories/{story}/chapters" {"title": "One", "markdown": "Words."} => 401, 404, 403, 201;
        show_chapter GET "/chapters/{chapter}" null => 404, 404, 200, 200;
        update_chapter PATCH "/chapters/{chapter}" {"markdown": "Other words."} => 401, 404, 403, 200;
        delete_chapter DELETE "/chapters/{chapter}" null => 401, 404, 403, 204;
        chapter_content GET "/chapters/{chapter}/content" null => 404, 404, 200, 200;
        autosave_chapter PUT "/chapters/{chapter}/draft" {"markdown": "Other words."} => 401, 404, 403, 200;
        chapter_trash GET "/stories/{story}/trash" null => 401, 404, 200, 200;
        restore_chapter DELETE "/chapters/{chapter}/deletion" null => 401, 404, 403, 409;
        reorder_chapters PUT "/stories/{story}/chapter-order" {"chapters": []} => 401, 404, 403, 204;
        list_volumes GET "/stories/{story}/volumes" null => 404, 404, 200, 200;
        set_volumes PUT "/stories/{story}/volumes" {"volumes": [{"title": "Book One"}]} => 401, 404, 403, 200;
        // Revisions
        list_revisions GET "/chapters/{chapter}/revisions" null => 404, 404, 200, 200;
        show_revision GET "/chapters/{chapter}/revisions/{revision}" null => 404, 404, 200, 200;
        label_revision PATCH "/chapters/{chapter}/revisions/{revision}" {"label": null} => 401, 404, 403, 200;
        restore_revision POST "/chapters/{chapter}/restorations" {"revision": "{revision}"} => 404, 404, 403, 200;
        // Collaborators
        list_collaborators GET "/stories/{story}/collaborators" null => 404, 404, 200, 200;
        put_collaborator PUT "/stories/{story}/collaborators/@ben" {"role": "beta"} => 401, 404, 403, 200;
        remove_collaborator DELETE "/stories/{story}/collaborators/{account}" null => 401, 404, 403, 409;
        list_invitations GET "/me/invitations" null => 401, 200, 200, 200;
        accept_invitation PUT "/me/invitations/{story}" null => 401, 404, 403, 204;
        decline_invitation DELETE "/me/invitations/{story}" null => 401, 404, 403, 409;
        // Discovery
        list_stories GET "/stories" null => 200, 200, 200, 200;
        story_tags GET "/stories/{story}/tags" null => 404, 404, 200, 200;
        set_story_tags PUT "/stories/{story}/tags" {"genres": ["Fantasy"]} => 401, 404, 403, 200;
        story_ranking GET "/stories/{story}/ranking" null => 404, 404, 200, 200;
        user_stories GET "/users/ada/stories" null => 200, 200, 200, 200;
        search GET "/search?q=words" null => 200, 200, 200, 200;
        suggest GET "/suggestions?q=wo" null => 200, 200, 200, 200;
        list_tags GET "/tags" null => 200, 200, 200, 200;
        show_tag GET "/tags/nobody-has-this" null => 404, 404, 404, 404;
        set_canonical_tag PUT "/admin/tags/tag_00000000000000000000000000/canonical" {"canonical": "tag_00000000000000000000000001"} => 401, 403, 403, 403;
        unset_canonical_tag DELETE "/admin/tags/tag_00000000000000000000000000/canonical" null => 401, 403, 403, 403;
        // Reading
        followed_stories GET "/me/following/stories" null => 401, 200, 200, 200;
        follow_story PUT "/me/following/stories/{story}" null => 401, 404, 403, 204;
        unfollow_story DELETE "/me/following/stories/{story}" null => 401, 204, 403, 204;
        followed_users GET "/me/following/users" null => 401, 200, 200, 200;
        follow_user PUT "/me/following/users/{account}" null => 401, 204, 403, 409;
        unfollow_user DELETE "/me/following/users/{account}" null => 401, 204, 403, 204;
        keep_progress PUT "/me/progress/{chapter}" {"fraction": 0.5, "client_time": "2026-11-22T00:00:00Z", "device": "phone", "sequence": 1} => 401, 404, 403, 200;
        keep_progress_batch POST "/me/progress-batches" {"items": []} => 401, 200, 403, 200;
        continue_reading GET "/me/continue" null => 401, 200, 200, 200;
    }
}

/// Whose the things named by a path are.
struct Author {
    actor: Actor,
    token: String,
}

/// A case with the names in its path and body filled in.
struct Filled {
    path: String,
    body: Value,
    etag: Option<String>,
}

/// What the names in paths and bodies stand for, and the version of the thing that is named: the
/// author's draft and its parts are made anew for every call.
async fn named(
    stage: &Stage,
    author: &Author,
    case: &Case,
) -> (Vec<(&'static str, String)>, Option<String>) {
    let account = author.actor.account().unwrap().to_string();
    let mut names = vec![("{account}", account)];
    for (name, prefix) in [
        ("{session}", "ses"),
        ("{token}", "tok"),
        ("{invite}", "inv"),
        ("{import}", "imp"),
    ] {
        names.push((name, format!("{prefix}_{}", "0".repeat(26))));
    }
    if case.path.ends_with("/me") {
        return (names, Some("\"v1\"".to_owned()));
    }
    if !case.path.contains("{story}") && !case.path.contains("{chapter}") {
        return (names, None);
    }
    let ask = stage.ask(&Method::POST, "/api/v1/stories");
    let ask = ask.with_token(&author.token).with_json(&story());
    let made = ask.send().await;
    let story = made.json()["id"].as_str().unwrap().to_owned();
    names.push(("{story}", story.clone()));
    if !case.path.contains("{chapter}") {
        return (names, made.etag);
    }
    let new = NewChapter::titled(ChapterTitle::parse("One").unwrap(), "Words.");
    let story = story.parse().unwrap();
    let made = stage.app.create_chapter(&author.actor, story, &new).await;
    let made = made.unwrap();
    names.push(("{chapter}", made.id.to_string()));
    names.push(("{revision}", made.head_revision_id.unwrap().to_string()));
    (names, Some(format!("\"v{}\"", made.version)))
}

async fn filled(stage: &Stage, author: &Author, case: &Case) -> Filled {
    let (names, etag) = named(stage, author, case).await;
    let mut path = case.path.to_owned();
    let mut body = case.body.to_string();
    for (name, value) in names {
        path = path.replace(name, &value);
        body = body.replace(name, &value);
    }
    Filled {
        path,
        body: serde_json::from_str(&body).unwrap(),
        etag,
    }
}

async fn call(stage: &Stage, author: &Author, case: &Case, token: Option<&str>) -> Answer {
    let filled = filled(stage, author, case).await;
    let mut ask = stage.ask(&case.method, &filled.path);
    if let Some(token) = token {
        ask = ask.with_token(token);
    }
    if let Some(etag) = filled.etag {
        ask = ask.with_header(header::IF_MATCH, &etag);
    }
    match &filled.body {
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
