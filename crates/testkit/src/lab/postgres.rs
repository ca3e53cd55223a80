//! A private PostgreSQL: a copied template folder, a free port, no fsync unless asked for.

use std::collections::hash_map::RandomState;
use std::env;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::thread;

use tokio_postgres::NoTls;

use super::service::{Account, Plan, folder};
use super::{Program, SHARED_POSTGRES, Service, Trouble, free_port, or_fail};

const SERVER: Program = Program {
    name: "postgres",
    variable: "QUIRE_LAB_POSTGRES_BIN",
    package: "postgresql",
};

/// Sorts as most installations do, not by bytes: a statement that leans on byte order fails here
/// and not at an operator's. No fsync: the folder is thrown away anyway.
const INITDB: [&str; 7] = [
    "--username=quire",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=icu",
    "--icu-locale=en",
    "--no-sync",
];
/// Part of the template's name: raise it when `INITDB` changes.
const TEMPLATE_EDITION: u32 = 1;
/// Another process may take a free port before the server does.
const PORT_ATTEMPTS: usize = 4;

/// Whether the server waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As fast as memory; a power cut would lose everything, and nobody would care.
    None,
    /// As in production: fsync, synchronous commit, full page writes.
    Full,
}

/// A PostgreSQL server on the loopback address whose superuser `quire` needs no password.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    /// None when the server belongs to the whole run and not to this process.
    service: Option<Service>,
}

/// The server of this run (`QUIRE_LAB_POSTGRES`), else of this process, started at first use.
pub fn postgres() -> &'static Postgres {
    static SHARED: OnceLock<Postgres> = OnceLock::new();
    SHARED.get_or_init(|| match env::var(SHARED_POSTGRES) {
        Ok(url) => or_fail(Postgres::at(&url)),
        Err(_) => Postgres::start(Durability::None),
    })
}

impl Postgres {
    /// A server of the caller's own: for tests that stop it, break it or need real durability.
    pub fn start(durability: Durability) -> Self {
        or_fail(Self::try_start(durability))
    }

