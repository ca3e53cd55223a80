//! What an operator meets: sources and their order, origins, refusals with their fix.
#![expect(clippy::unwrap_used, reason = "what fails here fails its test")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use quire_config::{Config, Registration, Row, Settings, Sources, example_file, keys};
use tempfile::TempDir;

fn environment(variables: &[(&str, &str)]) -> Sources {
    Sources::new(
        variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

/// Settings of an empty machine whose data folder holds this file.
fn with_file(text: &str, variables: &[(&str, &str)]) -> (Settings, TempDir) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("quire.toml"), text).unwrap();
    let sources = environment(variables).with_flag("data", folder.path().to_str());
    (Settings::read(&sources), folder)
}

fn wrongs(settings: &Settings) -> Vec<String> {
    let told = settings.check().iter();
    told.map(|problem| format!("{} | {} | {}", problem.subject, problem.wrong, problem.fix))
        .collect()
}

fn row(settings: &Settings, key: &str) -> Row {
    settings
        .show()
        .into_iter()
        .find(|row| row.key == key)
        .unwrap()
}

fn defaults() -> Config {
    Settings::read(&environment(&[])).config().unwrap()
}

#[test]
fn nothing_said_is_a_working_site_on_this_machine() {
    let config = defaults();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.server.ops_listen.to_string(), "127.0.0.1:9090");
    assert_eq!(config.server.public_url, None);
    assert_eq!(config.server.request_timeout, Duration::from_secs(30));
    assert_eq!(config.server.shutdown_grace, Duration::from_secs(25));
    assert_eq!(config.data.folder, Path::new("./quire-data"));
    assert_eq!(config.database.url, None);
    assert_eq!(config.accounts.registration, Registration::Open);
    assert_eq!(config.accounts.session, Duration::from_hours(24));
    assert_eq!(config.accounts.argon2_memory_kib, 19_456);
    assert_eq!(
        config.publication.scheduler_interval,
        Duration::from_secs(2)
    );
    assert_eq!(config.publication.max_lateness, Duration::from_mins(1));
    assert_eq!(config.site.name, "Quire");
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"\nops_listen = \"127.0.0.1:2\"\nrequest_timeout_seconds = 20\n[site]\nname = \"Shelf\"\n";
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("quire.toml");
    fs::write(&path, file).unwrap();
    let variables = [
        ("QUIRE_LISTEN", "127.0.0.1:3"),
        ("QUIRE_SERVER_OPS_LISTEN", "127.0.0.1:4"),
    ];
    let sources = environment(&variables)
        .with_flag("data", folder.path().to_str())
        .with_flag("listen", Some("127.0.0.1:5"))
        .with_flag("public-url", None::<String>);
    let settings = Settings::read(&sources);
    assert_eq!(wrongs(&settings), [""; 0]);
    let told = |key| {
        let row = row(&settings, key);
        (row.value, row.origin)
    };
    let owned = |value: &str, origin: &str| (value.to_owned(), origin.to_owned());
    assert_eq!(told("server.listen"), owned("127.0.0.1:5", "flag --listen"));
    assert_eq!(
        told("server.ops_listen"),
        owned("127.0.0.1:4", "environment QUIRE_SERVER_OPS_LISTEN")
    );
    let line = format!("{}:4", path.display());
    assert_eq!(told("server.request_timeout_seconds"), owned("20", &line));
    assert_eq!(told("log.level"), owned("info", "default"));
    assert_eq!(settings.file(), Some(&path));
    let config = settings.config().unwrap();
    assert_eq!(config.server.listen.port(), 5);
    assert_eq!(config.server.request_timeout, Duration::from_secs(20));
    assert_eq!(config.site.name, "Shelf");
}

