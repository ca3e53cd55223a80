//! A real Chromium, driven over `WebDriver` (W3C Recommendation, 2018) by `chromedriver`.
//!
//! It reaches this machine only: every other name resolves to nothing, so a page that asks
//! somebody else for something shows it.

use std::path::Path;
use std::time::Duration;

use data_encoding::BASE64;
use reqwest::Method;
use serde_json::{Value, json};

use crate::lab::{Program, Service, Trouble, or_fail, service};

const DRIVER: Program = Program {
    name: "chromedriver",
    variable: "QUIRE_LAB_CHROMEDRIVER_BIN",
    package: "chromium-driver",
};
const CHROMIUM: Program = Program {
    name: "chromium",
    variable: "QUIRE_LAB_CHROMIUM_BIN",
    package: "chromium",
};

/// The name under which the protocol passes elements around (section 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The longest any one command may take, page loads included.
const PATIENCE: Duration = Duration::from_mins(1);

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As most readers browse.
    On,
    /// As the page must still work.
    Off,
}

/// A browser window with an empty profile, closed on drop.
#[derive(Debug)]
pub struct Browser {
    http: reqwest::Client,
    /// The address of the driver's session.
    session: String,
    _driver: Service,
}

/// Something on the page, until the page changes.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

/// The outcome of a command: the protocol's answer, or its refusal in a sentence.
pub type Answer<T> = Result<T, Trouble>;

impl Browser {
    /// A new browser with an empty profile.
    pub async fn start(scripts: Scripts) -> Self {
        or_fail(Self::try_start(scripts).await)
    }

    async fn try_start(scripts: Scripts) -> Answer<Self> {
        let chromium = CHROMIUM.find()?;
        let folder = service::folder("browser", None)?.keep();
        let driver = Service::start(&service::Plan {
            name: "chromedriver",
            command: vec![DRIVER.find()?.display().to_string(), "--port=0".to_owned()],
            account: None,
            signal: "TERM",
            ready: "started successfully on port",
            folder: folder.clone(),
        })?;
        let port = driver
            .greeting
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_owned();
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .no_proxy()
            .build()
            .map_err(|source| Trouble::while_doing("speak HTTP", source))?;
        let mut browser = Self {
            http,
            session: format!("http://127.0.0.1:{port}/session"),
            _driver: driver,
        };
        let setting = match scripts {
            Scripts::On => 1,
            Scripts::Off => 2,
        };
        let wishes = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": chromium,
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
                    format!("--user-data-dir={}", folder.join("profile").display()),
                ],
                "prefs": {"profile.managed_default_content_settings.javascript": setting},
            },
        }}});
        let answer = browser.ask(Method::POST, "", wishes).await?;
        let id = text(answer.get("sessionId"));
        browser.session = format!("{}/{id}", browser.session);
        Ok(browser)
    }

    /// Sends one command and returns the `value` of its answer.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Answer<Value> {
        let lost = |source| Trouble::while_doing("reach the browser", source);
        let mut request = self
            .http
            .request(method.clone(), self.session.clone() + path);
        if method == Method::POST {
            request = request.json(&body);
        }
        let mut answer: Value = request
            .send()
            .await
            .map_err(lost)?
            .json()
            .await
            .map_err(lost)?;
        let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
        match value.get("error").and_then(Value::as_str) {
            Some(error) => Err(Trouble(format!(
                "the browser refused {path}: {error}: {}",
                text(value.get("message"))
            ))),
            None => Ok(value),
        }
    }

    async fn get(&self, path: &str) -> Answer<Value> {
        self.ask(Method::GET, path, Value::Null).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer<Value> {
        self.ask(Method::POST, path, body).await
    }

    /// Goes to the address and returns when the page is loaded.
    pub async fn open(&self, url: &str) -> Answer<()> {
        self.post("/url", json!({"url": url})).await.map(drop)
    }

    /// The address shown.
    pub async fn url(&self) -> Answer<String> {
        self.get("/url").await.map(|value| text(Some(&value)))
    }

    /// The page's title.
    pub async fn title(&self) -> Answer<String> {
        self.get("/title").await.map(|value| text(Some(&value)))
    }

    /// The first element that the selector matches; an error when there is none.
    pub async fn find(&self, css: &str) -> Answer<Element<'_>> {
        let found = self
            .post("/element", json!({"using": "css selector", "value": css}))
            .await?;
        Ok(self.element(&found))
    }

    /// Every element that the selector matches, in the order of the page.
    pub async fn find_all(&self, css: &str) -> Answer<Vec<Element<'_>>> {
        let found = self
            .post("/elements", json!({"using": "css selector", "value": css}))
            .await?;
        let list = found.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(list.iter().map(|one| self.element(one)).collect())
    }

    /// The element that the keyboard speaks to.
    pub async fn focused(&self) -> Answer<Element<'_>> {
        let found = self.get("/element/active").await?;
        Ok(self.element(&found))
    }

    fn element(&self, found: &Value) -> Element<'_> {
        Element {
            browser: self,
            id: text(found.get(ELEMENT)),
        }
    }

    /// Runs a function body in the page and returns what it returns.
    pub async fn execute(&self, script: &str) -> Answer<Value> {
        self.post("/execute/sync", json!({"script": script, "args": []}))
            .await
    }

    /// Writes what the window shows as a PNG.
    pub async fn screenshot(&self, file: &Path) -> Answer<()> {
        let picture = self.get("/screenshot").await?;
        let picture = BASE64
            .decode(text(Some(&picture)).as_bytes())
            .map_err(|source| Trouble::while_doing("read the picture", source))?;
        std::fs::write(file, picture)
            .map_err(|source| Trouble::while_doing("write the picture", source))
    }

    /// Sets the window's size in CSS pixels.
    pub async fn set_window(&self, width: u32, height: u32) -> Answer<()> {
        self.post("/window/rect", json!({"width": width, "height": height}))
            .await
            .map(drop)
    }

    /// Forgets the cookies of the page's site.
    pub async fn clear_cookies(&self) -> Answer<()> {
        self.ask(Method::DELETE, "/cookie", Value::Null)
            .await
            .map(drop)
    }
}

