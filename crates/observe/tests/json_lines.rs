//! What a log collector receives.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use quire_observe::RequestId;
use quire_observe::log::{self, Format};

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn each_line_is_one_json_object_that_names_its_request() {
    let page = Page::default();
    let outlet = log::install("info,quiet=error", Format::Json, page.clone()).unwrap();
    let nasty = "a \"quoted\"\nline\u{1}\\ – ünïcode";
    RequestId::generate([1; 16])
        .scope(async {
            tracing::info!(
                story = nasty,
                count = 3_u64,
                share = 0.5,
                nan = f64::NAN,
                open = true,
                debug = ?Some("x"),
                "story {} published",
                "moonstone"
            );
            tracing::warn!(request_id = "given-by-the-event", "named");
        })
        .await;
    log::panics_to_log();
    let panicking = RequestId::generate([2; 16]).scope(async { panic!("lost {}", "page") });
    let outcome: Result<(), _> = tokio::spawn(panicking).await;
    assert!(outcome.is_err());
    tracing::info!("outside");
    tracing::debug!("below the level");
    tracing::info!(target: "quiet", "switched off");
    drop(outlet);

    let bytes = page.0.lock().unwrap().clone();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{text}");
    let told = &lines[0];
    assert_eq!(told["message"], "story moonstone published");
    assert_eq!(told["level"], "info");
    assert_eq!(told["target"], "json_lines");
    assert_eq!(told["story"], nasty);
    assert_eq!(told["count"], 3);
    assert_eq!(told["share"], 0.5);
    assert!(told["nan"].is_null());
    assert_eq!(told["open"], true);
    assert_eq!(told["debug"], "Some(\"x\")");
    assert_eq!(told["request_id"], "01".repeat(16));
    assert!(told["time"].as_str().unwrap().ends_with('Z'));
    assert_eq!(lines[1]["request_id"], "given-by-the-event");
    assert_eq!(lines[2]["message"], "panic: lost page");
    assert_eq!(lines[2]["request_id"], "02".repeat(16));
    assert!(
        lines[2]["place"]
            .as_str()
            .unwrap()
            .contains("json_lines.rs:")
    );
    assert!(lines[3].get("request_id").is_none());
}
