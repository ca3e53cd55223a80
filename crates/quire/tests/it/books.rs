//! Books at the shell: in, looked at, out, and taken back.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::server::{Engine, Site, result, talk};

fn novel() -> PathBuf {
    let folder = std::env::var_os("QUIRE_TEXTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/texts"),
        PathBuf::from,
    );
    let path = folder.join("great-expectations.epub");
    assert!(
        path.exists(),
        "{} is needed for this test; set QUIRE_TEXTS to its folder",
        path.display()
    );
    path
}

fn with_author(site: &Site) {
    let words = "admin create --handle ada --email ada@example.org --password-file -";
    let mut child = site
        .command(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        b"a long enough passphrase\n",
    )
    .unwrap();
    assert!(child.wait().unwrap().success());
}

/// What a command that takes a path answered.
fn import(site: &Site, words: &str) -> std::process::Output {
    let mut command = site.command(&format!("import --author ada {words}"));
    command.arg(novel()).output().unwrap()
}

async fn a_novel_comes_in_goes_out_and_is_taken_back(engine: Engine) {
    let site = Site::new(engine).await;
    with_author(&site);
    let looked = import(&site, "--dry-run --json");
    assert!(looked.status.success(), "{}", talk(&looked));
    let looked: Value = serde_json::from_str(&result(&looked)).unwrap();
    assert_eq!(looked["report"]["chapters"].as_array().unwrap().len(), 59);
    let none = site.run("export great-expectations --format epub --output -");
    assert_eq!(none.status.code(), Some(1), "a dry run makes no story");
    assert!(talk(&none).contains("there is no story at /s/great-expectations"));

    let made = import(
        &site,
        "--schedule weekly:sat@09:00 --zone Europe/London --json",
    );
    assert!(made.status.success(), "{}", talk(&made));
    let made: Value = serde_json::from_str(&result(&made)).unwrap();
    assert_eq!(made["story"]["slug"], "great-expectations");
    assert_eq!(
        made["report"]["publication"]["rule"],
        "weekly:sat@09:00/Europe/London"
    );
    let early = site.run("export great-expectations --format epub --output -");
    assert_eq!(early.status.code(), Some(1));
    assert!(talk(&early).contains("no chapter of this story is published yet"));

    let folder = site.data().join("backup");
    let mut backup = site.command("export great-expectations --format markdown --all");
    let backup = backup.arg("--output").arg(&folder).output().unwrap();
    assert!(backup.status.success(), "{}", talk(&backup));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 60);

    let all = import(&site, "--publish all --json");
    assert!(
        talk(&all).is_empty() || !talk(&all).contains("error"),
        "{}",
        talk(&all)
    );
    let all: Value = serde_json::from_str(&result(&all)).unwrap();
    assert_eq!(all["story"]["slug"], "great-expectations-2");
    let warnings = all["report"]["warnings"].to_string();
    assert!(warnings.contains("imported this before"), "{warnings}");
    let book = site.run("export great-expectations-2 --format epub --output -");
    assert!(
        book.status.success() && book.stdout.starts_with(b"PK\x03\x04"),
        "{}",
        talk(&book)
    );

    for import in [&made, &all] {
        let id = import["import"].as_str().unwrap();
        let undone = site.run(&format!("import --undo {id}"));
        assert!(undone.status.success(), "{}", talk(&undone));
        assert!(
            result(&undone).contains("59 chapters"),
            "{}",
            result(&undone)
        );
    }
    let gone = site.run("export great-expectations-2 --format epub --output -");
    assert_eq!(gone.status.code(), Some(1));
}

#[tokio::test]
async fn a_novel_comes_in_goes_out_and_is_taken_back_on_sqlite() {
    a_novel_comes_in_goes_out_and_is_taken_back(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_novel_comes_in_goes_out_and_is_taken_back_on_postgres() {
    a_novel_comes_in_goes_out_and_is_taken_back(Engine::Postgres).await;
}

#[test]
fn an_import_that_cannot_be_says_why() {
    let site = Site::at(None);
    with_author(&site);
    for (words, said) in [
        (
            "import /nowhere.epub --author ada",
            "/nowhere.epub cannot be read",
        ),
        (
            "import /etc/hostname --author nobody",
            "no account has the handle nobody",
        ),
        (
            "import x --author ada --publish schedule",
            "needs --schedule RULE",
        ),
        (
            "import x --author ada --schedule sometimes",
            "write a rule like",
        ),
        (
            "import --undo imp_06d7xd6vvhgqc8jq8nq5bq3q40",
            "there is no import",
        ),
    ] {
        let refused = site.run(words);
        assert_eq!(
            refused.status.code(),
            Some(1),
            "{words}: {}",
            talk(&refused)
        );
        assert!(talk(&refused).contains(said), "{words}: {}", talk(&refused));
    }
}

#[test]
fn the_demonstration_is_loaded_once_and_cleared() {
    let site = Site::at(None);
    let loaded = site.run("demo load --json");
    assert!(loaded.status.success(), "{}", talk(&loaded));
    let loaded: Value = serde_json::from_str(&result(&loaded)).unwrap();
    assert_eq!(loaded["stories"][0]["slug"], "the-ferry-clerk");
    let again = site.run("demo load");
    assert!(again.status.success() && result(&again).contains("loaded already"));
    let book = site.run("export the-ferry-clerk --format epub --output -");
    assert!(
        book.status.success() && book.stdout.starts_with(b"PK\x03\x04"),
        "{}",
        talk(&book)
    );
    let cleared = site.run("demo clear");
    assert_eq!(result(&cleared).trim(), "removed 1 stories and 4 people");
    let nothing = site.run("demo clear");
    assert!(nothing.status.success() && result(&nothing).contains("no demonstration"));
    let refused = site
        .command("demo load")
        .env("QUIRE_DEMO_DIR", "/nowhere")
        .output()
        .unwrap();
    assert!(
        talk(&refused).contains("/nowhere cannot be read"),
        "{}",
        talk(&refused)
    );
    assert_eq!(refused.status.code(), Some(1));
}
