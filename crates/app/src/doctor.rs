//! The doctor: everything derived held against what it is derived from, and put right.
//!
//! A counter is changed in the unit that changes what it counts, so nothing should ever be found
//! here; what is found was written by a fault of the program or by hand. Each repair is a unit of
//! its own, so that a server can work meanwhile.

mod accounts;
mod stories;
mod tags;

use crate::{App, Result};

/// Rows looked at in one unit of reading.
const STRETCH: i64 = 200;
/// Rows named in a report.
const NAMED: usize = 5;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in words: `story counters`.
    pub check: &'static str,
    /// How many rows were looked at.
    pub seen: u64,
    /// How many of them were wrong.
    pub wrong: u64,
    /// How many of those are right now.
    pub repaired: u64,
    /// Some of the wrong ones, as people know them.
    pub named: Vec<String>,
}

impl Finding {
    const fn new(check: &'static str) -> Self {
        Self {
            check,
            seen: 0,
            wrong: 0,
            repaired: 0,
            named: Vec::new(),
        }
    }

    fn found(&mut self, name: &str) {
        self.wrong += 1;
        if self.named.len() < NAMED {
            self.named.push(name.to_owned());
        }
    }

    fn saw(&mut self, rows: usize) {
        self.seen += u64::try_from(rows).unwrap_or(u64::MAX);
    }

    /// Whether nothing is wrong any more.
    pub const fn is_well(&self) -> bool {
        self.wrong == self.repaired
    }
}

impl App {
    /// Looks at everything derived; with `repair` it is put right. For the operator's commands: it
    /// reads every story, account and tag, and no face may call it.
    pub async fn examine(&self, repair: bool) -> Result<Vec<Finding>> {
        let mut findings = self.examine_stories(repair).await?;
        findings.extend(self.examine_accounts(repair).await?);
        // After the stories: their repair changes which of them are listed at their tags.
        findings.extend(self.examine_tags(repair).await?);
        Ok(findings)
    }

    /// What the engine finds wrong with its own file; see [`quire_store::integrity`].
    pub async fn examine_file(&self) -> Result<Vec<String>> {
        Ok(quire_store::integrity::check(self.store()).await?)
    }
}
