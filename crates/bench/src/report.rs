//! What was measured: ratios with their spread, and whether the machine was quiet enough to say so.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

/// A report that is printed as it grows.
pub struct Report {
    /// Interleaved rounds of each comparison.
    pub rounds: usize,
    /// How long a load lasts.
    pub span: Duration,
    text: String,
    missed: Vec<String>,
}

/// How a figure is judged.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// Not more than this.
    AtMost(f64),
    /// Not less than this.
    AtLeast(f64),
}

impl Goal {
    fn met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtMost(most) => format!("at most {most}"),
            Self::AtLeast(least) => format!("at least {least}"),
        }
    }
}

/// The middle of some figures, and their ends.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// The smallest.
    pub min: f64,
    /// The middle one.
    pub median: f64,
    /// The largest.
    pub max: f64,
}

/// The spread of some figures; zeroes for none.
pub fn spread(figures: &[f64]) -> Spread {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).copied().unwrap_or(0.0);
    Spread {
        min: at(0),
        median: at(sorted.len() / 2),
        max: at(sorted.len().saturating_sub(1)),
    }
}

impl Report {
    /// An empty report.
    pub fn new(rounds: usize, seconds: u64) -> anyhow::Result<Self> {
        anyhow::ensure!(rounds > 0 && seconds > 0, "rounds and seconds start at 1");
        Ok(Self {
            rounds,
            span: Duration::from_secs(seconds),
            text: String::new(),
            missed: Vec::new(),
        })
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) -> anyhow::Result<()> {
        self.line(&format!("\n## {text}\n"))
    }

    /// A line of text.
    pub fn line(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(std::io::stdout(), "{text}")?;
        self.text.push_str(text);
        self.text.push('\n');
        Ok(())
    }

    /// A ratio against an anchor measured in turns with it, judged by a goal.
    pub fn ratio(
        &mut self,
        what: &str,
        ratios: &[f64],
        anchor: &[f64],
        goal: Goal,
    ) -> anyhow::Result<()> {
        let (ratio, anchor) = (spread(ratios), spread(anchor));
        // An anchor that wanders by more than twice says more of the machine than of us.
        let wild = anchor.min > 0.0 && anchor.max > anchor.min * 2.0;
        self.verdict(
            what,
            &format!(
                "{:.2} (from {:.2} to {:.2}; anchor {:.4} to {:.4})",
                ratio.median, ratio.min, ratio.max, anchor.min, anchor.max
            ),
            goal,
            goal.met(ratio.median),
            wild,
        )
    }

    /// A figure judged by a goal.
    pub fn figure(&mut self, what: &str, value: f64, unit: &str, goal: Goal) -> anyhow::Result<()> {
        self.verdict(
            what,
            &format!("{value:.2} {unit}"),
            goal,
            goal.met(value),
            false,
        )
    }

    fn verdict(
        &mut self,
        what: &str,
        figures: &str,
        goal: Goal,
        met: bool,
        wild: bool,
    ) -> anyhow::Result<()> {
        let verdict = match (met, wild) {
            (true, _) => "met",
            (false, true) => "inconclusive: the anchor varied more than twofold, repeat",
            (false, false) => "MISSED",
        };
        if !met {
            self.missed.push(what.to_owned());
        }
        self.line(&format!(
            "* {what}: {figures}; goal {}: {verdict}",
            goal.words()
        ))
    }

    /// Ends the report, writes it to a file when asked to; an error when a goal was missed.
    pub fn finish(mut self, file: Option<&Path>) -> anyhow::Result<()> {
        if self.missed.is_empty() {
            self.line("\nEvery goal was met.")?;
        } else {
            let missed = self.missed.join(", ");
            self.line(&format!("\nMissed: {missed}."))?;
        }
        if let Some(file) = file {
            std::fs::write(file, &self.text)?;
        }
        anyhow::ensure!(self.missed.is_empty(), "a goal was missed");
        Ok(())
    }
}
