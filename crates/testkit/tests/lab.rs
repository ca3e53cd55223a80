//! The laboratory keeps its promises: real servers, and nothing left behind.

#![cfg(test)]

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use quire_testkit::lab::{
    Durability, PoolMode, Postgres, SHARED_PGBOUNCER, SHARED_POSTGRES, pgbouncer, postgres,
    shared_pgbouncer,
};
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// Far beyond what anything here takes, for machines that are busy.
const PATIENCE: Duration = Duration::from_secs(30);

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn ask(client: &Client, sql: &str) -> String {
    let answers = client.simple_query(sql).await.unwrap();
    let row = answers.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    row.unwrap().to_owned()
}

#[tokio::test]
async fn postgresql_answers_and_is_15_or_newer() {
    let database = postgres().create_database().await;
    let client = connect(&database.url).await;
    let version: u32 = ask(&client, "show server_version_num")
        .await
        .parse()
        .unwrap();
    assert!(version >= 150_000, "{version}");
    assert_eq!(
        ask(&client, "select current_database()").await,
        database.name
    );
    assert_eq!(ask(&client, "show fsync").await, "off");
}

#[tokio::test]
async fn text_sorts_as_people_sort_and_not_by_bytes() {
    let database = postgres().create_database().await;
    let client = connect(&database.url).await;
    assert_eq!(ask(&client, "select 'a' < 'B'").await, "t");
}

#[tokio::test]
async fn a_database_ends_with_its_test_even_while_somebody_is_connected() {
    let database = postgres().create_database().await;
    let name = database.name.clone();
    let _lingering = connect(&database.url).await;
    drop(database);
    let client = connect(&postgres().url("postgres")).await;
    let left = format!("select count(*) from pg_database where datname = '{name}'");
    assert_eq!(ask(&client, &left).await, "0");
}

#[tokio::test]
async fn a_durable_server_waits_for_the_disk() {
    let server = Postgres::start(Durability::Full);
    let client = connect(&server.url("postgres")).await;
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        assert_eq!(ask(&client, &format!("show {setting}")).await, "on");
    }
}

#[tokio::test]
async fn pgbouncer_stands_in_front_of_the_server_and_is_1_18_or_newer() {
    let server = postgres();
    let database = server.create_database().await;
    let pooler = pgbouncer(server, PoolMode::Transaction, 2);

    let console = connect(&pooler.url("pgbouncer")).await;
    let said = ask(&console, "show version").await;
    let version: Vec<u32> = said
        .trim_start_matches("PgBouncer ")
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    assert!(version >= vec![1, 18], "{said}");

    let through = connect(&pooler.url(&database.name)).await;
    assert_eq!(
        ask(&through, "select current_database()").await,
        database.name
    );
    // A pooler in transaction mode is seen by this: two clients, one server process.
    let single = pgbouncer(server, PoolMode::Transaction, 1);
    let url = single.url(&database.name);
    let (one, two) = (connect(&url).await, connect(&url).await);
    assert_eq!(
        ask(&one, "select pg_backend_pid()").await,
        ask(&two, "select pg_backend_pid()").await
    );
}

#[tokio::test]
async fn the_pooler_of_the_run_reaches_a_database_made_by_a_test() {
    let database = postgres().create_database().await;
    let through = connect(&shared_pgbouncer().url(&database.name)).await;
    assert_eq!(
        ask(&through, "select current_database()").await,
        database.name
    );
}

#[test]
fn a_run_passes_the_exit_code_and_both_addresses_on() {
    let status = Command::new(env!("CARGO_BIN_EXE_lab"))
        .args(["run", "--", "sh", "-c"])
        .arg(format!(
            "test -n \"${SHARED_POSTGRES}\" && test -n \"${SHARED_PGBOUNCER}\" && exit 7"
        ))
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(7));
}

#[tokio::test]
async fn a_killed_owner_leaves_no_server_and_no_folder_behind() {
    let mut owner = Command::new(env!("CARGO_BIN_EXE_lab"))
        .args(["run", "--", "sh", "-c"])
        .arg(format!("echo ${SHARED_POSTGRES}; exec cat"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(owner.stdout.take().unwrap())
        .read_line(&mut url)
        .unwrap();
    let url = url.trim();
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let closed = tokio::spawn(connection);
    let data = ask(&client, "show data_directory").await;
    assert!(std::path::Path::new(&data).is_dir());

    owner.kill().unwrap(); // SIGKILL: the owner can tidy nothing.

    let _lost = tokio::time::timeout(PATIENCE, closed)
        .await
        .expect("the server outlived its owner");
    let port: u16 = url
        .rsplit_once(':')
        .and_then(|(_, rest)| rest.split('/').next()?.parse().ok())
        .unwrap();
    let gone = async {
        while TcpStream::connect(("127.0.0.1", port)).is_ok()
            || std::path::Path::new(&data).exists()
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, gone)
        .await
        .expect("a port or a folder is left behind");
    drop(owner.stdin.take());
    owner.wait().unwrap();
}
