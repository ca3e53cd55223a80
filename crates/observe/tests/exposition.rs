//! The whole way of a number: told by a crate, read by Prometheus.

use std::time::{Duration, Instant};

use quire_observe::exposition::{Error, Exposition};
use quire_observe::http::{self, RequestMeter};
use quire_observe::{catalogue, jobs, publication, store, tally};

#[test]
fn what_the_crates_tell_is_what_prometheus_reads() {
    let exposition = Exposition::install("0.1.0-test", Instant::now()).unwrap();
    let meter = RequestMeter::default();
    http::in_flight(1);
    http::in_flight(1);
    http::in_flight(-1);
    for _ in 0..2 {
        meter.answered("GET", "/s/{slug}", 200, Duration::from_millis(600));
        meter.answered("GET", "/s/{slug}", 404, Duration::from_millis(1));
        tally::statement("stories.by_slug", Duration::from_micros(30), 1);
    }
    tally::waited("reader", Duration::from_millis(2));
    store::pool("reader", 4, 3, 0);
    store::statement_failed("stories.by_slug", "timeout");
    store::committed(17, Duration::from_millis(1));
    store::writer_unit(Duration::from_micros(80));
    publication::published(Duration::from_secs(1));
    publication::overdue(Duration::ZERO);
    jobs::finished(
        "notify_followers",
        jobs::Outcome::Done,
        Duration::from_millis(5),
    );
    exposition.upkeep();

    let text = exposition.render();
    for line in [
        r#"quire_build_info{version="0.1.0-test"} 1"#,
        "quire_http_requests_in_flight 1",
        r#"http_server_request_duration_seconds_bucket{method="GET",route="/s/{slug}",status="2xx",le="0.5"} 0"#,
        r#"http_server_request_duration_seconds_bucket{method="GET",route="/s/{slug}",status="2xx",le="1"} 2"#,
        r#"http_server_request_duration_seconds_count{method="GET",route="/s/{slug}",status="4xx"} 2"#,
        r#"quire_store_statement_duration_seconds_count{statement="stories.by_slug"} 2"#,
        r#"quire_store_statement_failures_total{statement="stories.by_slug",reason="timeout"} 1"#,
        r#"quire_store_pool_connections_open{pool="reader"} 4"#,
        r#"quire_store_commit_units_bucket{le="16"} 0"#,
        r#"quire_store_commit_units_bucket{le="32"} 1"#,
        "quire_publication_chapters_total 1",
        r#"quire_job_duration_seconds_count{job="notify_followers",outcome="done"} 1"#,
    ] {
        assert!(
            text.lines().any(|told| told == line),
            "missing {line}\n{text}"
        );
    }
    assert!(text.contains("# HELP quire_process_uptime_seconds Time since the start."));
    assert!(text.contains("process_resident_memory_bytes "));
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let name = line.split(' ').next().unwrap();
        assert!(
            catalogue::ALL.iter().any(|metric| metric.name == name),
            "{name} is exposed but not in the catalogue"
        );
    }
    assert!(matches!(
        Exposition::install("twice", Instant::now()),
        Err(Error::AlreadyInstalled)
    ));
}