#[test]
fn unknown_names_are_refused_with_what_was_meant() {
    let file = "name = \"x\"\n[sever]\nlisten = \"x\"\n[server]\nlissten = \"127.0.0.1:1\"\nregistration = \"open\"\n";
    let variables = [
        ("QUIRE_LISTEN_ADDR", "x"),
        ("QUIRE_DATABSE_URL", "postgres://x:secret@y"),
        ("QUIRE_ZZZ", "1"),
        ("HOME", "/root"),
    ];
    let (settings, _folder) = with_file(file, &variables);
    assert_eq!(
        wrongs(&settings),
        [
            "QUIRE_DATABSE_URL | there is no such setting | did you mean QUIRE_DATABASE_URL?",
            "QUIRE_LISTEN_ADDR | there is no such setting | did you mean QUIRE_LISTEN?",
            "QUIRE_ZZZ | there is no such setting | unset it; `quire config show` lists all settings",
            "name | there is no such section | put it under [site]",
            "server.lissten | there is no such setting | did you mean listen?",
            "server.registration | there is no such setting | put it under [accounts]",
            "sever | there is no such section | did you mean [server]?",
        ]
    );
}

#[test]
fn every_problem_is_told_at_once_with_its_place_and_fix() {
    let file = "[server]\nlisten = 8080\nrequest_timeout_seconds = \"30\"\n[database]\nstatement_timeout_ms = 30000\npool_min = 20\n[accounts]\nregistration = \"opne\"\nargon2_memory_kib = 1024\n[log]\nlevel = \"\"\n";
    let variables = [
        ("QUIRE_PUBLIC_URL", "stories.example"),
        ("QUIRE_SERVER_TRUSTED_PROXIES", "10.0.0.0/8, proxy"),
        ("QUIRE_OPS_LISTEN", "127.0.0.1:8080"),
    ];
    let (settings, _folder) = with_file(file, &variables);
    let subjects: Vec<&str> = settings
        .check()
        .iter()
        .map(|problem| problem.subject.as_str())
        .collect();
    assert_eq!(
        subjects,
        [
            "server.listen",
            "server.request_timeout_seconds",
            "log.level",
            "server.public_url",
            "server.trusted_proxies",
            "server.ops_listen",
            "database.pool_min",
            "database.statement_timeout_ms",
            "accounts.registration",
            "accounts.argon2_memory_kib",
        ]
    );
    let told = settings.config().unwrap_err().to_string();
    for part in [
        "quire.toml:2): an integer where a text in quotes is expected\n    write listen = \"127.0.0.1:8080\"",
        "\"proxy\" is not understood\n    write an address or a network, such as 10.0.0.0/8",
        "\"opne\" is not understood\n    did you mean open? It is one of open, approval, invite, closed",
        "30000 ms is not shorter than the request timeout of 30000 ms",
        "\"1024\" is not understood\n    write a whole number from 19456 to 1048576",
    ] {
        assert!(told.contains(part), "missing: {part}\n{told}");
    }
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let (settings, _folder) = with_file("[server]\nlisten = \"127.0.0.1:8080\n[log]\n", &[]);
    let problem = &settings.check()[0];
    assert!(problem.origin.ends_with("quire.toml:2"), "{problem}");
    assert!(problem.wrong.starts_with("not TOML: "), "{problem}");
}

#[test]
fn a_password_is_in_no_output() {
    let folder = TempDir::new().unwrap();
    let secret_file = folder.path().join("password");
    fs::write(&secret_file, "correct horse battery\n").unwrap();
    let variables = [
        ("QUIRE_DATABASE_URL", "postgres://q:s3cret@db/quire"),
        ("QUIRE_ADMIN_EMAIL", "ada@example.org"),
        ("QUIRE_ADMIN_PASSWORD_FILE", secret_file.to_str().unwrap()),
    ];
    let settings = Settings::read(&environment(&variables));
    let shown = settings.show_json().unwrap();
    assert_eq!(
        row(&settings, "database.url").value,
        "postgres://q:[redacted]@db/quire"
    );
    assert_eq!(row(&settings, "admin.password").value, "[redacted]");
    assert_eq!(
        row(&settings, "admin.password").origin,
        "environment QUIRE_ADMIN_PASSWORD_FILE"
    );
    let config = settings.config().unwrap();
    let password = config.admin.password.as_ref().unwrap();
    assert_eq!(password.expose(), "correct horse battery");
    assert_eq!(
        config.database.url.as_ref().unwrap().expose(),
        "postgres://q:s3cret@db/quire"
    );
    for output in [shown, format!("{config:?}")] {
        assert!(
            !output.contains("s3cret") && !output.contains("horse"),
            "{output}"
        );
    }

    let wrong = Settings::read(&environment(&[(
        "QUIRE_DATABASE_URL",
        "mysql://q:s3cret@db/quire",
    )]));
    let told = wrong.check()[0].to_string();
    assert!(
        told.contains("database.url") && !told.contains("s3cret"),
        "{told}"
    );
    assert!(!wrong.show_json().unwrap().contains("s3cret"));
}

