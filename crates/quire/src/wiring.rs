//! The parts put together, once, from the settings.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use quire_api::Face;
use quire_app::settings::{Site, SiteSettings};
use quire_app::{App, Bindery, Parts};
use quire_books::Limits;
use quire_config::{Config, Registration};
use quire_domain::Clock as _;
use quire_domain::account::RegistrationMode;
use quire_domain::text::SiteName;
use quire_edge::{BodyLimit, CookieName, Deadline, Stack, TrustedProxies};
use quire_identity::cookie::SessionCookie;
use quire_identity::password::{HashWork, Passwords};
use quire_store::engine::Engine;
use quire_store::migrate::{self, Plan};
use quire_store::{PostgresSettings, SqliteSettings, Store};

use crate::folder::DataFolder;
use crate::listen::reachable;
use crate::system_chance::SystemChance;
use crate::system_clock::SystemClock;

/// Books read or bound at the same time: each may take the memory of a whole file.
const BOOKS_AT_ONCE: usize = 2;

/// What a form has beside the file it brings.
const FORM_BYTES: u64 = 1_048_576;

/// Opens the database of the settings; on PostgreSQL it connects at once, so that a wrong address
/// is told now.
pub async fn open_store(config: &Config, folder: &DataFolder) -> anyhow::Result<Store> {
    let database = &config.database;
    let Some(url) = &database.url else {
        let path = folder.database();
        return Store::open_sqlite(&SqliteSettings {
            acquire_timeout: database.acquire_timeout,
            ..SqliteSettings::at(&path)
        })
        .with_context(|| format!("the database {} cannot be opened", path.display()));
    };
    Store::open_postgres(&PostgresSettings {
        pool_min: usize::try_from(database.pool_min)?,
        pool_max: usize::try_from(database.pool_max)?,
        acquire_timeout: database.acquire_timeout,
        statement_timeout: database.statement_timeout,
        ..PostgresSettings::at(url.expose())
    })
    .await
    .context(
        "PostgreSQL cannot be reached: is it running, and are database.url (QUIRE_DATABASE_URL), user and password right?",
    )
}

/// Brings the schema up to date; `serve` and `migrate` may, because they know that nobody else works.
pub async fn migrate(store: &Store) -> anyhow::Result<Plan> {
    migrate::apply(store, SystemClock.now())
        .await
        .context("the schema of the database could not be brought up to date")
}

/// For commands beside a server: makes the schema of an empty database, and refuses an old one,
/// which a running server may be using.
pub async fn require_schema(store: &Store) -> anyhow::Result<()> {
    let plan = migrate::check(store).await?;
    if plan.current > 0 && !plan.missing.is_empty() {
        bail!(
            "the database lacks {} migration(s): stop the server and run `quire migrate`, or start the new server",
            plan.missing.len()
        );
    }
    migrate(store).await.map(drop)
}

/// What an engine is called for people.
pub fn engine_name(store: &Store) -> &'static str {
    match store.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

/// The verbs over a store.
pub fn app(config: &Config, store: Store) -> anyhow::Result<App> {
    let accounts = &config.accounts;
    let work = HashWork {
        memory_kib: accounts.argon2_memory_kib,
        passes: accounts.argon2_iterations,
        lanes: accounts.argon2_parallelism,
    };
    let permits = usize::try_from(accounts.hashing_permits)?;
    Ok(App::new(Parts {
        store,
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance::default()),
        passwords: Passwords::new(work, permits)?,
        site: Site::new(SiteSettings {
            name: SiteName::parse(&config.site.name).context("site.name")?,
            registration: match accounts.registration {
                Registration::Open => RegistrationMode::Open,
                Registration::Approval => RegistrationMode::Approval,
                Registration::Invite => RegistrationMode::Invite,
                Registration::Closed => RegistrationMode::Closed,
            },
        }),
    })
    .with_bindery(bindery(config)?))
}

/// Where books are read and bound: as much of a stranger's file as the operator allows.
fn bindery(config: &Config) -> anyhow::Result<Bindery> {
    let imports = &config.imports;
    let limits = Limits {
        max_file_bytes: imports.max_file_bytes,
        max_total_uncompressed: imports.max_unpacked_bytes,
        max_entries: usize::try_from(imports.max_entries)?,
        max_chapters: usize::try_from(imports.max_chapters)?,
        ..Limits::default()
    };
    Ok(Bindery::new(limits, BOOKS_AT_ONCE))
}

/// Where people find the site whose public port is at `address`.
pub fn origin(config: &Config, address: SocketAddr) -> String {
    let bound = || format!("http://{}", reachable(address));
    config.server.public_url.clone().unwrap_or_else(bound)
}

/// How large the bodies of requests may be.
fn body_limit(config: &Config) -> BodyLimit {
    let file = config.imports.max_file_bytes;
    let usual = config.server.max_body_bytes;
    let limit = BodyLimit::new(usual).on_route("/api/v1/imports", file.saturating_add(FORM_BYTES));
    let pages = quire_web::body_limits(file).into_iter();
    pages.fold(limit, |limit, (route, bytes)| {
        limit.on_route(route, bytes.max(usual))
    })
}

/// Everything the public listener answers, inside the stack. `origin` is where people find us.
pub fn router(config: &Config, app: App, origin: &str) -> Router {
    let cookie = CookieName(SessionCookie::for_public_url(Some(origin)));
    let server = &config.server;
    let proxies = server.trusted_proxies.iter();
    let stack = Stack::new(quire_edge::Settings {
        chance: Arc::new(SystemChance::default()),
        trusted_proxies: TrustedProxies::new(
            proxies.map(|network| (network.address, network.prefix)),
        ),
        deadline: BOOK_ROUTES
            .iter()
            .fold(Deadline::new(server.request_timeout), |deadline, route| {
                deadline.on_route(route, server.request_timeout.max(BOOK_TIME))
            }),
        body_limit: body_limit(config),
        public_origin: server.public_url.clone(),
        server_timing: server.server_timing,
        page: Some(quire_web::problem_page),
    });
    let pages = quire_web::Face {
        app: app.clone(),
        cookie: cookie.clone(),
        description: config.site.description.as_str().into(),
    };
    quire_api::router(Face { app, cookie })
        .merge(quire_web::router(pages))
        .layer(stack)
}

/// Whole books take longer than pages: they wait for a place in the bindery, then for its work.
const BOOK_ROUTES: &[&str] = &[
    "/api/v1/imports",
    "/api/v1/stories/{story}/epub",
    "/api/v1/stories/{story}/markdown",
    "/import",
    "/import/look/{upload}",
];
const BOOK_TIME: Duration = Duration::from_mins(2);

/// The newest migration this program knows.
pub fn newest_schema() -> i64 {
    migrate::STEPS.last().map_or(0, |step| step.version)
}
