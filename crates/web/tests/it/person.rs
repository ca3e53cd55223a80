//! People at a browser without script: they follow links, fill in forms, and read pages.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use quire_app::settings::{Site, SiteSettings};
use quire_app::{App, Parts};
use quire_domain::Timestamp;
use quire_domain::account::RegistrationMode;
use quire_domain::text::SiteName;
use quire_edge::{BodyLimit, CookieName, Deadline, Settings, Stack, TrustedProxies};
use quire_identity::cookie::SessionCookie;
use quire_identity::password::{HashWork, Passwords};
use quire_store::{SqliteSettings, Store, migrate};
use quire_testkit::chance::SeededChance;
use quire_testkit::clock::ManualClock;
use quire_web::Face;
use tower::ServiceExt;

use crate::markup::{Element, Markup};

/// 2026-11-22T00:00:00Z, a Sunday.
const START: Timestamp = Timestamp::from_seconds(1_795_305_600);

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple";

/// What a password costs is measured elsewhere.
const LEAST_WORK: HashWork = HashWork {
    memory_kib: 8,
    passes: 1,
    lanes: 1,
};

/// A site on an empty store.
#[derive(Clone)]
pub struct Town {
    pub app: App,
    pub clock: Arc<ManualClock>,
    router: Router,
    _keep: Arc<dyn Any + Send + Sync>,
}

impl Town {
    pub async fn open() -> Self {
        Self::with(RegistrationMode::Open).await
    }

    pub async fn with(registration: RegistrationMode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&SqliteSettings::at(&folder.path().join("quire.db")));
        let store = store.unwrap();
        migrate::apply(&store, START).await.unwrap();
        let clock = Arc::new(ManualClock::new(START));
        let chance = Arc::new(SeededChance::new(1));
        let app = App::new(Parts {
            store,
            clock: clock.clone(),
            chance: chance.clone(),
            passwords: Passwords::new(LEAST_WORK, 2).unwrap(),
            site: Site::new(SiteSettings {
                name: SiteName::parse("The Reading Room").unwrap(),
                registration,
            }),
        });
        let router = quire_web::router(Face {
            app: app.clone(),
            cookie: CookieName(SessionCookie::new(false)),
            description: "Stories for the evening.".into(),
        });
        let stack = Stack::new(Settings {
            chance,
            trusted_proxies: TrustedProxies::new([]),
            deadline: Deadline::new(Duration::from_secs(30)),
            body_limit: quire_web::body_limits(1_000_000)
                .into_iter()
                .fold(BodyLimit::new(100_000), |limit, (route, bytes)| {
                    limit.on_route(route, bytes)
                }),
            public_origin: None,
            server_timing: true,
            page: Some(quire_web::problem_page),
        });
        Self {
            app,
            clock,
            router: router.layer(stack),
            _keep: Arc::new(folder),
        }
    }

    /// Somebody with an empty browser.
    pub fn stranger(&self) -> Person {
        Person {
            town: self.clone(),
            cookie: None,
        }
    }

    /// Somebody who registered.
    pub async fn member(&self, handle: &str) -> Person {
        let mut person = self.stranger();
        let form = person.get("/register").await.form("/register");
        let email = format!("{handle}@example.org");
        let fields = [
            ("handle", handle),
            ("email", &email),
            ("password", PASSWORD),
        ];
        let seen = person.send(form.with(&fields)).await;
        assert_eq!(seen.path(), "/", "{}", seen.html);
        person
    }
}

/// Somebody at a browser.
pub struct Person {
    town: Town,
    cookie: Option<String>,
}

/// What they see.
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: bytes::Bytes,
    pub html: String,
}

impl Person {
    /// Asks for a page and stays where the answer leads.
    pub async fn get(&mut self, path: &str) -> Seen {
        self.ask("GET", path, "same-origin", Body::empty()).await
    }

