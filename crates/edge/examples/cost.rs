//! What the stack costs a request: `cargo run --release -p quire-edge --example cost`.
//!
//! Calls a router with and without the stack in turns and prints nanoseconds per request, the least
//! of several rounds. Run it on a quiet machine; only the difference means something.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::get;
use quire_domain::Chance;
use quire_edge::{BodyLimit, Deadline, Settings, Stack, TrustedProxies};
use quire_observe::exposition::Exposition;
use quire_observe::log::{self, Format};
use tower::Service;

const ROUNDS: usize = 7;
const REQUESTS: u32 = 50_000;

struct Counting;

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bare = Router::new().route("/s/{slug}", get(async || "a story"));
    let guarded = bare.clone().layer(Stack::new(Settings {
        chance: Arc::new(Counting),
        trusted_proxies: TrustedProxies::default(),
        deadline: Deadline::new(Duration::from_secs(30)),
        body_limit: BodyLimit::new(1 << 22),
        public_origin: None,
        server_timing: false,
        page: None,
    }));
    let silent = best(&bare, &guarded).await?;
    let exposition = Exposition::install("0", Instant::now())?;
    let measured = best(&bare, &guarded).await?;
    exposition.upkeep();
    let _outlet = log::install("info", Format::Json, io::sink())?;
    let logged = best(&bare, &guarded).await?;
    writeln!(
        io::stdout(),
        "ns per request: bare {}, stack {}, with metrics {}, with metrics and access log {}",
        silent.0,
        silent.1,
        measured.1,
        logged.1
    )?;
    Ok(())
}

async fn best(bare: &Router, guarded: &Router) -> Result<(u128, u128), axum::http::Error> {
    let mut least = (u128::MAX, u128::MAX);
    for _ in 0..ROUNDS {
        least.0 = least.0.min(nanoseconds(bare.clone()).await?);
        least.1 = least.1.min(nanoseconds(guarded.clone()).await?);
    }
    Ok(least)
}

async fn nanoseconds(mut router: Router) -> Result<u128, axum::http::Error> {
    let started = Instant::now();
    for _ in 0..REQUESTS {
        let request = Request::builder().uri("/s/moonstone").body(Body::empty())?;
        let Ok(answer) = router.call(request).await;
        drop(answer);
    }
    Ok(started.elapsed().as_nanos() / u128::from(REQUESTS))
}
