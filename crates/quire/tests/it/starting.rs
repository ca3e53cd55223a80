//! First and later starts, and those that are refused.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::server::{Engine, Server, Site, exists, talk};

async fn a_start_needs_nothing(engine: Engine) {
    let (site, server) = Server::start(engine).await;
    let mode = fs::metadata(site.data()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(exists(&site.data(), "quire.db"), engine == Engine::Sqlite);

    let answer = server.get("/api/v1/openapi.json").await;
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("x-request-id"));
    let document: Value = answer.json().await.unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let lost = server.get("/api/v1/nowhere").await;
    assert_eq!(lost.status(), 404);
    assert_eq!(lost.headers()["content-type"], "application/problem+json");

    let data = server.fact("data").unwrap();
    assert_eq!(data["created"], true);
    let engine_name = if engine == Engine::Sqlite {
        "SQLite"
    } else {
        "PostgreSQL"
    };
    assert_eq!(data["engine"], engine_name);
    assert_eq!(server.fact("web").unwrap()["url"], server.web);
    server.stop();

    let again = site.serve();
    let data = again.fact("data").unwrap();
    assert_eq!(
        (&data["created"], &data["migrations_applied"]),
        (&false.into(), &Value::Array(Vec::new()))
    );
    again.stop();
}

#[tokio::test]
async fn a_start_on_sqlite_needs_nothing() {
    a_start_needs_nothing(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_start_on_postgres_needs_an_address() {
    a_start_needs_nothing(Engine::Postgres).await;
}

#[tokio::test]
async fn a_second_server_on_the_folder_is_refused_with_the_first_ones_number() {
    let (site, server) = Server::start(Engine::Sqlite).await;
    let pid = server.fact("start").unwrap()["pid"].as_u64().unwrap();
    let refused = site.run("serve --listen 127.0.0.1:0 --ops-listen 127.0.0.1:0");
    assert_eq!(refused.status.code(), Some(1));
    let said = talk(&refused);
    assert!(
        said.contains(&format!("another server (process {pid})")),
        "{said}"
    );
    assert_eq!(server.get("/api/v1/openapi.json").await.status(), 200);
}

#[tokio::test]
async fn two_servers_share_a_postgres() {
    let (site, first) = Server::start(Engine::Postgres).await;
    let second = site.serve();
    assert_eq!(first.probe("/readyz").await.0, 200);
    assert_eq!(second.probe("/readyz").await.0, 200);
}

#[test]
fn a_taken_port_says_which_flag_chooses_another() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = Site::at(None).run(&format!("serve --listen {address}"));
    let said = talk(&refused);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said.contains(&address) && said.contains("--listen (QUIRE_LISTEN)"),
        "{said}"
    );
}

#[test]
fn a_postgres_that_is_not_there_is_told_without_its_password() {
    let nobody = "postgres://quire:hunter22hunter@127.0.0.1:1/quire";
    let refused = Site::at(Some(nobody.to_owned())).run("serve");
    let said = talk(&refused);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said.contains("QUIRE_DATABASE_URL") && !said.contains("hunter22"),
        "{said}"
    );
}
