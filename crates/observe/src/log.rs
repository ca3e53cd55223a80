//! Where log lines go and how they look.
//!
//! Off a terminal each line is one JSON object, on a terminal one readable line. Lines written while
//! a request is being answered carry its id by themselves. The composition root calls [`install`]
//! once and keeps the [`Outlet`] until the process ends.

mod human;
mod json;
mod outlet;

use std::ffi::OsStr;
use std::io::Write;
use std::panic;
use std::str::FromStr;

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Registry, fmt};

pub use outlet::Outlet;

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Json,
    /// For eyes; `colour` adds terminal colours.
    Human {
        /// Whether to colour the level.
        colour: bool,
    },
}

impl Format {
    /// What fits the output: JSON off a terminal; colours unless `NO_COLOR` is set to something
    /// (<https://no-color.org>).
    pub fn fitting(is_terminal: bool, no_color: Option<&OsStr>) -> Self {
        if is_terminal {
            Self::human(no_color)
        } else {
            Self::Json
        }
    }

    /// Lines for eyes, whatever the output is.
    pub fn human(no_color: Option<&OsStr>) -> Self {
        Self::Human {
            colour: no_color.is_none_or(OsStr::is_empty),
        }
    }
}

/// Why logging cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The level is none of `error`, `warn`, `info`, `debug`, `trace`, nor a list such as
    /// `info,quire_store=debug`.
    #[error("the log level `{0}` is not understood: write info, or info,quire_store=debug")]
    Level(String),
    /// The writing thread could not be started.
    #[error("the log writer cannot start")]
    Thread(#[from] std::io::Error),
    /// Another subscriber was installed before.
    #[error("this process already has a log subscriber")]
    AlreadyInstalled,
}

/// Starts logging to `output` for the whole process.
pub fn install(
    level: &str,
    format: Format,
    output: impl Write + Send + 'static,
) -> Result<Outlet, Error> {
    let level = Targets::from_str(level).map_err(|_reason| Error::Level(level.to_owned()))?;
    let outlet = Outlet::start(output)?;
    let lines = fmt::layer().with_writer(outlet.inlet());
    let installed = match format {
        Format::Json => tracing::subscriber::set_global_default(
            Registry::default()
                .with(level)
                .with(lines.event_format(json::Lines)),
        ),
        Format::Human { colour } => tracing::subscriber::set_global_default(
            Registry::default()
                .with(level)
                .with(lines.event_format(human::Lines { colour })),
        ),
    };
    installed.map_err(|_taken| Error::AlreadyInstalled)?;
    Ok(outlet)
}

/// Turns every panic into one log line with its place and its request, instead of the default text
/// on standard error. Call it once, after [`install`].
pub fn panics_to_log() {
    panic::set_hook(Box::new(|panic| {
        let said = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map(tracing::field::display);
        tracing::error!(place, "panic: {said}");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_follows_the_output_and_no_color() {
        let plain = Format::Human { colour: false };
        let colourful = Format::Human { colour: true };
        assert_eq!(Format::fitting(false, None), Format::Json);
        assert_eq!(Format::fitting(true, None), colourful);
        assert_eq!(Format::fitting(true, Some(OsStr::new("1"))), plain);
        assert_eq!(Format::fitting(true, Some(OsStr::new(""))), colourful);
    }
}
