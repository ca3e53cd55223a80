//! What a server says when it starts: for eyes on a terminal, one JSON line a fact elsewhere.
//!
//! It goes to standard error beside the log, whatever the log's level is, because scripts wait for
//! the addresses and an administrator needs the setup link.

use std::env;
use std::net::SocketAddr;
use std::time::Duration;

use quire_config::{Config, LogFormat};
use quire_domain::Clock as _;
use quire_identity::code::SetupCode;
use quire_observe::log::{self, Format, Outlet};
use quire_store::Store;
use quire_store::migrate::Plan;
use serde_json::{Map, Value, json};

use crate::folder::DataFolder;
use crate::listen::reachable;
use crate::system_clock::SystemClock;
use crate::{ops, terminal, wiring};

/// Says facts in the form of the log.
#[derive(Debug, Clone, Copy)]
pub struct Banner {
    for_eyes: bool,
}

impl Banner {
    /// Starts the log, and a banner in its form.
    pub fn with_log(config: &Config) -> anyhow::Result<(Outlet, Self)> {
        let no_color = env::var_os("NO_COLOR");
        let no_color = no_color.as_deref();
        let format = match config.log.format {
            LogFormat::Auto => Format::fitting(terminal::is_watched(), no_color),
            LogFormat::Json => Format::Json,
            LogFormat::Text => Format::human(no_color),
        };
        let outlet = log::install(&config.log.level, format, std::io::stderr())?;
        log::panics_to_log();
        let banner = Self {
            for_eyes: format != Format::Json,
        };
        let commit = ops::COMMIT.unwrap_or("unknown commit");
        let version = env!("CARGO_PKG_VERSION");
        banner.fact(
            "start",
            &format!("quire {version} ({commit})"),
            json!({ "version": version, "commit": ops::COMMIT, "pid": std::process::id() }),
        );
        Ok((outlet, banner))
    }

    /// The folder and the database are usable.
    pub fn data(self, folder: &DataFolder, store: &Store, plan: &Plan, took: Duration) {
        let engine = wiring::engine_name(store);
        let schema = wiring::newest_schema();
        let path = folder.path().display().to_string();
        let made = if folder.created { "created, " } else { "" };
        let applied = match plan.missing.len() {
            0 => String::new(),
            count => format!(" ({count} applied)"),
        };
        self.fact(
            "data",
            &format!("  data       {path}   {made}{engine}   schema {schema}{applied}, {took:.1?}"),
            json!({
                "folder": path, "created": folder.created, "engine": engine, "schema": schema,
                "migrations_applied": plan.missing, "duration_ms": millis(took),
            }),
        );
    }

    /// Both ports are open.
    pub fn addresses(self, web: SocketAddr, ops: SocketAddr, origin: &str) {
        self.fact(
            "web",
            &format!("  web        {origin}   api /api/v1   docs /api/v1/docs"),
            json!({ "url": origin, "address": web.to_string() }),
        );
        let ops_url = format!("http://{}", reachable(ops));
        self.fact(
            "ops",
            &format!("  ops        {ops_url}   /livez /readyz /metrics"),
            json!({ "url": ops_url, "address": ops.to_string() }),
        );
    }

    /// Nobody runs the site yet.
    pub fn setup(self, link: &str) {
        let minutes = SetupCode::LIFETIME.as_secs() / 60;
        self.fact(
            "setup",
            &format!(
                "\n  ! No administrator yet. Open within {minutes} minutes:\n      {link}\n    \
                 or:  quire admin create --handle ada --email ada@example.org\n"
            ),
            json!({ "url": link, "expires_in_seconds": SetupCode::LIFETIME.as_secs() }),
        );
    }

    /// Requests are answered.
    pub fn ready(self, took: Duration) {
        self.fact(
            "ready",
            &format!("  ready      after {took:.1?}; Ctrl-C stops it"),
            json!({ "duration_ms": millis(took) }),
        );
    }

    fn fact(self, name: &str, for_eyes: &str, members: Value) {
        if self.for_eyes {
            terminal::note(for_eyes);
            return;
        }
        let mut line = Map::new();
        line.insert("time".to_owned(), json!(SystemClock.now()));
        line.insert("level".to_owned(), json!("info"));
        line.insert("target".to_owned(), json!("quire::banner"));
        line.insert("message".to_owned(), json!(name));
        if let Value::Object(members) = members {
            line.extend(members);
        }
        terminal::note(Value::Object(line).to_string());
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