impl Element<'_> {
    async fn get(&self, what: &str) -> Answer<Value> {
        let path = format!("/element/{}/{what}", self.id);
        self.browser.get(&path).await
    }

    async fn post(&self, what: &str, body: Value) -> Answer<()> {
        let path = format!("/element/{}/{what}", self.id);
        self.browser.post(&path, body).await.map(drop)
    }

    /// The text a person sees.
    pub async fn text(&self) -> Answer<String> {
        self.get("text").await.map(|value| text(Some(&value)))
    }

    /// An attribute as it stands in the page; none when it is absent.
    pub async fn attribute(&self, name: &str) -> Answer<Option<String>> {
        let value = self.get(&format!("attribute/{name}")).await?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// Clicks a link or a button that leads to another page, and returns when that page is there.
    /// The protocol's own click may return while the old page still stands.
    pub async fn follow(&self) -> Answer<()> {
        let old = self.browser.find(":root").await?;
        self.click().await?;
        let mut ticks = tokio::time::interval(Duration::from_millis(10));
        let left = async {
            while old.get("name").await.is_ok() {
                ticks.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, left)
            .await
            .map_err(|_late| Trouble("the click led to no other page".to_owned()))
    }

    /// Clicks its middle. For a way to another page there is [`Element::follow`].
    pub async fn click(&self) -> Answer<()> {
        self.post("click", json!({})).await
    }

    /// Empties a field.
    pub async fn clear(&self) -> Answer<()> {
        self.post("clear", json!({})).await
    }

    /// Types as on a keyboard; `\u{E004}` is Tab, `\u{E007}` Enter (`WebDriver`, section 15.4.2).
    pub async fn type_text(&self, keys: &str) -> Answer<()> {
        self.post("value", json!({"text": keys})).await
    }
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}
