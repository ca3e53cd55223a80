//! `quire serve`: from the settings to two open ports, and back to nothing in order.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use quire_config::{Config, Settings};
use quire_observe::exposition::Exposition;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::banner::Banner;
use crate::exit::Outcome;
use crate::folder::{DataFolder, Lock};
use crate::listen::bind;
use crate::ops::{self, Ops};
use crate::place::Place;
use crate::signals::Signals;
use crate::{accept, commands, first_run, wiring};

/// How often raw observations of the metrics are sorted into their buckets.
const UPKEEP: Duration = Duration::from_secs(5);
/// A probe or a scrape at the very end may take this long.
const OPS_GRACE: Duration = Duration::from_secs(1);

/// Run the site: pages, API, scheduler and the operations listener
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address and port for readers and the API [env: `QUIRE_LISTEN`] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Address and port for health and metrics; keep it off the open network
    /// [env: `QUIRE_OPS_LISTEN`] [default: 127.0.0.1:9090]
    #[arg(long, value_name = "ADDR")]
    ops_listen: Option<String>,
    /// The address people type, such as <https://stories.example.org>
    /// [env: `QUIRE_PUBLIC_URL`] [default: the listening address]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

impl Serve {
    /// Serves until a signal ends it.
    pub fn run(self, started: Instant) -> Outcome {
        let sources = self
            .place
            .sources()
            .with_flag("listen", self.listen)
            .with_flag("ops-listen", self.ops_listen)
            .with_flag("public-url", self.public_url);
        let config = Settings::read(&sources).config()?;
        // Kept to the end: dropping it writes the last lines.
        let (_outlet, banner) = Banner::with_log(&config)?;
        commands::many_threads()?.block_on(serve(config, banner, started))?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn serve(config: Config, banner: Banner, started: Instant) -> anyhow::Result<()> {
    let mut signals = Signals::catch().context("signals cannot be caught")?;
    let exposition = Exposition::install(env!("CARGO_PKG_VERSION"), started)?;
    raise_descriptor_limit();
    let folder = DataFolder::prepare(&config.data.folder)?;
    let _lock = lock(&config, &folder)?;
    let opening = Instant::now();
    let store = wiring::open_store(&config, &folder).await?;
    let plan = wiring::migrate(&store).await?;
    banner.data(&folder, &store, &plan, opening.elapsed());
    let app = wiring::app(&config, store.clone())?;

    let web = bind(config.server.listen, "--listen").await?;
    let ops = bind(config.server.ops_listen, "--ops-listen").await?;
    let (web_at, ops_at) = (web.local_addr()?, ops.local_addr()?);
    let origin = wiring::origin(&config, web_at);
    let setup_link = first_run::setup_link(&app, &config.admin, &origin).await?;
    let router = wiring::router(&config, app.clone(), &origin);

    let draining = Arc::new(AtomicBool::new(false));
    let (stop_web, web_stops) = watch::channel(false);
    let (stop_rest, rest_stops) = watch::channel(false);
    let grace = config.server.shutdown_grace;
    let mut web = tokio::spawn(accept::serve(web, router, web_stops, grace));
    let jobs = quire_jobs::start(&app, &schedule(&config));
    let upkeep = tokio::spawn(upkeep(exposition.clone(), rest_stops.clone()));
    let ops_router = ops::router(Ops {
        store,
        exposition,
        folder: folder.path().to_owned(),
        draining: Arc::clone(&draining),
    });
    let mut ops = tokio::spawn(accept::serve(ops, ops_router, rest_stops, OPS_GRACE));
    banner.addresses(web_at, ops_at, &origin);
    if let Some(link) = setup_link {
        banner.setup(&link);
    }
    banner.ready(started.elapsed());

    let signal = tokio::select! {
        signal = signals.next() => signal,
        ended = &mut web => return Err(unexpected("public", ended)),
        ended = &mut ops => return Err(unexpected("operations", ended)),
    };
    tracing::info!(signal, "stopping: readiness is withdrawn, requests may end");
    // Load balancers first, then the port, then the work without a caller, the probes last.
    draining.store(true, Ordering::SeqCst);
    stop_web.send_replace(true);
    let stopped = async {
        ended(web).await?;
        stop_rest.send_replace(true);
        jobs.stop().await;
        ended(upkeep).await?;
        ended(ops).await
    };
    tokio::select! {
        stopped = stopped => stopped?,
        signal = signals.next() => anyhow::bail!("{signal} again: stopped without waiting for requests"),
    }
    tracing::info!("stopped");
    Ok(())
}

/// On PostgreSQL several servers may share the database, and each its own or the same folder.
fn lock(config: &Config, folder: &DataFolder) -> anyhow::Result<Option<Lock>> {
    match config.database.url {
        None => folder.lock().map(Some),
        Some(_) => Ok(None),
    }
}

fn schedule(config: &Config) -> quire_jobs::Settings {
    quire_jobs::Settings {
        scheduler_interval: config.publication.scheduler_interval,
        max_lateness: config.publication.max_lateness,
    }
}

async fn upkeep(exposition: Exposition, mut stop: watch::Receiver<bool>) {
    while tokio::time::timeout(UPKEEP, accept::told(&mut stop))
        .await
        .is_err()
    {
        exposition.upkeep();
    }
}

/// A connection is a descriptor, and many systems begin with 1024 of them while allowing far more.
fn raise_descriptor_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
}

fn unexpected(listener: &str, ended: Result<(), tokio::task::JoinError>) -> anyhow::Error {
    match ended {
        Ok(()) => anyhow::anyhow!("the {listener} listener ended by itself"),
        Err(error) => anyhow::anyhow!(error).context(format!("the {listener} listener died")),
    }
}

async fn ended(task: JoinHandle<()>) -> anyhow::Result<()> {
    task.await
        .context("a part of the server died while it stopped")
}
