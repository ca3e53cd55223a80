//! Books over the API: in, looked at, out, taken back.

use axum::http::{Method, header};
use quire_domain::account::Scope;

use crate::stage::{Answer, Stage};

const BOUNDARY: &str = "a-boundary";

/// A form with a file and fields.
fn form(file: Option<&[u8]>, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    if let Some(file) = file {
        body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"book.md\"\r\n\r\n").bytes());
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

async fn send(stage: &Stage, token: &str, query: &str, body: &[u8]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let path = format!("/api/v1/imports{query}");
    let ask = stage.ask(&Method::POST, &path).with_token(token);
    ask.with_body(&kind, body).send().await
}

const BOOK: &[u8] =
    b"---\ntitle: Small\nlanguage: en\n---\n# One\n\nFirst words.\n\n# Two\n\nSecond words.\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_book_comes_in_goes_out_and_is_taken_back() {
    let stage = Stage::new().await;
    let ada = stage.member("ada").await;
    let token = stage.token(&ada, &[Scope::Read, Scope::Write]).await;
    let looked = send(
        &stage,
        &token,
        "?dry_run=true",
        &form(Some(BOOK), &[("publish", "all")]),
    )
    .await;
    assert_eq!(looked.status, 200, "{}", looked.json());
    assert_eq!(looked.json()["report"]["chapters"][1]["title"], "Two");
    assert!(looked.json()["id"].is_null());

    let made = send(
        &stage,
        &token,
        "",
        &form(Some(BOOK), &[("publish", "all"), ("skip", "2")]),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.json());
    assert_eq!(made.json()["slug"], "small");
    let location = made.location.clone().unwrap();
    let shown = stage
        .ask(&Method::GET, &location)
        .with_token(&token)
        .send()
        .await;
    assert_eq!(shown.json()["chapters"], 1);
    assert_eq!(shown.json()["report"]["skipped"][0]["title"], "Two");
    let list = stage
        .ask(&Method::GET, "/api/v1/imports")
        .with_token(&token)
        .send()
        .await;
    assert_eq!(list.json()["data"][0]["id"], made.json()["id"]);

    let book = stage
        .ask(&Method::GET, "/api/v1/stories/small/epub")
        .send()
        .await;
    assert_eq!(
        (book.status.as_u16(), book.content_type.as_str()),
        (200, "application/epub+zip")
    );
    assert!(book.body.starts_with(b"PK\x03\x04"));
    let etag = book.etag.unwrap();
    let again = stage.ask(&Method::GET, "/api/v1/stories/small/epub");
    let again = again.with_header(header::IF_NONE_MATCH, &etag).send().await;
    assert_eq!(
        (
            again.status.as_u16(),
            again.etag.as_deref(),
            again.body.len()
        ),
        (304, Some(etag.as_str()), 0)
    );
    let text = stage
        .ask(&Method::GET, "/api/v1/stories/small/markdown")
        .send()
        .await;
    assert_eq!(
        (text.status.as_u16(), text.content_type.as_str()),
        (200, "application/zip")
    );
    let all = stage
        .ask(&Method::GET, "/api/v1/stories/small/markdown?all=true")
        .send()
        .await;
    assert_eq!(all.status, 403);

    let undone = stage
        .ask(&Method::DELETE, &location)
        .with_token(&token)
        .send()
        .await;
    assert_eq!(
        (undone.status.as_u16(), undone.json()["chapters"].as_u64()),
        (200, Some(1))
    );
    let gone = stage
        .ask(&Method::GET, "/api/v1/stories/small/epub")
        .send()
        .await;
    assert_eq!(gone.status, 404);
    let twice = stage
        .ask(&Method::DELETE, &location)
        .with_token(&token)
        .send()
        .await;
    assert_eq!(twice.status, 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_imported_is_named_and_leaves_no_row() {
    let stage = Stage::new().await;
    let ada = stage.member("ada").await;
    let token = stage.token(&ada, &[Scope::Write]).await;
    let before = stage.rows();
    let cases: [(Vec<u8>, u16, &str); 9] = [
        (form(None, &[]), 422, "/file"),
        (form(Some(b""), &[]), 422, "/file"),
        (form(Some(b"%PDF-1.4"), &[]), 422, "/file"),
        (
            form(Some(BOOK), &[("publish", "sometimes")]),
            422,
            "/publish",
        ),
        (
            form(Some(BOOK), &[("publish", "schedule")]),
            422,
            "/schedule",
        ),
        (
            form(Some(BOOK), &[("schedule", "now and then")]),
            422,
            "/schedule",
        ),
        (
            form(Some(BOOK), &[("rating", "nice"), ("colour", "red")]),
            422,
            "/colour",
        ),
        (form(Some(BOOK), &[("skip", "one")]), 422, "/skip"),
        (form(Some(BOOK), &[("skip", "7")]), 422, "/skip"),
    ];
    for (body, status, pointer) in cases {
        let refused = send(&stage, &token, "", &body).await;
        let problem = refused.json();
        assert_eq!(refused.status.as_u16(), status, "{pointer}: {problem}");
        let errors = problem["errors"].as_array().unwrap();
        assert!(
            errors.iter().any(|error| error["pointer"] == pointer),
            "{pointer}: {problem}"
        );
    }
    let mut cut = form(Some(BOOK), &[]);
    cut.truncate(cut.len() - 20);
    assert_eq!(send(&stage, &token, "", &cut).await.status, 400);
    let large = form(
        Some(&vec![
            b'x';
            usize::try_from(crate::stage::BODY_LIMIT).unwrap()
        ]),
        &[],
    );
    assert_eq!(send(&stage, &token, "", &large).await.status, 413);
    assert_eq!(
        send(&stage, &token, "?dryrun=1", &form(Some(BOOK), &[]))
            .await
            .status,
        400
    );
    assert_eq!(stage.rows(), before);
}
