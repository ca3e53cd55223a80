//! What reading costs: a story as JSON and a chapter's page, in turns with a bare server that sends
//! the same bytes.

use std::net::SocketAddr;
use std::time::Duration;

use crate::anchors::Bare;
use crate::cpu;
use crate::load::{self, Request};
use crate::report::{Goal, Report, spread};
use crate::site::{self, SLUG, Site};

const CONNECTIONS: usize = 64;
const CHAPTERS: u32 = 40;
/// Words of a chapter: the middle of the novels this was planned with.
const WORDS: u32 = 3_000;

/// CPU microseconds of the server for a request, and requests a second.
struct Cost {
    micros: f64,
    rate: f64,
}

async fn cost(
    pid: u32,
    address: SocketAddr,
    span: Duration,
    request: &Request,
) -> anyhow::Result<Cost> {
    let before = cpu::of_process(pid).unwrap_or_default();
    let seen = load::run(address, CONNECTIONS, span, std::slice::from_ref(request)).await?;
    let used = cpu::of_process(pid)
        .unwrap_or_default()
        .saturating_sub(before);
    let answers = f64::from(u32::try_from(seen.answers)?.max(1));
    Ok(Cost {
        micros: used.as_secs_f64() * 1e6 / answers,
        rate: seen.rate,
    })
}

/// Measures both.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    site::binary()?;
    report.heading("Reading, 64 connections, CPU of the server against bare axum, same bytes")?;
    let folder = tempfile::tempdir()?;
    let (site, _) = Site::start(folder.path(), None).await?;
    site.author()?;
    let (chapter, _) = site.novel(CHAPTERS, WORDS).await?;
    compare(
        report,
        &site,
        "story as JSON",
        &format!("/api/v1/stories/{SLUG}"),
        4.0,
    )
    .await?;
    compare(report, &site, "chapter page", &chapter, 8.0).await?;
    compare(report, &site, "story page", &format!("/s/{SLUG}"), 8.0).await
}

async fn compare(
    report: &mut Report,
    site: &Site,
    what: &str,
    path: &str,
    most: f64,
) -> anyhow::Result<()> {
    let answer = reqwest::get(format!("http://{}{path}", site.address))
        .await?
        .error_for_status()?;
    let content_type = answer
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or("application/octet-stream")
        .to_owned();
    let body = answer.bytes().await?;
    let bare = Bare::start(&content_type, &body)?;
    let (ours, anchor) = (Request::get(path), Request::get("/"));
    let (mut ratios, mut anchors, mut micros, mut rates) = (vec![], vec![], vec![], vec![]);
    let quiet_before = cpu::of_machine();
    let mine_before = cpu::of_family(std::process::id());
    let started = std::time::Instant::now();
    for _ in 0..report.rounds {
        let plain = cost(bare.child.id(), bare.address, report.span, &anchor).await?;
        let cost = cost(site.child.id(), site.address, report.span, &ours).await?;
        ratios.push(cost.micros / plain.micros);
        anchors.push(plain.micros);
        micros.push(cost.micros);
        rates.push(cost.rate / plain.rate);
    }
    let mine = cpu::of_family(std::process::id()).saturating_sub(mine_before);
    let foreign = cpu::of_machine()
        .saturating_sub(quiet_before)
        .saturating_sub(mine);
    report.ratio(what, &ratios, &anchors, Goal::AtMost(most))?;
    report.line(&format!(
        "  {} bytes; {:.1} µs CPU a request; {:.2} of the bare server's requests a second; {:.2} foreign cores",
        body.len(),
        spread(&micros).median,
        spread(&rates).median,
        foreign.as_secs_f64() / started.elapsed().as_secs_f64(),
    ))
}
