//! Exit codes, and the last words of a command that failed.

use std::io::{self, Write};
use std::process::ExitCode;

use quire_config::Problems;

/// What a command answers with: an exit code, or the reason why it could not do its work.
pub type Outcome = anyhow::Result<ExitCode>;

/// Settings that cannot be used (`EX_CONFIG` of sysexits.h): restarting does not help.
pub const CONFIG: u8 = 78;

/// The exit code of an outcome; a failure is told on standard error.
pub fn code_of(outcome: Outcome) -> ExitCode {
    let error = match outcome {
        Ok(code) => return code,
        Err(error) => error,
    };
    let mut out = io::stderr().lock();
    // With standard error gone, the code is all that can be told.
    if let Some(Problems(problems)) = error.downcast_ref::<Problems>() {
        let _ = match problems.len() {
            1 => writeln!(out, "quire: one setting cannot be used"),
            count => writeln!(out, "quire: {count} settings cannot be used"),
        };
        for problem in problems {
            let _ = writeln!(out, "  {problem}");
        }
        return ExitCode::from(CONFIG);
    }
    let _ = writeln!(out, "quire: {error:#}");
    ExitCode::FAILURE
}
