//! Settings at the shell: refusals with their fix, origins, and nothing secret.

use serde_json::Value;

use crate::server::{quire, result, talk};

#[test]
fn an_unknown_setting_is_refused_with_the_one_that_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    std::fs::write(
        folder.path().join("quire.toml"),
        "[server]\nlisen = \"127.0.0.1:1\"\n",
    )
    .unwrap();
    let refused = quire(&format!("serve --data {data}"))
        .env("QUIRE_PUBLIC_ULR", "https://stories.example")
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(78));
    let said = talk(&refused);
    // Both problems at once.
    for part in [
        "2 settings",
        "quire.toml:2",
        "did you mean listen?",
        "did you mean QUIRE_PUBLIC_URL?",
    ] {
        assert!(said.contains(part), "`{part}` is missing in:\n{said}");
    }
    assert!(!folder.path().join("quire.db").exists());
    let check = quire(&format!("config check --json --data {data}"))
        .output()
        .unwrap();
    assert_eq!(check.status.code(), Some(78));
    let report: Value = serde_json::from_str(&result(&check)).unwrap();
    assert_eq!(
        (&report["ok"], report["problems"].as_array().unwrap().len()),
        (&false.into(), 1)
    );
}

#[test]
fn config_show_gives_origins_and_never_a_password() {
    let show = |form: &str| {
        let output = quire(&format!("config show --data /nonexistent {form}"))
            .env(
                "QUIRE_DATABASE_URL",
                "postgres://quire:hunter22hunter@db.example/quire?password=hunter23",
            )
            .env("QUIRE_ADMIN_EMAIL", "ada@example.org")
            .env("QUIRE_ADMIN_PASSWORD", "hunter24hunter24")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", talk(&output));
        let said = result(&output);
        assert!(!said.contains("hunter"), "{said}");
        said
    };
    assert!(show("").contains("postgres://quire:[redacted]@db.example/quire"));
    let rows: Vec<Value> = serde_json::from_str(&show("--json")).unwrap();
    let origin = |key: &str| rows.iter().find(|row| row["key"] == key).unwrap()["origin"].clone();
    assert_eq!(origin("database.url"), "environment QUIRE_DATABASE_URL");
    assert_eq!(origin("data.folder"), "flag --data");
    assert_eq!(origin("server.listen"), "default");
}

#[test]
fn the_example_file_can_be_used_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let example = quire("config example").output().unwrap();
    std::fs::write(folder.path().join("quire.toml"), &example.stdout).unwrap();
    let data = folder.path().to_str().unwrap();
    let check = quire(&format!("config check --data {data}"))
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", talk(&check));
    assert!(result(&check).contains("quire.toml"));
}

#[test]
fn the_program_says_which_one_it_is() {
    let version: Value =
        serde_json::from_str(&result(&quire("version --json").output().unwrap())).unwrap();
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert!(version["schema"].as_i64().unwrap() >= 1);
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let script = result(&quire("completion bash").output().unwrap());
    let manual = result(&quire("man").output().unwrap());
    for command in ["serve", "migrate", "config", "version"] {
        assert!(
            script.contains(&format!("quire__{command}"))
                || script.contains(&format!("quire__subcmd__{command}")),
            "{command}"
        );
        assert!(manual.contains(command), "{command}");
    }
}
