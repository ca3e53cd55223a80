//! One readable line: clock, level, sentence, then `key=value`.

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::RequestId;

pub(super) struct Lines {
    pub(super) colour: bool,
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'w> FormatFields<'w> + 'static,
{
    fn format_event(
        &self,
        _context: &FmtContext<'_, S, N>,
        mut line: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut instant = String::new();
        SystemTime.format_time(&mut Writer::new(&mut instant))?;
        // `2026-11-22T23:59:01.123456Z`: the day is known to whoever sits at the terminal.
        let clock = instant.get(11..23).unwrap_or(&instant);
        let (name, shade) = level(*event.metadata().level());
        if self.colour {
            write!(line, "\x1b[2m{clock}\x1b[0m {shade}{name:5}\x1b[0m ")?;
        } else {
            write!(line, "{clock} {name:5} ")?;
        }
        let mut words = Words::default();
        event.record(&mut words);
        line.write_str(&words.sentence)?;
        line.write_str(&words.fields)?;
        if let (false, Some(id)) = (words.named, RequestId::current()) {
            write!(line, " request_id={id}")?;
        }
        line.write_char('\n')
    }
}

fn level(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::ERROR => ("ERROR", "\x1b[31m"),
        Level::WARN => ("WARN", "\x1b[33m"),
        Level::INFO => ("INFO", "\x1b[32m"),
        Level::DEBUG => ("DEBUG", "\x1b[34m"),
        Level::TRACE => ("TRACE", "\x1b[35m"),
    }
}

#[derive(Default)]
struct Words {
    sentence: String,
    fields: String,
    named: bool,
}

impl Words {
    fn field(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        self.named |= field.name() == "request_id";
        // Writing to a String does not fail.
        let _ = match field.name() {
            "message" => self.sentence.write_fmt(value),
            name => write!(self.fields, " {name}={value}"),
        };
    }
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.field(field, format_args!("{value:?}"));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        // Quoted unless plain: a line break or an escape sequence must not reach the terminal.
        if value
            .chars()
            .any(|letter| letter.is_control() || letter == ' ')
        {
            self.field(field, format_args!("{value:?}"));
        } else {
            self.field(field, format_args!("{value}"));
        }
    }
}