    /// Fetches a file, which the person may have already.
    pub async fn fetch(&mut self, path: &str, known: Option<&str>) -> Seen {
        let mut request = Request::get(path).header(header::HOST, "reading.example");
        if let Some(known) = known {
            request = request.header(header::IF_NONE_MATCH, known);
        }
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    /// Chooses a file in a form and sends it.
    pub async fn upload(&mut self, action: &str, name: &str, file: &[u8]) -> Seen {
        let mut body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let mut request = Request::post(action)
            .header(header::HOST, "reading.example")
            .header(header::ACCEPT, "text/html")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.answer(request.body(Body::from(body)).unwrap()).await
    }

    /// Is made to send a form by another site.
    pub async fn forged(&mut self, path: &str) -> Seen {
        self.ask("POST", path, "cross-site", Body::empty()).await
    }

    /// Signs in.
    pub async fn sign_in(&mut self, handle: &str) {
        let form = self.get("/login").await.form("/login");
        let sent = self
            .send(form.with(&[("name", handle), ("password", PASSWORD)]))
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    }

    /// Sends a form.
    pub async fn send(&mut self, form: Filling) -> Seen {
        let body = form
            .fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.ask("POST", &form.action, "same-origin", Body::from(body))
            .await
    }

    /// Sends a form and goes where it leads.
    pub async fn submit(&mut self, form: Filling) -> Seen {
        let sent = self.send(form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
        let path = sent.path().to_owned();
        self.get(&path).await
    }

    async fn ask(&mut self, method: &str, path: &str, site: &str, body: Body) -> Seen {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "reading.example")
            .header(header::ACCEPT, "text/html,*/*;q=0.8")
            .header("sec-fetch-site", site)
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux) Firefox/128.0");
        if method == "POST" {
            let kind = "application/x-www-form-urlencoded";
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.answer(request.body(body).unwrap()).await
    }

    async fn answer(&mut self, request: Request<Body>) -> Seen {
        let answer = self.town.router.clone().oneshot(request);
        let (parts, body) = answer.await.unwrap().into_parts();
        if let Some(set) = parts.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Seen {
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

impl Seen {
    pub fn markup(&self) -> Markup {
        Markup::read(&self.html)
    }

    /// The text of the page's own part.
    pub fn words(&self) -> String {
        self.markup().words()
    }

    pub fn says(&self, text: &str) -> bool {
        self.words().contains(text)
    }

    /// Where the answer leads.
    pub fn path(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        location.map_or("", |path| path.to_str().unwrap())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Statements that the answer asked of the store.
    pub fn statements(&self) -> u32 {
        let timing = self.header("server-timing");
        let words = timing.split(" statements").next().unwrap();
        let count = words.rsplit('"').next().unwrap();
        count
            .parse()
            .unwrap_or_else(|_| panic!("not counted: {timing}"))
    }

    /// Where a link with this text leads.
    pub fn link(&self, text: &str) -> String {
        let markup = self.markup();
        let link = markup.all("a").find(|link| words(&link.text) == text);
        let link = link.unwrap_or_else(|| panic!("no link says {text:?}: {}", self.words()));
        link.get("href").unwrap().to_owned()
    }

    /// The form that is sent somewhere, as it is filled in on the page.
    pub fn form(&self, action: &str) -> Filling {
        self.forms(action)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no form to {action}: {}", self.html))
    }

    /// The form with a button of this text.
    pub fn button(&self, text: &str) -> Filling {
        let markup = self.markup();
        let says = |one: &&Element| one.name == "button" && words(&one.text) == text;
        let forms = markup.all("form");
        let form = forms
            .into_iter()
            .find(|form| markup.inside(form).any(|one| says(&one)));
        let form = form.unwrap_or_else(|| panic!("no button says {text:?}: {}", self.words()));
        let mut filling = filled(&markup, form);
        let button = markup.inside(form).find(says).unwrap();
        if let (Some(name), Some(value)) = (button.get("name"), button.get("value")) {
            filling.fields.push((name.to_owned(), value.to_owned()));
        }
        filling
    }

    pub fn has_button(&self, text: &str) -> bool {
        let markup = self.markup();
        markup
            .all("button")
            .any(|button| words(&button.text) == text)
    }

    fn forms(&self, action: &str) -> Vec<Filling> {
        let markup = self.markup();
        let forms = markup.all("form");
        let forms = forms.filter(|form| form.get("action") == Some(action));
        forms.map(|form| filled(&markup, form)).collect()
    }
}

/// A form with what is filled in.
#[derive(Debug, Clone)]
pub struct Filling {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Filling {
    /// The same form filled in differently.
    #[must_use]
    pub fn with(mut self, fields: &[(&str, &str)]) -> Self {
        for (name, value) in fields {
            self.fields.retain(|(known, _)| known != name);
            self.fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self
    }

    pub fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

fn filled(markup: &Markup, form: &Element) -> Filling {
    let mut fields = Vec::new();
    for control in markup.inside(form) {
        let Some(name) = control.get("name") else {
            continue;
        };
        let value = match (control.name.as_str(), control.get("type")) {
            ("input", Some("checkbox" | "radio")) if control.get("checked").is_none() => continue,
            ("input", _) => control.get("value").unwrap_or_default().to_owned(),
            // As a browser does: the first line break is not part of the text, line ends are CR LF.
            ("textarea", _) => {
                let text = control.text.strip_prefix('\n').unwrap_or(&control.text);
                text.replace("\r\n", "\n").replace('\n', "\r\n")
            }
            ("select", _) => {
                let options: Vec<_> = markup.inside(control).collect();
                let chosen = options.iter().find(|one| one.get("selected").is_some());
                let chosen = chosen.or(options.first());
                chosen
                    .and_then(|one| one.get("value"))
                    .unwrap_or_default()
                    .to_owned()
            }
            _ => continue,
        };
        fields.push((name.to_owned(), value));
    }
    Filling {
        action: form.get("action").unwrap().to_owned(),
        fields,
    }
}
