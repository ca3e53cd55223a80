//! What a person or a script reads: results on standard output, talk on standard error.

mod progress;
mod secret;

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

pub use progress::Progress;
pub use secret::password;

/// Writes a result. A reader that has gone away (`quire … | head`) is no failure of the command.
pub fn say(text: impl AsRef<str>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{}", text.as_ref()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a result for scripts: one JSON document.
pub fn say_json(value: &impl Serialize) -> anyhow::Result<()> {
    Ok(say(serde_json::to_string_pretty(value)?)?)
}

/// Says something beside the result; with standard error gone nobody listens.
pub fn note(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr().lock(), "{}", text.as_ref());
}

/// Whether a person reads standard error.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}
