//! What is broken by hand is found, named with its fix, and put right.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::administration::{PASSWORD, create_admin, token};
use crate::moving::write_story;
use crate::server::{Engine, Server, Site, result, talk};

fn findings(site: &Site, words: &str) -> (Option<i32>, Vec<Value>) {
    let output = site.run(&format!("doctor --json {words}"));
    assert_eq!(talk(&output), "");
    let report: Value = serde_json::from_str(&result(&output)).unwrap();
    assert_eq!(report["ok"], json!(output.status.success()));
    (
        output.status.code(),
        report["findings"].as_array().unwrap().clone(),
    )
}

fn of<'a>(findings: &'a [Value], check: &str) -> &'a Value {
    findings
        .iter()
        .find(|finding| finding["check"] == check)
        .unwrap()
}

async fn site_with_a_story(engine: Engine) -> Site {
    let (site, server) = Server::start(engine).await;
    assert!(create_admin(&site, PASSWORD).status.success());
    write_story(&server, &token(&site, "write")).await;
    server.stop();
    site
}

#[tokio::test]
async fn a_healthy_site_has_no_problem_on_either_engine() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let site = site_with_a_story(engine).await;
        let (code, found) = findings(&site, "");
        let problems: Vec<_> = found
            .iter()
            .filter(|finding| finding["state"] != "ok")
            .collect();
        assert_eq!((code, problems.len()), (Some(0), 0), "{problems:#?}");
        assert_eq!(of(&found, "story counters")["found"], "1 looked at");
    }
}

#[tokio::test]
async fn counters_broken_by_hand_are_found_and_put_right() {
    let site = site_with_a_story(Engine::Sqlite).await;
    let database = Connection::open(site.data().join("quire.db")).unwrap();
    database
        .execute_batch(
            "update story set word_count = 7, follower_count = 3;
             update profile set follower_count = -1;
             insert into tag (id, kind, name, slug, banned, usage_count, created_at)
             values (x'0192f000000070008000000000000001', 'genre', 'Crime', 'crime', false, 9, 0);",
        )
        .unwrap();
    fs::set_permissions(site.data(), Permissions::from_mode(0o755)).unwrap();
    let broken = [
        "story counters",
        "story followers",
        "account followers",
        "tag usage",
        "data folder",
    ];
    let states = |found: &[Value]| -> Vec<Value> {
        broken
            .iter()
            .map(|check| of(found, check)["state"].clone())
            .collect()
    };

    let (code, found) = findings(&site, "");
    assert_eq!((code, states(&found)), (Some(1), vec![json!("problem"); 5]));
    let story = of(&found, "story counters");
    assert_eq!(story["found"], "1 of 1 wrong: the-moonstone");
    assert_eq!(story["fix"], "quire doctor --fix");
    assert!(
        of(&found, "data folder")["fix"]
            .as_str()
            .unwrap()
            .starts_with("chmod 700 ")
    );

    let (code, found) = findings(&site, "--fix");
    assert_eq!((code, states(&found)), (Some(0), vec![json!("fixed"); 5]));
    let (code, found) = findings(&site, "");
    assert_eq!((code, states(&found)), (Some(0), vec![json!("ok"); 5]));
    let counters = "select s.word_count, s.follower_count, p.follower_count, t.usage_count
                      from story s, profile p, tag t";
    let counters: (i64, i64, i64, i64) = database
        .query_row(counters, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap();
    assert_eq!(counters, (0, 0, 0, 0));
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_named_with_its_table() {
    let site = site_with_a_story(Engine::Sqlite).await;
    let database = Connection::open(site.data().join("quire.db")).unwrap();
    database
        .execute_batch(
            "pragma foreign_keys = off;
             insert into volume (id, story_id, position, title) values (zeroblob(16), zeroblob(16), 1, 'I');",
        )
        .unwrap();
    let (code, found) = findings(&site, "--fix");
    let file = of(&found, "database file");
    assert_eq!((code, &file["state"]), (Some(1), &json!("problem")));
    assert!(
        file["found"].as_str().unwrap().contains("a row of volume"),
        "{file}"
    );
}

#[test]
fn a_site_that_is_not_there_is_a_problem_with_its_fix() {
    let site = Site::at(None);
    let (code, found) = findings(&site, "");
    assert_eq!(code, Some(1));
    assert!(
        of(&found, "data folder")["fix"]
            .as_str()
            .unwrap()
            .contains("quire serve")
    );
    assert!(!site.data().exists(), "looking changes nothing");
    let wrong = site
        .command("doctor")
        .env("QUIRE_LISTEN", "nowhere")
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        result(&wrong).contains("PROBLEM  settings"),
        "{}",
        result(&wrong)
    );
}
