//! Whole requests through a whole router inside the stack.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails here fails its test"
)]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Extension, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use futures_util::stream;
use http_body_util::BodyExt;
use quire_domain::Chance;
use quire_edge::problem::{self, catalogue};
use quire_edge::{BodyLimit, ClientIp, Deadline, Problem, Settings, Stack, TrustedProxies};
use quire_observe::{RequestId, tally};
use serde_json::Value;
use tower::ServiceExt;

/// Chance that is always the same.
struct Fives;

impl Chance for Fives {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0x55);
    }
}

fn settings() -> Settings {
    Settings {
        chance: Arc::new(Fives),
        trusted_proxies: TrustedProxies::new([("127.0.0.1".parse().unwrap(), 32)]),
        deadline: Deadline::new(Duration::from_secs(30))
            .on_route("/imports", Duration::from_mins(5)),
        body_limit: BodyLimit::new(10).on_route("/imports", 4_000_000),
        public_origin: None,
        server_timing: false,
        page: None,
    }
}

fn router(settings: Settings) -> Router {
    let sleep = || tokio::time::sleep(Duration::from_mins(2));
    let length = |body: Bytes| async move { body.len().to_string() };
    Router::new()
        .route("/s/{slug}", get(async || "a story"))
        .route(
            "/panic",
            get(async || -> &'static str { panic!("the secret reason") }),
        )
        .route("/slow", get(async move || sleep().await))
        .route("/imports", post(length).get(async move || sleep().await))
        .route("/length", post(length))
        .route(
            "/blind",
            post(async |request: Request| {
                // A handler that makes something else of a broken body.
                match request.into_body().collect().await {
                    Ok(_) => StatusCode::OK,
                    Err(_) => StatusCode::BAD_REQUEST,
                }
            }),
        )
        .route(
            "/own-policy",
            get(async || ([("content-security-policy", "default-src 'self'")], "docs")),
        )
        .route(
            "/ip",
            get(async |Extension(ClientIp(ip)): Extension<ClientIp>| ip.to_string()),
        )
        .route(
            "/id",
            get(async || RequestId::current().unwrap().to_string()),
        )
        .route(
            "/statements",
            get(async || {
                tally::statement("stories.by_slug", Duration::from_micros(1500), 1);
                tally::statement("chapters.page", Duration::from_micros(500), 20);
            }),
        )
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(Stack::new(settings))
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body as a problem document, after checking what all of them promise.
    fn problem(&self) -> Value {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.body
        );
        assert_eq!(self.header("cache-control"), "no-store");
        let document: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(document["status"], self.status.as_u16());
        assert_eq!(document["request_id"], self.header("x-request-id"));
        let code = document["code"].as_str().unwrap();
        assert_eq!(document["type"], format!("/problems/{code}"));
        document
    }
}

async fn ask(router: Router, request: Request) -> Answer {
    let answer: Response = router.oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: head.status,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

async fn send(method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    ask(router(settings()), request(method, path, headers, body)).await
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

fn chunked(sizes: &[usize]) -> Body {
    let chunks: Vec<Result<Bytes, Infallible>> = sizes
        .iter()
        .map(|size| Ok(Bytes::from(vec![b'x'; *size])))
        .collect();
    Body::from_stream(stream::iter(chunks))
}

#[tokio::test]
async fn an_answer_carries_the_callers_id_when_it_is_well_formed() {
    let kept = send(
        "GET",
        "/id",
        &[("x-request-id", "from-a-client.1")],
        Body::empty(),
    )
    .await;
    assert_eq!(kept.header("x-request-id"), "from-a-client.1");
    assert_eq!(kept.body, "from-a-client.1");
    let made = send("GET", "/id", &[("x-request-id", "bad id")], Body::empty()).await;
    assert_eq!(made.header("x-request-id"), "55".repeat(16));
    assert_eq!(made.body, "55".repeat(16));
}

#[tokio::test]
async fn every_answer_is_dressed() {
    for path in ["/s/moonstone", "/nowhere", "/panic"] {
        let answer = send("GET", path, &[], Body::empty()).await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "not over plain HTTP"
        );
    }
    let own = send("GET", "/own-policy", &[], Body::empty()).await;
    assert_eq!(own.header("content-security-policy"), "default-src 'self'");

    let public_origin = Some("https://stories.example".to_owned());
    let https = router(Settings {
        public_origin,
        ..settings()
    });
    let answer = ask(https, request("GET", "/s/a", &[], Body::empty())).await;
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=31536000")
    );
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let nowhere = send("GET", "/nowhere", &[], Body::empty()).await;
    assert_eq!(nowhere.status, 404);
    assert_eq!(nowhere.problem()["code"], "not-found");
    let wrong = send("DELETE", "/s/moonstone", &[], Body::empty()).await;
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.problem()["code"], "method-not-allowed");
    assert_eq!(wrong.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn a_panic_is_a_500_that_tells_nothing() {
    let router = router(settings());
    let answer = ask(router.clone(), request("GET", "/panic", &[], Body::empty())).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.problem()["code"], "internal");
    assert!(!answer.body.contains("secret"), "{}", answer.body);
    let next = ask(router, request("GET", "/s/moonstone", &[], Body::empty())).await;
    assert_eq!(next.body, "a story");
}

