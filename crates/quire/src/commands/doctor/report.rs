//! What the doctor found, for people and for scripts.

use serde::Serialize;

use crate::terminal::{say, say_json};

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// As it should.
    Ok,
    /// It was wrong and is right now.
    Fixed,
    /// It works, and could be better.
    Advice,
    /// It is wrong.
    Problem,
}

#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    found: String,
    /// The command, or the step, that puts it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

/// All findings, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Report(Vec<Finding>);

impl Report {
    /// A thing is as it should be.
    pub fn ok(&mut self, check: &'static str, found: impl Into<String>) {
        self.add(check, State::Ok, found.into(), None);
    }

    /// A thing was put right.
    pub fn fixed(&mut self, check: &'static str, found: impl Into<String>) {
        self.add(check, State::Fixed, found.into(), None);
    }

    /// A thing works and could be better.
    pub fn advise(
        &mut self,
        check: &'static str,
        found: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(check, State::Advice, found.into(), Some(fix.into()));
    }

    /// A thing is wrong.
    pub fn problem(
        &mut self,
        check: &'static str,
        found: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.add(check, State::Problem, found.into(), Some(fix.into()));
    }

    fn add(&mut self, check: &'static str, state: State, found: String, fix: Option<String>) {
        self.0.push(Finding {
            check,
            state,
            found,
            fix,
        });
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no problem remains.
    pub fn is_well(&self) -> bool {
        self.0.iter().all(|finding| finding.state != State::Problem)
    }

    /// Writes it to standard output.
    pub fn show(&self, json: bool) -> anyhow::Result<()> {
        if json {
            return say_json(&serde_json::json!({ "ok": self.is_well(), "findings": self.0 }));
        }
        for finding in &self.0 {
            let state = match finding.state {
                State::Ok => "ok",
                State::Fixed => "fixed",
                State::Advice => "advice",
                State::Problem => "PROBLEM",
            };
            say(format!("{state:8} {:22} {}", finding.check, finding.found))?;
            if let Some(fix) = &finding.fix {
                say(format!("{:31} -> {fix}", ""))?;
            }
        }
        let count = |state| {
            self.0
                .iter()
                .filter(|finding| finding.state == state)
                .count()
        };
        say(match count(State::Problem) {
            0 => format!("{} checks, no problem", self.0.len()),
            1 => format!("{} checks, 1 problem", self.0.len()),
            problems => format!("{} checks, {problems} problems", self.0.len()),
        })?;
        Ok(())
    }
}
