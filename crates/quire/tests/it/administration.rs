//! Who runs a site: the setup link, administrators made at the shell and by the environment, tokens.

use std::io::Write;
use std::process::Stdio;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::server::{Engine, Server, Site, result, talk};

pub const PASSWORD: &str = "a long enough passphrase";

pub fn create_admin(site: &Site, password: &str) -> std::process::Output {
    let words = "admin create --handle ada --email ada@example.org --password-file -";
    let mut command = site.command(words);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    child.wait_with_output().unwrap()
}

/// The secret of a token of ada's.
pub fn token(site: &Site, scope: &str) -> String {
    let made = site.run(&format!(
        "token create --account ada --scope {scope} --json"
    ));
    assert!(made.status.success(), "{}", talk(&made));
    let token: Value = serde_json::from_str(&result(&made)).unwrap();
    let scopes: Vec<&str> = scope.split(',').collect();
    assert_eq!(token["scopes"], json!(scopes));
    token["secret"].as_str().unwrap().to_owned()
}

pub async fn own_stories(server: &Server, secret: &str) -> StatusCode {
    let request = server
        .client
        .get(format!("{}/api/v1/me/stories", server.web));
    request.bearer_auth(secret).send().await.unwrap().status()
}

async fn log_in(server: &Server, password: &str) -> StatusCode {
    let login = json!({ "email": "ada@example.org", "password": password });
    let request = server
        .client
        .post(format!("{}/api/v1/sessions", server.web));
    request.json(&login).send().await.unwrap().status()
}

async fn an_administrator_made_at_the_shell_may_use_the_site(engine: Engine) {
    let (site, server) = Server::start(engine).await;
    assert!(server.fact("setup").is_some());
    let made = create_admin(&site, PASSWORD);
    assert!(made.status.success(), "{}", talk(&made));
    assert_eq!(own_stories(&server, &token(&site, "read")).await, 200);
    assert_eq!(own_stories(&server, "qp_invented").await, 401);
    assert_eq!(log_in(&server, PASSWORD).await, 201);
    assert_eq!(log_in(&server, "another long passphrase").await, 401);

    let link = site.run("admin setup-link");
    assert_eq!(link.status.code(), Some(1));
    assert!(talk(&link).contains("has an administrator already"));
    server.stop();
    let again = site.serve();
    assert!(again.fact("setup").is_none());
}

#[tokio::test]
async fn an_administrator_made_at_the_shell_may_use_the_site_on_sqlite() {
    an_administrator_made_at_the_shell_may_use_the_site(Engine::Sqlite).await;
}

#[tokio::test]
async fn an_administrator_made_at_the_shell_may_use_the_site_on_postgres() {
    an_administrator_made_at_the_shell_may_use_the_site(Engine::Postgres).await;
}

#[test]
fn a_short_password_or_a_taken_handle_is_refused_in_words() {
    let site = Site::at(None);
    let short = create_admin(&site, "too short");
    assert_eq!(short.status.code(), Some(1));
    assert!(talk(&short).contains("password: "), "{}", talk(&short));
    assert!(create_admin(&site, PASSWORD).status.success());
    let twice = create_admin(&site, PASSWORD);
    assert_eq!(twice.status.code(), Some(1));
    assert!(talk(&twice).contains("is taken"), "{}", talk(&twice));
    let nobody = site.run("admin create --handle eve --email eve@example.org");
    assert!(
        talk(&nobody).contains("--password-file"),
        "{}",
        talk(&nobody)
    );
}

#[tokio::test]
async fn the_setup_link_names_the_public_address_and_is_replaced_by_a_new_one() {
    let site = Site::new(Engine::Sqlite).await;
    let server = site.serve_with("--public-url https://stories.example.org");
    let link = server.fact("setup").unwrap()["url"].as_str().unwrap();
    assert!(
        link.starts_with("https://stories.example.org/setup?code="),
        "{link}"
    );
    let path = link.trim_start_matches("https://stories.example.org");
    assert_eq!(server.get(path).await.status(), 200);
    let new = site.run("admin setup-link --json");
    let new: Value = serde_json::from_str(&result(&new)).unwrap();
    assert_ne!(
        new["url"].as_str().unwrap().split_once("code=").unwrap().1,
        link.split_once("code=").unwrap().1
    );
    assert_eq!(new["expires_in_seconds"], 1800);
}

#[tokio::test]
async fn an_administrator_of_the_environment_is_made_once() {
    let site = Site::new(Engine::Sqlite).await;
    let secret = site.data().with_extension("secret");
    std::fs::write(&secret, format!("{PASSWORD}\n")).unwrap();
    let environment = [
        ("QUIRE_ADMIN_EMAIL", "ada@example.org"),
        ("QUIRE_ADMIN_PASSWORD_FILE", secret.to_str().unwrap()),
    ];
    for _start in 0..2 {
        let server = site.serve_in(&environment);
        assert!(server.fact("setup").is_none());
        assert_eq!(own_stories(&server, &token(&site, "read")).await, 200);
        server.stop();
    }
}

#[test]
fn an_administrator_of_the_environment_with_a_weak_password_stops_the_start() {
    let site = Site::at(None);
    let refused = site
        .command("serve --listen 127.0.0.1:0 --ops-listen 127.0.0.1:0")
        .env("QUIRE_ADMIN_EMAIL", "ada@example.org")
        .env("QUIRE_ADMIN_PASSWORD", "hunter22hunter")
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(78));
    let said = talk(&refused);
    assert!(
        said.contains("admin.password") && !said.contains("hunter22"),
        "{said}"
    );
}

#[tokio::test]
async fn a_token_made_at_the_shell_may_do_what_it_was_made_for() {
    let (site, server) = Server::start(Engine::Sqlite).await;
    assert!(create_admin(&site, PASSWORD).status.success());
    assert_eq!(own_stories(&server, &token(&site, "read")).await, 200);
    assert_eq!(own_stories(&server, &token(&site, "progress")).await, 403);
    for (wrong, said) in [
        (
            "--account nobody --scope read",
            "no account has the handle nobody",
        ),
        (
            "--account ada --scope everything",
            "none of read, progress, write, admin",
        ),
    ] {
        let refused = site.run(&format!("token create {wrong}"));
        assert_eq!(refused.status.code(), Some(1));
        assert!(talk(&refused).contains(said), "{}", talk(&refused));
    }
}
