//! What the access log says, and what it must not say.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::routing::get;
use quire_domain::Chance;
use quire_edge::{BodyLimit, Deadline, Settings, Stack, TrustedProxies};
use quire_observe::log::{self, Format};
use quire_observe::tally;
use serde_json::Value;
use tower::ServiceExt;

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut page = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        page.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Fives;

impl Chance for Fives {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0x55);
    }
}

#[tokio::test(start_paused = true)]
async fn each_request_is_one_line_without_anything_personal() {
    let page = Page::default();
    let outlet = log::install("info", Format::Json, page.clone()).unwrap();
    let router = Router::new()
        .route(
            "/s/{slug}",
            get(async || {
                tally::statement("stories.by_slug", Duration::from_millis(2), 1);
                "a story"
            }),
        )
        .route("/forever", get(std::future::pending::<()>))
        .layer(Stack::new(Settings {
            chance: Arc::new(Fives),
            trusted_proxies: TrustedProxies::default(),
            deadline: Deadline::new(Duration::from_secs(30)),
            body_limit: BodyLimit::new(10),
            public_origin: None,
            server_timing: false,
            page: None,
        }));
    let request = |path: &str| {
        let mut request = Request::builder()
            .uri(path)
            .header("user-agent", "PersonalBrowser")
            .header("cookie", "session=secret")
            .body(Body::empty())
            .unwrap();
        let peer: SocketAddr = "203.0.113.77:5000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    };
    let ask = async |path| router.clone().oneshot(request(path)).await.unwrap();
    assert_eq!(ask("/s/private-diary?token=abc").await.status(), 200);
    assert_eq!(ask("/someone@example.org").await.status(), 404);
    let gone = tokio::time::timeout(Duration::from_secs(1), ask("/forever")).await;
    assert!(gone.is_err());
    drop(outlet);

    let bytes = page.0.lock().unwrap().clone();
    let text = String::from_utf8(bytes).unwrap();
    for personal in [
        "203.0.113.77",
        "diary",
        "token",
        "example.org",
        "Personal",
        "secret",
    ] {
        assert!(!text.contains(personal), "{personal} is told:\n{text}");
    }
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3, "{text}");
    let story = &lines[0];
    assert_eq!(story["message"], "GET /s/{slug} 200");
    assert_eq!(story["target"], "quire::access");
    assert_eq!(story["method"], "GET");
    assert_eq!(story["route"], "/s/{slug}");
    assert_eq!(story["status"], 200);
    assert_eq!(story["bytes"], 7);
    assert_eq!(story["request_id"], "55".repeat(16));
    assert_eq!(story["statements"], 1);
    assert_eq!(story["rows"], 1);
    assert_eq!(story["store_ms"], 2.0);
    assert_eq!(story["wait_ms"], 0.0);
    assert_eq!(story["client"], "203.0.113.0/24");
    assert!(story["duration_ms"].is_number());
    assert_eq!(lines[1]["message"], "GET unmatched 404");
    assert_eq!(lines[2]["message"], "GET /forever abandoned by the caller");
}
