//! `PostgreSQL`: a bounded pool and statements that need no preparation.
//!
//! Every statement is one flight (`query_typed`), so nothing named stays behind on a server
//! connection and a transaction pooler may stand between. Settings are transaction-local for the
//! same reason. The text that begins a unit travels in the same flight as its first statement.

use std::time::{Duration, Instant};

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures_util::FutureExt as _;
use tokio_postgres::types::{ToSql, Type};

use super::PoolStatus;
use crate::error::{Error, Result};
use crate::param::Param;
use crate::row::{FromRow, Row};
use crate::statement::Statement;

/// How a server is used.
#[derive(Clone)]
pub struct PostgresSettings {
    /// `postgres://user:password@host:port/database`, with `sslmode` as usual.
    pub url: String,
    /// Connections opened at start.
    pub pool_min: usize,
    /// The greatest number of connections.
    pub pool_max: usize,
    /// The longest wait for a connection.
    pub acquire_timeout: Duration,
    /// The longest a statement may run; below the request timeout.
    pub statement_timeout: Duration,
}

impl std::fmt::Debug for PostgresSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresSettings")
            .field("url", &"(redacted)")
            .field("pool_min", &self.pool_min)
            .field("pool_max", &self.pool_max)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .finish()
    }
}

impl PostgresSettings {
    /// The defaults for a server.
    pub fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            pool_min: 1,
            pool_max: 16,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(10),
        }
    }
}

#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
    begin_read: std::sync::Arc<str>,
    begin_write: std::sync::Arc<str>,
}

impl Postgres {
    pub(super) async fn open(settings: &PostgresSettings) -> Result<Self> {
        let unusable =
            |error: &dyn std::fmt::Display| Error::Unavailable(format!("database URL: {error}"));
        let mut config: tokio_postgres::Config = settings
            .url
            .parse()
            .map_err(|error: tokio_postgres::Error| unusable(&error))?;
        config.application_name("quire");
        config.connect_timeout(settings.acquire_timeout);
        let manager = Manager::from_config(
            config,
            tls()?,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(settings.pool_max.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(settings.acquire_timeout))
            .create_timeout(Some(settings.acquire_timeout))
            .recycle_timeout(Some(settings.acquire_timeout))
            .build()
            .map_err(|error| unusable(&error))?;
        let mut first = Vec::new();
        for _ in 0..settings.pool_min.clamp(1, settings.pool_max.max(1)) {
            first.push(pool.get().await?);
        }
        drop(first);
        let millis = settings.statement_timeout.as_millis();
        let begin = |mode: &str| {
            format!(
                "begin isolation level repeatable read {mode}; \
                 set local statement_timeout = {millis}; set local jit = off"
            )
            .into()
        };
        Ok(Self {
            pool,
            begin_read: begin("read only"),
            begin_write: begin("read write"),
        })
    }

    pub(super) async fn read(&self) -> Result<Reading> {
        Ok(Reading(Session::new(
            self.client().await?,
            &self.begin_read,
        )))
    }

    pub(super) async fn write(&self) -> Result<Writing> {
        Ok(Writing(Session::new(
            self.client().await?,
            &self.begin_write,
        )))
    }

    pub(crate) async fn client(&self) -> Result<Object> {
        let asked = Instant::now();
        let client = self.pool.get().await?;
        quire_observe::tally::waited("postgres", asked.elapsed());
        Ok(client)
    }

    pub(super) fn status(&self) -> PoolStatus {
        let status = self.pool.status();
        PoolStatus {
            open: status.size,
            idle: status.available,
            max: status.max_size,
            waiting: status.waiting,
        }
    }
}

fn tls() -> Result<tokio_postgres_rustls::MakeRustlsConnect> {
    let mut roots = rustls::RootCertStore::empty();
    // Certificates the machine holds but nobody can read are no reason not to start.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Unavailable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(tokio_postgres_rustls::MakeRustlsConnect::new(config))
}

/// Parameters with the types the server is told.
fn typed<'a>(params: &'a [Param<'_>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    params
        .iter()
        .map(|param| {
            let value: &(dyn ToSql + Sync) = param;
            (value, param.postgres_type())
        })
        .collect()
}

/// A connection with a transaction that begins with its first statement.
struct Session {
    client: Option<Object>,
    begin: std::sync::Arc<str>,
    begun: bool,
    failed: bool,
}

impl Session {
    fn new(client: Object, begin: &std::sync::Arc<str>) -> Self {
        Self {
            client: Some(client),
            begin: std::sync::Arc::clone(begin),
            begun: false,
            failed: false,
        }
    }

    async fn query(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<tokio_postgres::Row>> {
        let client = self
            .client
            .as_ref()
            .ok_or_else(|| Error::Unavailable("the unit is over".to_owned()))?;
        let typed = typed(params);
        let query = client.query_typed(statement.postgres, &typed);
        if std::mem::replace(&mut self.begun, true) {
            Ok(query.await?)
        } else {
            // Both are sent before either is answered: polled in this order, they travel in it.
            let (begun, rows) =
                futures_util::future::join(client.batch_execute(&self.begin), query).await;
            begun?;
            Ok(rows?)
        }
    }

    async fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        let started = Instant::now();
        let result = match self.query(statement, params).await {
            Ok(rows) => rows
                .iter()
                .map(|row| T::from_row(&Row::Postgres(row)))
                .collect(),
            Err(error) => Err(error),
        };
        self.done(statement, started, result, |rows: &Vec<T>| rows.len())
    }

    async fn change(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<u64> {
        let started = Instant::now();
        let result = self.execute(statement, params).await;
        self.done(statement, started, result, |count| {
            usize::try_from(*count).unwrap_or(usize::MAX)
        })
    }

    async fn execute(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<u64> {
        let client = self
            .client
            .as_ref()
            .ok_or_else(|| Error::Unavailable("the unit is over".to_owned()))?;
        let typed = typed(params);
        let execute = client.execute_typed(statement.postgres, &typed);
        if std::mem::replace(&mut self.begun, true) {
            Ok(execute.await?)
        } else {
            let (begun, count) =
                futures_util::future::join(client.batch_execute(&self.begin), execute).await;
            begun?;
            Ok(count?)
        }
    }

    fn done<T>(
        &mut self,
        statement: &'static Statement,
        started: Instant,
        result: Result<T>,
        count: impl Fn(&T) -> usize,
    ) -> Result<T> {
        let rows = result.as_ref().map_or(0, count);
        super::counted(statement, started, rows);
        result.map_err(|error| {
            self.failed = true;
            error.in_statement(statement.name)
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.client.take()
            && self.begun
        {
            // The first poll puts the message on the wire; the connection answers it by itself,
            // before anything its next user sends.
            drop(client.batch_execute("rollback").now_or_never());
        }
    }
}

pub(crate) struct Reading(Session);

impl Reading {
    pub(crate) async fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        self.0.rows(statement, params).await
    }
}

pub(crate) struct Writing(Session);

impl Writing {
    pub(crate) async fn rows<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<Vec<T>> {
        self.0.rows(statement, params).await
    }

    pub(crate) async fn change(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<u64> {
        self.0.change(statement, params).await
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        if self.0.failed {
            // The server would answer `commit` with a rollback and no error.
            return Err(Error::Unavailable(
                "a statement of the unit failed: it cannot be committed".to_owned(),
            ));
        }
        if !self.0.begun {
            return Ok(());
        }
        if let Some(client) = self.0.client.as_ref() {
            client.batch_execute("commit").await?;
            self.0.begun = false;
        }
        Ok(())
    }
}
