//! What is wrong with the settings, each with its fix.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong. Never holds the value of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The setting (`server.listen`), the variable or the file.
    pub subject: String,
    /// Where it was said: `default`, `quire.toml:3`, `environment QUIRE_LISTEN`, `flag --listen`.
    pub origin: String,
    /// What is wrong, as a sentence without its stop.
    pub wrong: String,
    /// What to do about it.
    pub fix: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}): {}\n    {}",
            self.subject, self.origin, self.wrong, self.fix
        )
    }
}

/// All that is wrong, in the order of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{problem}")?;
        }
        Ok(())
    }
}
