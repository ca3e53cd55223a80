//! The settings: those that cannot be used, and those that should be reconsidered.

use quire_config::Settings;

use super::Report;

const CHECK: &str = "settings";

/// Looks at them.
pub fn look(settings: &Settings, report: &mut Report) {
    for problem in settings.check() {
        let found = format!(
            "{} ({}): {}",
            problem.subject, problem.origin, problem.wrong
        );
        report.problem(CHECK, found, &problem.fix);
    }
    if settings.check().is_empty() {
        let file = settings.file().map(|path| path.display().to_string());
        report.ok(
            CHECK,
            file.unwrap_or_else(|| "no file, defaults and environment".to_owned()),
        );
        addresses(settings, report);
    }
}

fn addresses(settings: &Settings, report: &mut Report) {
    let rows = settings.show();
    let value = |key: &str| {
        let row = rows.iter().find(|row| row.key == key);
        row.map(|row| row.value.as_str()).unwrap_or_default()
    };
    let (listen, public, ops) = (
        value("server.listen"),
        value("server.public_url"),
        value("server.ops_listen"),
    );
    let check = "addresses";
    let before = report.len();
    if public.is_empty() && !is_local(listen) {
        report.advise(
            check,
            format!("{listen} is open to others and the site does not know its own address"),
            "set QUIRE_PUBLIC_URL: links, cookies and the protection of forms need it",
        );
    }
    if public.starts_with("http://") && !is_local(public.trim_start_matches("http://")) {
        report.advise(
            check,
            format!("{public} has no encryption: passwords can be read on their way"),
            "put a proxy with a certificate before it and set QUIRE_PUBLIC_URL to https://…",
        );
    }
    if !is_local(ops) {
        report.advise(
            check,
            format!("the operations listener {ops} is open to others"),
            "let it listen on a private address, or close its port to strangers",
        );
    }
    if report.len() == before {
        report.ok(check, if public.is_empty() { listen } else { public });
    }
}

/// Whether only this machine gets there.
fn is_local(authority: &str) -> bool {
    ["127.", "[::1]", "localhost"]
        .iter()
        .any(|local| authority.starts_with(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_are_local() {
        for local in ["127.0.0.1:8080", "[::1]:80", "localhost:8080"] {
            assert!(is_local(local), "{local}");
        }
        for open in [
            "0.0.0.0:8080",
            "[::]:8080",
            "10.0.0.1:80",
            "stories.example.org",
        ] {
            assert!(!is_local(open), "{open}");
        }
    }
}
