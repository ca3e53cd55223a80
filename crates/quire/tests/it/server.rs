//! A running server of the real binary, on ports of its own, gone with the value.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use quire_testkit::lab::{self, Database};
use reqwest::{Client, Response};
use serde_json::Value;
use tempfile::TempDir;

/// How long a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Which engine a server stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// An installation: a data folder, and a database when it is not in the folder.
pub struct Site {
    folder: TempDir,
    database_url: Option<String>,
    _database: Option<Database>,
}

impl Site {
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::at(None),
            Engine::Postgres => {
                let database = lab::postgres().create_database().await;
                let url = database.url.clone();
                Self {
                    _database: Some(database),
                    ..Self::at(Some(url))
                }
            }
        }
    }

    /// With a database somebody else keeps.
    pub fn at(database_url: Option<String>) -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            database_url,
            _database: None,
        }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A command about this installation, as somebody would type it.
    pub fn command(&self, words: &str) -> Command {
        let mut command = quire(words);
        command.arg("--data").arg(self.data());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        command
    }

    /// What a command did.
    pub fn run(&self, words: &str) -> Output {
        self.command(words).output().unwrap()
    }

    pub fn serve(&self) -> Server {
        self.serve_with("")
    }

    pub fn serve_with(&self, words: &str) -> Server {
        Server::spawn(self.serve_command(words))
    }

    pub fn serve_in(&self, environment: &[(&str, &str)]) -> Server {
        let mut command = self.serve_command("");
        command.envs(environment.iter().copied());
        Server::spawn(command)
    }

    fn serve_command(&self, words: &str) -> Command {
        let ports = "--listen 127.0.0.1:0 --ops-listen 127.0.0.1:0";
        self.command(&format!("serve {ports} {words}"))
    }
}

/// The binary with nothing of this process's settings.
pub fn quire(words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quire"));
    for (name, _value) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("QUIRE_") {
            command.env_remove(name);
        }
    }
    command.args(words.split_whitespace()).stdin(Stdio::null());
    command
}

/// A server that runs.
pub struct Server {
    child: Child,
    lines: Receiver<String>,
    /// `http://127.0.0.1:port` of readers and the API.
    pub web: String,
    /// The same of the operations listener.
    pub ops: String,
    /// What it said until it was ready: the banner's facts.
    pub banner: Vec<Value>,
    pub client: Client,
}

impl Server {
    /// A new installation on an engine, and its server.
    pub async fn start(engine: Engine) -> (Site, Self) {
        let site = Site::new(engine).await;
        let server = site.serve();
        (site, server)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (say, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        // Reads to the end: a full pipe would hold the server's log.
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _nobody_listens = say.send(line);
            }
        });
        let mut server = Self {
            child,
            lines,
            web: String::new(),
            ops: String::new(),
            banner: Vec::new(),
            client: Client::builder().timeout(PATIENCE).build().unwrap(),
        };
        while server.fact("ready").is_none() {
            let Ok(line) = server.lines.recv_timeout(PATIENCE) else {
                let ended = server.child.wait();
                panic!(
                    "the server is not ready: {ended:?} after {:#?}",
                    server.banner
                );
            };
            let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
            server.banner.push(line);
        }
        let address = |name: &str| {
            format!(
                "http://{}",
                server.fact(name).unwrap()["address"].as_str().unwrap()
            )
        };
        (server.web, server.ops) = (address("web"), address("ops"));
        server
    }

    /// A fact of the banner by its name.
    pub fn fact(&self, name: &str) -> Option<&Value> {
        self.banner
            .iter()
            .find(|line| line["message"] == name && line["target"] == "quire::banner")
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client
            .get(format!("{}{path}", self.web))
            .send()
            .await
            .unwrap()
    }

    pub async fn probe(&self, path: &str) -> (u16, String) {
        let answer = self
            .client
            .get(format!("{}{path}", self.ops))
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Asks again until the answer pleases; the wait is for the event and bounded.
    pub async fn probe_until(&self, path: &str, pleases: impl Fn(u16, &str) -> bool) -> String {
        let begun = std::time::Instant::now();
        loop {
            let (status, text) = self.probe(path).await;
            if pleases(status, &text) {
                return text;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{path} stays at {status}: {text}"
            );
            tokio::task::yield_now().await;
        }
    }

    pub fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end and returns how it ended, with the lines of its log.
    pub fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let status = self.child.wait().unwrap();
        (status, self.lines.iter().collect())
    }

    /// Ends it in order.
    pub fn stop(self) {
        self.signal("TERM");
        let (status, log) = self.ended();
        assert!(status.success(), "{status}: {log:#?}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// What a command said on standard error.
pub fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a command said on standard output.
pub fn result(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Whether a file is there.
pub fn exists(folder: &Path, name: &str) -> bool {
    folder.join(name).exists()
}