    /// As [`Postgres::start`], with the refusal as a value.
    pub fn try_start(durability: Durability) -> Result<Self, Trouble> {
        let account = Account::for_servers();
        let server = SERVER.find()?;
        let template = template(&server, account.as_ref())?;
        let mut attempt = 1;
        loop {
            match launch(&server, &template, account.as_ref(), durability) {
                Err(Trouble(why))
                    if attempt < PORT_ATTEMPTS && why.contains("Address already in use") =>
                {
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// A server that somebody else started, by the address in `SHARED_POSTGRES`.
    pub(super) fn at(url: &str) -> Result<Self, Trouble> {
        let port = url
            .rsplit_once("@127.0.0.1:")
            .and_then(|(_, rest)| rest.split('/').next()?.parse().ok())
            .ok_or_else(|| Trouble(format!("{SHARED_POSTGRES}={url} is not a lab address")))?;
        Ok(Self {
            port,
            service: None,
        })
    }

    /// The port it listens on, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of one of its databases; `postgres` always exists.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://quire@127.0.0.1:{}/{database}", self.port)
    }

    /// Whether the server ends with this process.
    pub fn is_private(&self) -> bool {
        self.service.is_some()
    }

    /// A new empty database for one test, dropped with the returned value.
    pub async fn create_database(&self) -> Database {
        let name = format!("test_{:016x}", unheard_of());
        let maintenance = self.url("postgres");
        or_fail(run_sql(&maintenance, &format!("create database {name}")).await);
        Database {
            url: self.url(&name),
            name,
            maintenance,
        }
    }
}

fn launch(
    server: &Path,
    template: &Path,
    account: Option<&Account>,
    durability: Durability,
) -> Result<Postgres, Trouble> {
    let folder = folder("postgres", account)?;
    let data = folder.path().join("data");
    copy(template, &data)?;
    let port = free_port()?;
    let mut settings = vec![
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.path().display()),
        "listen_addresses=127.0.0.1".to_owned(),
        "max_connections=300".to_owned(),
        "shared_buffers=64MB".to_owned(),
    ];
    if durability == Durability::None {
        settings.extend(
            ["fsync", "synchronous_commit", "full_page_writes"].map(|name| format!("{name}=off")),
        );
    }
    let mut command = vec![server.display().to_string(), "-D".to_owned()];
    command.push(data.display().to_string());
    command.extend(
        settings
            .into_iter()
            .flat_map(|setting| ["-c".to_owned(), setting]),
    );
    let service = Service::start(&Plan {
        name: "PostgreSQL",
        folder: folder.keep(),
        command,
        account,
        // Immediate shutdown: quick, and unlike KILL it gives its shared memory back.
        signal: "QUIT",
        ready: "database system is ready to accept connections",
    })?;
    Ok(Postgres {
        port,
        service: Some(service),
    })
}

/// The initialised data folder that every private server starts as a copy of; made once per
/// machine, PostgreSQL version and account.
fn template(server: &Path, account: Option<&Account>) -> Result<PathBuf, Trouble> {
    let version = done("ask for the version", Command::new(server).arg("--version"))?;
    let version = String::from_utf8_lossy(&version.stdout);
    let version = version.split_whitespace().nth(2).unwrap_or("unknown");
    let owner = account.map_or_else(|| "own".to_owned(), |account| account.user.to_string());
    let arch = env::consts::ARCH;
    let cached = cache().join(format!("pg-{version}-{arch}-{TEMPLATE_EDITION}-{owner}"));
    if cached.is_dir() {
        return Ok(cached);
    }
    let workshop = folder("initdb", account)?;
    let data = workshop.path().join("data");
    done(
        "initialise PostgreSQL",
        Command::new("setpriv")
            .args(["--pdeathsig", "KILL"])
            .args(account.iter().flat_map(|account| account.switches()))
            .arg(server.with_file_name("initdb"))
            .args(INITDB)
            .arg("-D")
            .arg(&data)
            .current_dir("/"),
    )?;
    // Beside its final place first: a rename makes it appear whole, whoever wins the race.
    let half_made = cached.with_extension(format!("{:x}", unheard_of()));
    fs::create_dir_all(cache())
        .map_err(|source| Trouble::while_doing("make the cache folder", source))?;
    copy(&data, &half_made)?;
    if let Err(source) = fs::rename(&half_made, &cached) {
        let _half = fs::remove_dir_all(&half_made);
        if !cached.is_dir() {
            return Err(Trouble::while_doing("keep the template", source));
        }
    }
    Ok(cached)
}

fn cache() -> PathBuf {
    env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .unwrap_or_else(env::temp_dir)
        .join("quire-lab")
}

fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    done(
        "copy the template",
        Command::new("cp")
            .args(["-a", "--reflink=auto"])
            .args([from, to]),
    )
    .map(drop)
}

fn done(what: &str, command: &mut Command) -> Result<Output, Trouble> {
    let output = command
        .output()
        .map_err(|source| Trouble::while_doing(what, source))?;
    if output.status.success() {
        Ok(output)
    } else {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Trouble::while_doing(what, words))
    }
}

/// A number that no other test process draws. The standard library's hasher keys are chance enough.
fn unheard_of() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A database of one test.
#[derive(Debug)]
pub struct Database {
    /// Its name on the server.
    pub name: String,
    /// Its address, straight to the server.
    pub url: String,
    maintenance: String,
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("drop database if exists {} with (force)", self.name);
        let maintenance = self.maintenance.clone();
        // A thread of its own: a test drops this inside its runtime, which must not be blocked on.
        let dropper = thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map(|runtime| runtime.block_on(run_sql(&maintenance, &sql)))
        });
        // A server that a test has already stopped has nothing left to drop.
        let _outcome = dropper.join();
    }
}

/// Runs one statement on a connection of its own.
async fn run_sql(url: &str, sql: &str) -> Result<(), Trouble> {
    let trouble = |source| Trouble::while_doing(&format!("run `{sql}` on {url}"), source);
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.map_err(trouble)?;
    let work = async move {
        client.batch_execute(sql).await?;
        drop(client);
        Ok(())
    };
    let (done, _closed) = tokio::join!(work, connection);
    done.map_err(trouble)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_address_gives_the_port_and_nonsense_is_refused() {
        let shared = Postgres::at("postgres://quire@127.0.0.1:5544/postgres").unwrap();
        assert_eq!(shared.url("a"), "postgres://quire@127.0.0.1:5544/a");
        assert!(!shared.is_private());
        assert!(Postgres::at("postgres://elsewhere/postgres").is_err());
    }
}
