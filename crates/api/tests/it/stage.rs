//! A site with some people and stories in every state, asked over HTTP without a network.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use quire_api::Face;
use quire_app::settings::{Site, SiteSettings};
use quire_app::tokens::NewToken;
use quire_app::{Actor, App, Parts};
use quire_domain::Timestamp;
use quire_domain::account::{RegistrationMode, Scope};
use quire_domain::text::{DisplayName, Handle, Label, SiteName};
use quire_edge::{BodyLimit, CookieName, Deadline, Settings, Stack, TrustedProxies};
use quire_identity::cookie::SessionCookie;
use quire_identity::password::{HashWork, Passwords};
use quire_identity::scope::Scopes;
use quire_store::{SqliteSettings, Store, migrate};
use quire_testkit::chance::SeededChance;
use quire_testkit::clock::ManualClock;
use serde_json::Value;
use tower::ServiceExt as _;

/// 2026-11-22T00:00:00Z, a Sunday.
pub const START: Timestamp = Timestamp::from_seconds(1_795_305_600);
/// The longest body of an ordinary endpoint on this stage.
pub const BODY_LIMIT: u64 = 2_000_000;

/// A site that is asked in the process.
pub struct Stage {
    pub app: App,
    router: Router,
    folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub content_type: String,
    pub etag: Option<String>,
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// A request that is being put together.
pub struct Ask<'a> {
    stage: &'a Stage,
    method: Method,
    path: String,
    token: Option<String>,
    headers: Vec<(header::HeaderName, String)>,
    body: Vec<u8>,
}

impl Stage {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = SqliteSettings::at(&folder.path().join("quire.db"));
        let store = Store::open_sqlite(&settings).unwrap();
        migrate::apply(&store, START).await.unwrap();
        let chance = Arc::new(SeededChance::new(1));
        let work = HashWork {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        };
        let app = App::new(Parts {
            store,
            clock: Arc::new(ManualClock::new(START)),
            chance: Arc::<SeededChance>::clone(&chance),
            passwords: Passwords::new(work, 4).unwrap(),
            site: Site::new(SiteSettings {
                name: SiteName::parse("The Lighthouse Shelf").unwrap(),
                registration: RegistrationMode::Open,
            }),
        });
        let stack = Stack::new(Settings {
            chance,
            trusted_proxies: TrustedProxies::default(),
            deadline: Deadline::new(Duration::from_secs(30)),
            body_limit: BodyLimit::new(BODY_LIMIT),
            public_origin: None,
            server_timing: false,
            page: None,
        });
        let router = quire_api::router(Face {
            app: app.clone(),
            cookie: CookieName(SessionCookie::for_public_url(None)),
        })
        .fallback(quire_edge::problem::not_found)
        .layer(stack);
        Self {
            app,
            router,
            folder,
        }
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

    /// A token of somebody with some scopes.
    pub async fn token(&self, actor: &Actor, scopes: &[Scope]) -> String {
        let new = NewToken {
            name: Label::parse("test").unwrap(),
            scopes: Scopes::of(scopes.iter().copied()).unwrap(),
            lifetime: None,
        };
        let made = self.app.create_token_at_shell(actor, &new).await.unwrap();
        made.secret.reveal().to_owned()
    }

    pub fn ask(&self, method: &Method, path: &str) -> Ask<'_> {
        Ask {
            stage: self,
            method: method.clone(),
            path: path.to_owned(),
            token: None,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// How many rows every table has.
    pub fn rows(&self) -> Vec<(String, i64)> {
        let path = self.folder.path().join("quire.db");
        let connection = rusqlite::Connection::open(path).unwrap();
        let mut names = connection
            .prepare("select name from sqlite_master where type = 'table' order by name")
            .unwrap();
        let names: Vec<String> = names
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        names
            .into_iter()
            .map(|name| {
                let count = format!("select count(*) from \"{name}\"");
                let count = connection.query_row(&count, [], |row| row.get(0)).unwrap();
                (name, count)
            })
            .collect()
    }
}

impl Ask<'_> {
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    pub fn with_header(mut self, name: header::HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn with_json(self, body: &Value) -> Self {
        self.with_body("application/json", body.to_string().as_bytes())
    }

    pub fn with_body(mut self, content_type: &str, body: &[u8]) -> Self {
        self.headers
            .push((header::CONTENT_TYPE, content_type.to_owned()));
        self.body = body.to_vec();
        self
    }

    pub async fn send(self) -> Answer {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !self.body.is_empty() {
            request = request.header(header::CONTENT_LENGTH, self.body.len());
        }
        let request = request.body(Body::from(self.body)).unwrap();
        let answer = self.stage.router.clone().oneshot(request).await.unwrap();
        let text = |name| {
            let value: Option<&HeaderValue> = answer.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        Answer {
            status: answer.status(),
            content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
            etag: text(header::ETAG),
            location: text(header::LOCATION),
            body: answer
                .into_body()
                .collect()
                .await
                .unwrap()
                .to_bytes()
                .to_vec(),
        }
    }
}
