//! A whole site in the process: the API and the pages inside the stack, over an empty store.

use std::any::Any;
use std::io::{Cursor, Read as _};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use quire_app::settings::{Site, SiteSettings};
use quire_app::tokens::NewToken;
use quire_app::{Actor, App, Parts};
use quire_domain::account::{RegistrationMode, Scope};
use quire_domain::text::{DisplayName, Handle, Label, SiteName};
use quire_domain::{Chance, Timestamp};
use quire_edge::{BodyLimit, CookieName, Deadline, Settings, Stack, TrustedProxies};
use quire_identity::cookie::SessionCookie;
use quire_identity::password::{HashWork, Passwords};
use quire_identity::scope::Scopes;
use quire_store::{PostgresSettings, SqliteSettings, Store, migrate};
use quire_testkit::chance::SeededChance;
use quire_testkit::clock::ManualClock;
use quire_testkit::lab;
use tower::ServiceExt as _;

/// 2026-11-22T00:00:00Z, a Sunday.
pub const START: Timestamp = Timestamp::from_seconds(1_795_305_600);

/// A site that is asked in the process.
pub struct Stage {
    pub app: App,
    pub clock: Arc<ManualClock>,
    router: Router,
    _keep: Arc<dyn Any + Send + Sync>,
}

impl Stage {
    async fn on(store: Store, keep: Arc<dyn Any + Send + Sync>) -> Self {
        migrate::apply(&store, START).await.unwrap();
        let clock = Arc::new(ManualClock::new(START));
        let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(1));
        let work = HashWork {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        };
        let app = App::new(Parts {
            store,
            clock: Arc::<ManualClock>::clone(&clock),
            chance: Arc::clone(&chance),
            passwords: Passwords::new(work, 4).unwrap(),
            site: Site::new(SiteSettings {
                name: SiteName::parse("The Lighthouse Shelf").unwrap(),
                registration: RegistrationMode::Open,
            }),
        });
        let cookie = CookieName(SessionCookie::for_public_url(None));
        let stack = Stack::new(Settings {
            chance,
            trusted_proxies: TrustedProxies::default(),
            deadline: Deadline::new(Duration::from_secs(30)),
            body_limit: BodyLimit::new(2_000_000),
            public_origin: None,
            server_timing: false,
            page: Some(quire_web::problem_page),
        });
        let router = quire_api::router(quire_api::Face {
            app: app.clone(),
            cookie: cookie.clone(),
        })
        .merge(quire_web::router(quire_web::Face {
            app: app.clone(),
            cookie,
            description: "A shelf.".into(),
        }))
        .layer(stack);
        Self {
            app,
            clock,
            router,
            _keep: keep,
        }
    }

    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&SqliteSettings::at(&folder.path().join("quire.db")));
        Self::on(store.unwrap(), Arc::new(folder)).await
    }

    pub async fn postgres() -> Self {
        let database = lab::postgres().create_database().await;
        let store = Store::open_postgres(&PostgresSettings::at(&database.url)).await;
        Self::on(store.unwrap(), Arc::new(database)).await
    }

    pub async fn pgbouncer() -> Self {
        let database = lab::postgres().create_database().await;
        let url = lab::shared_pgbouncer().url(&database.name);
        let store = Store::open_postgres(&PostgresSettings::at(&url)).await;
        Self::on(store.unwrap(), Arc::new(database)).await
    }

    /// Somebody with an account.
    pub async fn member(&self, handle: &str) -> Actor {
        self.app
            .create_unattended(
                &Handle::parse(handle).unwrap(),
                &DisplayName::parse(handle).unwrap(),
            )
            .await
            .unwrap()
    }

    /// A token of somebody that may do everything they may.
    pub async fn token(&self, actor: &Actor) -> String {
        let new = NewToken {
            name: Label::parse("test").unwrap(),
            scopes: Scopes::of([Scope::Read, Scope::Progress, Scope::Write]).unwrap(),
            lifetime: None,
        };
        let made = self.app.create_token_at_shell(actor, &new).await.unwrap();
        made.secret.reveal().to_owned()
    }

    /// What a path answers: its status, and its text. A book is unpacked into the text of all its
    /// files, so that nothing hides in compression.
    pub async fn get(&self, path: &str, token: Option<&str>) -> (StatusCode, String) {
        let mut request = Request::builder().uri(path).header(header::ACCEPT, "*/*");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let mut text = format!("{:?}\n", answer.headers());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        if body.starts_with(b"PK") {
            let mut book = zip::ZipArchive::new(Cursor::new(body)).unwrap();
            for place in 0..book.len() {
                let mut file = book.by_index(place).unwrap();
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes));
            }
        } else {
            text.push_str(&String::from_utf8_lossy(&body));
        }
        (status, text)
    }
}

/// One story told three times: on SQLite, on PostgreSQL, through PgBouncer.
#[macro_export]
macro_rules! on_each_engine {
    ($($(#[$doc:meta])* async fn $name:ident($stage:ident: Stage) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn story($stage: $crate::stage::Stage) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                story($crate::stage::Stage::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                story($crate::stage::Stage::postgres().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn through_pgbouncer() {
                story($crate::stage::Stage::pgbouncer().await).await;
            }
        }
    )*};
}
