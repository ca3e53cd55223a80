//! The operations listener.

use quire_testkit::lab::{Durability, Postgres};
use serde_json::Value;

use crate::server::{Engine, Server, Site};

#[tokio::test]
async fn a_server_tells_how_it_is_on_a_listener_of_its_own() {
    let (site, server) = Server::start(Engine::Sqlite).await;
    assert_eq!(server.probe("/livez").await, (200, "ok\n".to_owned()));
    assert_eq!(server.probe("/startupz").await.0, 200);
    assert_eq!(server.probe("/readyz").await, (200, "ready\n".to_owned()));
    let (_, verbose) = server.probe("/readyz?verbose").await;
    for check in [
        "[+] database: reachable, schema ",
        "[+] disk: writable",
        "[+] serving",
    ] {
        assert!(verbose.contains(check), "{verbose}");
    }
    assert_eq!(
        server.get("/livez").await.status(),
        404,
        "probes are not for readers"
    );

    server.get("/api/v1/openapi.json").await;
    let (_, numbers) = server.probe("/metrics").await;
    for number in [
        "quire_build_info{version=\"0.1.0\"} 1",
        "quire_store_pool_connections_open{pool=\"writer\"} 1",
        "quire_store_pool_waiters{pool=\"writer\"} 0",
        "route=\"/api/v1/openapi.json\",status=\"2xx\",le=\"0.5\"",
        "process_resident_memory_bytes ",
    ] {
        assert!(numbers.contains(number), "{number} is not in\n{numbers}");
    }
    let build: Value = serde_json::from_str(&server.probe("/ops/v1/build").await.1).unwrap();
    assert_eq!(
        (&build["version"], &build["engine"]),
        (&"0.1.0".into(), &"SQLite".into())
    );

    let ops = server.ops.trim_start_matches("http://");
    let healthy = site.run(&format!("healthcheck --ready --ops-listen {ops}"));
    assert!(healthy.status.success(), "{healthy:?}");
    let ops = ops.to_owned();
    server.stop();
    let gone = site.run(&format!("healthcheck --ops-listen {ops}"));
    assert_eq!(gone.status.code(), Some(1));
}

#[tokio::test]
async fn without_its_database_a_server_is_alive_and_not_ready() {
    let postgres = Postgres::start(Durability::None);
    let site = Site::at(Some(postgres.url("postgres")));
    let server = site.serve();
    assert_eq!(server.probe("/readyz").await, (200, "ready\n".to_owned()));
    drop(postgres);
    let (status, said) = server.probe("/readyz").await;
    assert_eq!(status, 503, "{said}");
    assert!(said.contains("[-] database: "), "{said}");
    assert!(!said.contains("disk"), "only what is wrong: {said}");
    assert_eq!(server.probe("/readyz?exclude=database").await.0, 200);
    assert_eq!(server.probe("/livez").await.0, 200);
    let report = server.client.get(format!("{}/readyz", server.ops));
    let report = report
        .header("accept", "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(report.status(), 503);
    let report: Value = report.json().await.unwrap();
    assert_eq!(
        (&report["ready"], &report["checks"][0]["name"]),
        (&false.into(), &"database".into())
    );
}
