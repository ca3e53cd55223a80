//! Import of a long novel, cold start on a database of 100 MB, idle memory.

use std::time::Duration;

use crate::cpu;
use crate::report::{Goal, Report, spread};
use crate::site::{self, Site};

/// Measures the three.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    site::binary()?;
    report.heading("Import, cold start, idle memory")?;
    let folder = tempfile::tempdir()?;
    let (site, _) = Site::start(folder.path(), None).await?;
    site.author()?;
    let (_, took) = site.novel(100, 3_000).await?;
    report.figure(
        "import of 300,000 words",
        took.as_secs_f64(),
        "s",
        Goal::AtMost(5.0),
    )?;
    drop(site);

    let database = folder.path().join("quire.db");
    let padded = crate::seed::pad_sqlite(&database, 100 * 1_024 * 1_024)?;
    let mut starts = Vec::new();
    for _ in 0..9 {
        let (site, took) = Site::start(folder.path(), None).await?;
        starts.push(took.as_secs_f64() * 1e3);
        drop(site);
    }
    let start = spread(&starts);
    report.figure(
        &format!("cold start to the first answer, {} MB", padded / 1_000_000),
        start.median,
        "ms",
        Goal::AtMost(100.0),
    )?;
    report.line(&format!("  from {:.1} to {:.1} ms", start.min, start.max))?;

    let (site, _) = Site::start(folder.path(), None).await?;
    // Idle is after the first answer and a few beats of the scheduler.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let memory = cpu::proportional_memory(site.child.id()).unwrap_or_default();
    let mebibytes = f64::from(u32::try_from(memory / 1_024)?) / 1_024.0;
    report.figure("idle memory (PSS)", mebibytes, "MiB", Goal::AtMost(32.0))
}