#[test]
fn a_value_said_twice_or_unreadable_is_refused() {
    let variables = [
        ("QUIRE_LISTEN", "127.0.0.1:1"),
        ("QUIRE_SERVER_LISTEN", "127.0.0.1:2"),
        ("QUIRE_DATABASE_URL_FILE", "/nonexistent/url"),
    ];
    let settings = Settings::read(&environment(&variables));
    let told = wrongs(&settings);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("database.url | /nonexistent/url cannot be read: No such file"));
    assert_eq!(
        told[1],
        "server.listen | QUIRE_LISTEN says it already | unset QUIRE_LISTEN or QUIRE_SERVER_LISTEN"
    );
}

#[test]
fn variables_of_the_surroundings_are_left_alone() {
    let variables = [
        ("QUIRE_SERVICE_HOST", "10.0.0.7"),
        ("QUIRE_SERVICE_PORT_HTTP", "80"),
        ("QUIRE_PORT", "tcp://10.0.0.7:80"),
        ("QUIRE_PORT_80_TCP_ADDR", "10.0.0.7"),
        ("QUIRE_TEST_POSTGRES", "x"),
        ("QUIRE_PUBLIC_URL", ""),
    ];
    assert_eq!(wrongs(&Settings::read(&environment(&variables))), [""; 0]);
    let mistaken = Settings::read(&environment(&[("QUIRE_PORT", "8080")]));
    assert_eq!(mistaken.check().len(), 1);
}

#[test]
fn the_file_in_the_data_folder_cannot_move_it_but_a_given_file_can() {
    let text = "[data]\nfolder = \"/srv/quire\"\n";
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("quire.toml");
    fs::write(&path, text).unwrap();
    let found = environment(&[("QUIRE_DATA", folder.path().to_str().unwrap())]);
    assert!(wrongs(&Settings::read(&found))[0].starts_with("data.folder | this file was found"));

    for given in [
        environment(&[]).with_config_file(Some(path.clone())),
        environment(&[("QUIRE_CONFIG", path.to_str().unwrap())]),
    ] {
        let config = Settings::read(&given).config().unwrap();
        assert_eq!(config.data.folder, Path::new("/srv/quire"));
    }
    let missing = environment(&[]).with_config_file(Some("/nonexistent.toml".into()));
    assert!(wrongs(&Settings::read(&missing))[0].contains("cannot be read"));
}

#[test]
fn the_example_has_every_setting_and_says_the_defaults() {
    let example = example_file();
    for key in keys() {
        let line = format!("\n#{} = ", key.name);
        assert!(example.contains(&line), "{} is missing", key.path());
        for variable in key.variables() {
            assert!(example.contains(&variable), "{variable} is missing");
        }
    }
    let used: String = example
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("example.toml");
    fs::write(&path, used).unwrap();
    let settings = Settings::read(&environment(&[]).with_config_file(Some(path)));
    assert_eq!(wrongs(&settings), [""; 0]);
    for row in settings.show() {
        assert!(
            row.origin.contains("example.toml:"),
            "{row:?} is not read from the example"
        );
    }
    assert_eq!(settings.config().unwrap(), defaults());
}
