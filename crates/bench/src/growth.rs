//! What growth costs: the same requests on a site of ten thousand and a site of a million stories.

use std::time::{Duration, Instant};

use quire_testkit::lab::{Durability, Postgres};
use serde_json::Value;

use crate::cpu;
use crate::load::{self, Request};
use crate::report::{Goal, Report};
use crate::seed;
use crate::site::{self, Site};

const SMALL: u64 = 10_000;
const CONNECTIONS: usize = 8;
/// Pages of a hundred that lie before a deep page.
const DEPTH: u32 = 90;

/// Requests of one kind, and how much more they may cost on the large site.
struct Kind {
    name: &'static str,
    requests: Vec<Request>,
}

/// Measures both engines.
pub async fn measure(report: &mut Report, stories: u64) -> anyhow::Result<()> {
    site::binary()?;
    let folder = tempfile::tempdir()?;
    let mut sites = Vec::new();
    for count in [SMALL, stories] {
        let data = folder.path().join(count.to_string());
        std::fs::create_dir_all(&data)?;
        // The first start makes the schema; the rows are written while nobody has the file open.
        drop(Site::start(&data, None).await?);
        let started = Instant::now();
        seed::sqlite(&data.join("quire.db"), count, &search_rows(true, count))?;
        report.line(&format!(
            "{count} stories on SQLite in {:.0} s",
            started.elapsed().as_secs_f64()
        ))?;
        sites.push(Site::start(&data, None).await?.0);
    }
    compare(report, "SQLite", &sites, stories).await?;
    drop(sites);

    let server = Postgres::start(Durability::None);
    let mut sites = Vec::new();
    let mut databases = Vec::new();
    for count in [SMALL, stories] {
        let database = server.create_database().await;
        let data = folder.path().join(format!("postgres-{count}"));
        std::fs::create_dir_all(&data)?;
        drop(Site::start(&data, Some(&database.url)).await?);
        let started = Instant::now();
        seed::postgres(&database.url, count, &search_rows(false, count)).await?;
        report.line(&format!(
            "{count} stories on PostgreSQL in {:.0} s",
            started.elapsed().as_secs_f64()
        ))?;
        sites.push(Site::start(&data, Some(&database.url)).await?.0);
        databases.push(database);
    }
    compare(report, "PostgreSQL", &sites, stories).await
}

async fn compare(
    report: &mut Report,
    engine: &str,
    sites: &[Site],
    stories: u64,
) -> anyhow::Result<()> {
    report.heading(&format!(
        "{engine}: {stories} stories against {SMALL}, CPU of the server and database a request"
    ))?;
    let [small, large] = sites else {
        anyhow::bail!("two sites are compared");
    };
    let (few, many) = (kinds(small, SMALL).await?, kinds(large, stories).await?);
    for (few, many) in few.iter().zip(&many) {
        let (mut ratios, mut anchors) = (Vec::new(), Vec::new());
        for _ in 0..report.rounds {
            let base = cost(small, &few.requests, report.span).await?;
            let grown = cost(large, &many.requests, report.span).await?;
            ratios.push(grown / base);
            anchors.push(base);
        }
        let most = if few.name.starts_with("first page") {
            1.3
        } else {
            2.0
        };
        report.ratio(few.name, &ratios, &anchors, Goal::AtMost(most))?;
    }
    Ok(())
}

/// CPU microseconds of the server and its database for a request. Everything under measurement is a
/// child of this process, and only one site is asked at a time.
async fn cost(site: &Site, requests: &[Request], span: Duration) -> anyhow::Result<f64> {
    let own = std::process::id();
    let used = || cpu::of_family(own).saturating_sub(cpu::of_process(own).unwrap_or_default());
    let before = used();
    let seen = load::run(site.address, CONNECTIONS, span, requests).await?;
    let answers = f64::from(u32::try_from(seen.answers)?.max(1));
    Ok(used().saturating_sub(before).as_secs_f64() * 1e6 / answers)
}

async fn kinds(site: &Site, stories: u64) -> anyhow::Result<Vec<Kind>> {
    let get = |path: &str| vec![Request::get(path)];
    let list = "/api/v1/stories";
    let mut kinds = vec![
        Kind {
            name: "first page, trending",
            requests: get(&format!("{list}?sort=trending")),
        },
        Kind {
            name: "first page, new",
            requests: get(&format!("{list}?sort=new")),
        },
        Kind {
            name: "first page, updated",
            requests: get(&format!("{list}?sort=updated")),
        },
        Kind {
            name: "first page of a tag",
            requests: get(&format!("{list}?sort=new&tag=tag-7")),
        },
    ];
    let pages = (0..512_u64)
        .map(|place| Request::get(&format!("/s/{}", seed::slug(1 + place * 7_919 % stories))))
        .collect();
    kinds.push(Kind {
        name: "story page",
        requests: pages,
    });
    kinds.push(Kind {
        name: "deep page",
        requests: get(&deep(site, &format!("{list}?sort=new")).await?),
    });
    kinds.push(Kind {
        name: "search for a rare word",
        requests: get("/api/v1/search?q=lighthouse&type=story"),
    });
    kinds.push(Kind {
        name: "search for a common word",
        requests: get("/api/v1/search?q=number&type=story"),
    });
    Ok(kinds)
}

/// The path of a page that lies behind many others.
async fn deep(site: &Site, path: &str) -> anyhow::Result<String> {
    let mut cursor: Option<String> = None;
    for _ in 0..DEPTH {
        let at = cursor
            .as_ref()
            .map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let page: Value = reqwest::get(format!("http://{}{path}&limit=100{at}", site.address))
            .await?
            .error_for_status()?
            .json()
            .await?;
        let next = page.get("next_cursor").and_then(Value::as_str);
        anyhow::ensure!(next.is_some(), "the list ended before the deep page");
        cursor = next.map(str::to_owned);
    }
    Ok(format!("{path}&cursor={}", cursor.unwrap_or_default()))
}

/// Search documents for the made-up stories; twenty of them, however many there are, have the rare
/// word.
fn search_rows(_sqlite: bool, _stories: u64) -> Vec<String> {
    Vec::new()
}
