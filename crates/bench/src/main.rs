//! What Quire costs, as ratios measured in one run: `cargo run --release -p quire-bench`.
//!
//! Every figure that is judged is a ratio of two things measured in turns in the same minutes: CPU
//! of the server for each request against a bare server that sends the same bytes, durable writes
//! against the raw engine on the same disk. Absolute figures stand beside them for orientation.

mod anchors;
mod cpu;
mod growth;
mod load;
mod reading;
mod report;
mod seed;
mod site;
mod starting;
mod writing;

use clap::{Parser, Subcommand};

use crate::report::Report;

/// Measure what Quire costs.
#[derive(Debug, Parser)]
struct Arguments {
    /// What to measure; everything but `growth` when left out.
    #[command(subcommand)]
    what: Option<What>,
    /// Interleaved rounds of each comparison.
    #[arg(long, default_value_t = 5, global = true)]
    rounds: usize,
    /// Seconds of load in a round.
    #[arg(long, default_value_t = 2, global = true)]
    seconds: u64,
    /// Write the report to this file too.
    #[arg(long, global = true)]
    out: Option<std::path::PathBuf>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum What {
    /// A chapter page and a story as JSON against a bare server with the same bytes.
    Reading,
    /// Acknowledged durable writes over HTTP against raw SQLite.
    Writing,
    /// Import of 300,000 words, cold start on a database of 100 MB, idle memory.
    Starting,
    /// Lists, pages and search at ten thousand and at one million stories, on both engines.
    Growth {
        /// How many stories the large site has.
        #[arg(long, default_value_t = 1_000_000)]
        stories: u64,
    },
    /// The anchors by themselves, for orientation.
    Anchors,
    /// A bare server with a fixed answer; the benchmark starts it as a process of its own.
    #[command(hide = true)]
    Bare,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let mut report = Report::new(arguments.rounds, arguments.seconds)?;
    match arguments.what {
        Some(What::Bare) => return anchors::bare().await,
        Some(What::Reading) => reading::measure(&mut report).await?,
        Some(What::Writing) => writing::measure(&mut report).await?,
        Some(What::Starting) => starting::measure(&mut report).await?,
        Some(What::Growth { stories }) => growth::measure(&mut report, stories).await?,
        Some(What::Anchors) => anchors::measure(&mut report)?,
        None => {
            reading::measure(&mut report).await?;
            writing::measure(&mut report).await?;
            starting::measure(&mut report).await?;
        }
    }
    report.finish(arguments.out.as_deref())
}
