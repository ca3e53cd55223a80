//! The end of a server: first no new requests, then the answers to the old ones.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::server::{Engine, Server};

const HEAD: &str = "POST /api/v1/stories HTTP/1.1\r\nHost: quire\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";

#[tokio::test]
async fn a_request_in_flight_is_answered_before_the_end() {
    let (_site, server) = Server::start(Engine::Sqlite).await;
    let address = server.web.trim_start_matches("http://").to_owned();
    let mut caller = TcpStream::connect(&address).unwrap();
    caller.write_all(HEAD.as_bytes()).unwrap();
    caller.write_all(b"{").unwrap();
    let begun = |_status, text: &str| text.contains("quire_http_requests_in_flight 1");
    server.probe_until("/metrics", begun).await;

    server.signal("TERM");
    let said = server
        .probe_until("/readyz", |status, _text| status == 503)
        .await;
    assert!(said.contains("draining"), "{said}");
    assert_eq!(server.probe("/livez").await.0, 200);
    // The port closes while the request still runs.
    let begun = std::time::Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(begun.elapsed().as_secs() < 30, "the port stays open");
    }
    caller.write_all(b"}").unwrap();
    let mut answer = String::new();
    caller.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");

    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log:#?}");
    assert!(log.last().unwrap().contains("\"stopped\""), "{log:#?}");
}

#[tokio::test]
async fn who_does_not_finish_within_the_grace_is_cut_off() {
    let site = crate::server::Site::new(Engine::Sqlite).await;
    std::fs::create_dir(site.data()).unwrap();
    let grace = "[server]\nshutdown_grace_seconds = 0\n";
    std::fs::write(site.data().join("quire.toml"), grace).unwrap();
    let server = site.serve();
    let mut caller = TcpStream::connect(server.web.trim_start_matches("http://")).unwrap();
    caller.write_all(HEAD.as_bytes()).unwrap();
    let begun = |_status, text: &str| text.contains("quire_http_requests_in_flight 1");
    server.probe_until("/metrics", begun).await;
    server.signal("INT");
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log:#?}");
    assert!(log.iter().any(|line| line.contains("cut off")), "{log:#?}");
}