#[tokio::test(start_paused = true)]
async fn a_slow_request_is_given_up_and_says_so() {
    let started = tokio::time::Instant::now();
    let answer = send("GET", "/slow", &[], Body::empty()).await;
    assert_eq!(started.elapsed().as_secs(), 30);
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), "10");
    let problem = answer.problem();
    assert_eq!(problem["code"], "timeout");
    assert_eq!(
        problem["detail"],
        "The request was given up after 30 seconds."
    );

    let patient = send("GET", "/imports", &[], Body::empty()).await;
    assert_eq!(patient.status, 200, "a route may have a longer deadline");
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_refused_unread() {
    let fits = send("POST", "/length", &[], "0123456789").await;
    assert_eq!((fits.status.as_u16(), fits.body.as_str()), (200, "10"));
    let answer = send("POST", "/length", &[], "0123456789a").await;
    assert_eq!(answer.status, 413);
    assert_eq!(
        answer.problem()["detail"],
        "The body may have at most 10 bytes here."
    );
    // Larger than the framework's own limit of 2 MB, which must not interfere.
    let import = send("POST", "/imports", &[], vec![b'x'; 3_000_000]).await;
    assert_eq!(import.body, "3000000");
}

#[tokio::test]
async fn a_body_that_grows_too_large_is_refused_while_it_streams() {
    assert_eq!(
        send("POST", "/length", &[], chunked(&[4, 6])).await.body,
        "10"
    );
    for path in ["/length", "/blind"] {
        let answer = send("POST", path, &[], chunked(&[4, 4, 4, 1_000_000])).await;
        assert_eq!(answer.status, 413, "{path}");
        assert_eq!(answer.problem()["code"], "payload-too-large");
    }
    let import = send("POST", "/imports", &[], chunked(&[2_000_000, 1_500_000])).await;
    assert_eq!(import.body, "3500000");
}

#[tokio::test]
async fn another_sites_form_is_refused_and_our_own_is_not() {
    let own = [("cookie", "session=1"), ("sec-fetch-site", "same-origin")];
    assert_eq!(send("POST", "/length", &own, "abc").await.body, "3");
    let foreign = [("cookie", "session=1"), ("sec-fetch-site", "cross-site")];
    let answer = send("POST", "/length", &foreign, "abc").await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.problem()["code"], "csrf-refused");
    let program = [
        ("authorization", "Bearer abc"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(send("POST", "/length", &program, "abc").await.status, 200);
}

#[tokio::test]
async fn handlers_learn_the_real_address() {
    let mut request = request(
        "GET",
        "/ip",
        &[("x-forwarded-for", "9.9.9.9, 203.0.113.7")],
        Body::empty(),
    );
    let peer: SocketAddr = "127.0.0.1:5000".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    assert_eq!(ask(router(settings()), request).await.body, "203.0.113.7");
}

#[tokio::test]
async fn server_timing_tells_the_statements_when_asked_for() {
    let silent = send("GET", "/statements", &[], Body::empty()).await;
    assert_eq!(silent.header("server-timing"), "");
    let telling = router(Settings {
        server_timing: true,
        ..settings()
    });
    let answer = ask(telling, request("GET", "/statements", &[], Body::empty())).await;
    let timing = answer.header("server-timing");
    assert!(timing.starts_with("total;dur="), "{timing}");
    assert!(
        timing.ends_with(", store;dur=2;desc=\"2 statements\", wait;dur=0"),
        "{timing}"
    );
}

#[tokio::test]
async fn a_person_gets_a_page_and_a_program_a_document() {
    fn page(problem: &Problem) -> Response {
        let title = problem.entry().title;
        (problem.status(), Html(format!("<h1>{title}</h1>"))).into_response()
    }
    let router = router(Settings {
        page: Some(page),
        ..settings()
    });
    let html = [("accept", "text/html,application/xhtml+xml")];
    let person = ask(
        router.clone(),
        request("GET", "/nowhere", &html, Body::empty()),
    )
    .await;
    assert_eq!(
        (person.status.as_u16(), person.body.as_str()),
        (404, "<h1>There is nothing here</h1>")
    );
    for (path, headers) in [("/nowhere", &[][..]), ("/api/v1/nowhere", &html[..])] {
        let answer = ask(router.clone(), request("GET", path, headers, Body::empty())).await;
        assert_eq!(answer.problem()["code"], "not-found");
    }
}

#[tokio::test]
async fn a_problem_names_fields_revision_and_wait() {
    let refusal = Problem::new(&catalogue::INVALID_FIELD)
        .detail("Two fields need your attention.")
        .at("/title", &catalogue::TOO_LONG, "at most 255 characters")
        .at("/language", &catalogue::MISSING_FIELD, "required");
    let stale = Problem::new(&catalogue::PRECONDITION_FAILED).current_revision(19);
    let busy = Problem::new(&catalogue::UNAVAILABLE).retry_after(7);
    let router = Router::new()
        .route("/fields", get(refusal))
        .route("/stale", get(stale))
        .route("/busy", get(busy))
        .route("/login", get(Problem::new(&catalogue::UNAUTHENTICATED)))
        .layer(Stack::new(settings()));
    let see = async |path| ask(router.clone(), request("GET", path, &[], Body::empty())).await;

    let fields = see("/fields").await;
    assert_eq!(fields.status, 422);
    let errors = serde_json::json!([
        {"pointer": "/title", "code": "too-long", "message": "at most 255 characters"},
        {"pointer": "/language", "code": "missing-field", "message": "required"},
    ]);
    assert_eq!(fields.problem()["errors"], errors);
    let stale = see("/stale").await;
    assert_eq!(
        (stale.status.as_u16(), &stale.problem()["current_revision"]),
        (412, &19.into())
    );
    assert_eq!(see("/busy").await.header("retry-after"), "7");
    assert_eq!(see("/login").await.header("www-authenticate"), "Bearer");
}
