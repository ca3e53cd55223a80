//! A Quire server under measurement: built for release, started on a folder or database of its own.

use std::fmt::Write as _;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::load::{Connection, Request};

/// A running server.
pub struct Site {
    /// Its process.
    pub child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    data: PathBuf,
    database: Option<String>,
}

/// Builds the binary for release and says where it is.
pub fn binary() -> anyhow::Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo)
        .args([
            "build",
            "--release",
            "--locked",
            "--quiet",
            "--package",
            "quire",
        ])
        .status()?;
    anyhow::ensure!(built.success(), "the binary could not be built");
    let own = std::env::current_exe()?;
    let path = own.with_file_name("quire");
    anyhow::ensure!(path.exists(), "no binary at {}", path.display());
    Ok(path)
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

impl Site {
    /// Starts a server and waits for its first answer; also says how long that took.
    pub async fn start(data: &Path, database: Option<&str>) -> anyhow::Result<(Self, Duration)> {
        let (address, ops) = (free_address()?, free_address()?);
        let mut command = Command::new(std::env::current_exe()?.with_file_name("quire"));
        command
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args([
                "--listen",
                &address.to_string(),
                "--ops-listen",
                &ops.to_string(),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(url) = database {
            command.args(["--database-url", url]);
        }
        let started = Instant::now();
        let site = Self {
            child: command.spawn().context("the binary could not be started")?,
            address,
            data: data.to_owned(),
            database: database.map(str::to_owned),
        };
        let first = Request::get("/api/v1/stories?limit=1");
        while started.elapsed() < Duration::from_secs(30) {
            if let Ok(mut connection) = Connection::open(address).await
                && connection.ask(&first).await.is_ok()
            {
                return Ok((site, started.elapsed()));
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        bail!("the server did not answer within 30 s")
    }

    /// Runs another command of the binary on the same site.
    pub fn command(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(std::env::current_exe()?.with_file_name("quire"));
        command.args(arguments).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            command.args(["--database-url", url]);
        }
        let output = command.output()?;
        anyhow::ensure!(
            output.status.success(),
            "quire {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Makes the author `bench`, and a token of theirs.
    pub fn author(&self) -> anyhow::Result<String> {
        let password = self.data.join("bench-password");
        fs::write(&password, "a long enough password for staff 7391")?;
        let file = password.to_string_lossy();
        self.command(&[
            "admin",
            "create",
            "--handle",
            "bench",
            "--email",
            "bench@example.org",
            "--password-file",
            &file,
        ])?;
        let made = self.command(&[
            "token",
            "create",
            "--account",
            "bench",
            "--scope",
            "read,progress,write",
            "--json",
        ])?;
        made.split('"')
            .find(|part| part.starts_with("qp_"))
            .map(str::to_owned)
            .context("no token in the answer")
    }

    /// Imports a made-up novel and publishes all of it; the path of its first chapter's page and
    /// how long the import took.
    pub async fn novel(&self, chapters: u32, words: u32) -> anyhow::Result<(String, Duration)> {
        let folder = self.data.join("novel");
        write_novel(&folder, chapters, words)?;
        let started = Instant::now();
        self.command(&[
            "import",
            &folder.to_string_lossy(),
            "--author",
            "bench",
            "--publish",
            "all",
        ])?;
        let took = started.elapsed();
        let page = reqwest::get(format!("http://{}/s/{SLUG}", self.address)).await?;
        let html = page.error_for_status()?.text().await?;
        let path = html
            .split("href=\"")
            .filter_map(|part| part.split('"').next())
            .find(|path| path.starts_with(&format!("/s/{SLUG}/1-")))
            .context("the story page names no first chapter")?;
        Ok((path.to_owned(), took))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // The folder goes with it; nothing is worth an orderly end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address of the made-up novel.
pub const SLUG: &str = "the-measured-tide";

const WORDS: &[&str] = &[
    "the", "harbour", "light", "wind", "morning", "letter", "captain", "quiet", "river", "stone",
    "went", "before", "under", "window", "answered", "slowly", "garden", "winter", "bridge",
    "lamp",
];

/// Writes a Markdown folder with `chapters` chapters of `words` words, the same every time.
pub fn write_novel(folder: &Path, chapters: u32, words: u32) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("story.md"),
        "---\ntitle: The Measured Tide\nauthor: Bench\nlanguage: en\n---\n",
    )?;
    let mut state: u32 = 7;
    for chapter in 1..=chapters {
        let mut text = format!("---\ntitle: Chapter {chapter}\n---\n");
        for word in 0..words {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let place = usize::try_from(state >> 16)? % WORDS.len();
            text.push_str(WORDS.get(place).copied().unwrap_or_default());
            text.push_str(match word % 70 {
                69 => ".\n\n",
                11 | 33 => ", ",
                _ => " ",
            });
        }
        let _ = writeln!(text);
        fs::write(folder.join(format!("{chapter:04}.md")), text)?;
    }
    Ok(())
}
