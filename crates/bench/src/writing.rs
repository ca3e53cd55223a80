//! What durable writing costs: acknowledged writes over HTTP in turns with raw SQLite on the same
//! disk.

use serde_json::Value;

use crate::anchors::raw_sqlite;
use crate::load::{self, Request};
use crate::report::{Goal, Report, spread};
use crate::site::{self, SLUG, Site};

const CONNECTIONS: usize = 64;

/// Measures readers' progress: the write a site makes most often. Every request is one durable unit
/// that checks the reader's session and right, merges the position and keeps it.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    site::binary()?;
    report.heading("Acknowledged durable writes over HTTP, 64 connections, SQLite full")?;
    let folder = tempfile::tempdir()?;
    let (site, _) = Site::start(folder.path(), None).await?;
    let token = site.author()?;
    site.novel(40, 300).await?;
    let list: Value = reqwest::get(format!(
        "http://{}/api/v1/stories/{SLUG}/chapters?limit=40",
        site.address
    ))
    .await?
    .error_for_status()?
    .json()
    .await?;
    let chapters: Vec<&str> = list
        .get("data")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|chapter| chapter.get("id")?.as_str())
        .collect();
    anyhow::ensure!(!chapters.is_empty(), "no chapters to keep a place in");
    let bearer = format!("Bearer {token}");
    let requests: Vec<Request> = (0_u32..4_000)
        .map(|seq| {
            let chapter = usize::try_from(seq)
                .ok()
                .and_then(|place| chapters.get(place % chapters.len()))
                .copied()
                .unwrap_or_default();
            let body = format!(
                "{{\"block\":\"b{seq}\",\"fraction\":0.{:03},\"client_time\":\"2026-11-22T00:{:02}:{:02}Z\",\"device\":\"bench{}\",\"sequence\":{seq}}}",
                seq % 900, seq / 60 % 60, seq % 60, seq % 64,
            );
            Request::new(
                "PUT",
                &format!("/api/v1/me/progress/{chapter}"),
                &[("authorization", &bearer)],
                Some(&body),
            )
        })
        .collect();
    let (mut grouped, mut single, mut to_grouped, mut to_single, mut rates) =
        (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..report.rounds {
        let group = raw_sqlite(folder.path(), 64, report.span)?;
        let one = raw_sqlite(folder.path(), 1, report.span)?;
        let seen = load::run(site.address, CONNECTIONS, report.span, &requests).await?;
        to_grouped.push(seen.rate / group);
        to_single.push(seen.rate / one);
        grouped.push(group);
        single.push(one);
        rates.push(seen.rate);
    }
    report.ratio(
        "against raw rows in groups of 64",
        &to_grouped,
        &grouped,
        Goal::AtLeast(0.4),
    )?;
    report.ratio(
        "against one raw row a commit",
        &to_single,
        &single,
        Goal::AtLeast(20.0),
    )?;
    report.line(&format!(
        "  {:.0} acknowledged writes a second",
        spread(&rates).median
    ))
}
