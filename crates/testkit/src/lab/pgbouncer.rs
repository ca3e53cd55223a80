//! A real `PgBouncer` in front of a laboratory PostgreSQL.

use std::env;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use super::service::{Account, Plan, folder, give};
use super::{Postgres, Program, SHARED_PGBOUNCER, Service, Trouble, free_port, or_fail, postgres};

const POOLER: Program = Program {
    name: "pgbouncer",
    variable: "QUIRE_LAB_PGBOUNCER_BIN",
    package: "pgbouncer",
};

/// When a server connection goes back to the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolMode {
    /// When the client leaves.
    Session,
    /// At the end of each transaction: the next statement may meet another server.
    Transaction,
}

impl fmt::Display for PoolMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Session => "session",
            Self::Transaction => "transaction",
        })
    }
}

/// A pooler on the loopback address that knows every database of its server.
#[derive(Debug)]
pub struct PgBouncer {
    port: u16,
    _service: Option<Service>,
}

/// A pooler of the caller's own with `pool_size` server connections per database.
pub fn pgbouncer(server: &Postgres, mode: PoolMode, pool_size: u16) -> PgBouncer {
    or_fail(PgBouncer::try_start(server, mode, pool_size))
}

/// The pooler in front of [`postgres()`]: this run's (`QUIRE_LAB_PGBOUNCER`), else this process's own.
/// Transaction mode, 4 server connections per database.
pub fn shared_pgbouncer() -> &'static PgBouncer {
    static SHARED: OnceLock<PgBouncer> = OnceLock::new();
    let server = postgres();
    SHARED.get_or_init(|| match env::var(SHARED_PGBOUNCER) {
        Ok(url) if !server.is_private() => or_fail(Postgres::at(&url).map(|at| PgBouncer {
            port: at.port(),
            _service: None,
        })),
        _ => pgbouncer(server, PoolMode::Transaction, 4),
    })
}

impl PgBouncer {
    /// As [`pgbouncer()`], with the refusal as a value.
    pub fn try_start(server: &Postgres, mode: PoolMode, pool_size: u16) -> Result<Self, Trouble> {
        let program = POOLER.find()?;
        let account = Account::for_servers();
        let folder = folder("pgbouncer", account.as_ref())?;
        let port = free_port()?;
        let users = folder.path().join("users.txt");
        let settings = folder.path().join("pgbouncer.ini");
        write(&users, "\"quire\" \"\"\n", account.as_ref())?;
        let text = format!(
            "[databases]\n\
             * = host=127.0.0.1 port={server}\n\
             [pgbouncer]\n\
             listen_addr = 127.0.0.1\n\
             listen_port = {port}\n\
             unix_socket_dir =\n\
             auth_type = trust\n\
             auth_file = {users}\n\
             admin_users = quire\n\
             pool_mode = {mode}\n\
             default_pool_size = {pool_size}\n\
             max_client_conn = 1000\n",
            server = server.port(),
            users = users.display(),
        );
        write(&settings, &text, account.as_ref())?;
        let service = Service::start(&Plan {
            name: "PgBouncer",
            folder: folder.keep(),
            command: vec![
                program.display().to_string(),
                settings.display().to_string(),
            ],
            account: account.as_ref(),
            signal: "TERM",
            ready: "process up",
        })?;
        Ok(Self {
            port,
            _service: Some(service),
        })
    }

    /// The port it listens on, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of a database through the pooler; `pgbouncer` is its administration console.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://quire@127.0.0.1:{}/{database}", self.port)
    }
}

fn write(file: &Path, text: &str, account: Option<&Account>) -> Result<(), Trouble> {
    fs::write(file, text).map_err(|source| Trouble::while_doing("configure PgBouncer", source))?;
    give(file, account)
}
