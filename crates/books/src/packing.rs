//! Zips that come out the same every time: fixed order, fixed time, no extra fields.

use std::io::{Cursor, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// A zip being written into memory.
pub(crate) struct Packing {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    time: DateTime,
}

impl Packing {
    /// Every entry will carry `time`, in UTC, clamped to what a zip can say (1980 to 2107).
    pub(crate) fn at(time: Timestamp) -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            time: zip_time(time).unwrap_or_default(),
        }
    }

    /// Adds an entry as it is.
    pub(crate) fn store(&mut self, name: &str, bytes: &[u8]) {
        self.add(name, bytes, CompressionMethod::Stored);
    }

    /// Adds a compressed entry.
    pub(crate) fn deflate(&mut self, name: &str, bytes: &[u8]) {
        self.add(name, bytes, CompressionMethod::Deflated);
    }

    fn add(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.time)
            .system(System::Unix)
            .unix_permissions(0o644);
        // Memory takes every write; the only other failure is an entry over 4 GiB, beyond any edition.
        let written =
            self.zip.start_file(name, options).is_ok() && self.zip.write_all(bytes).is_ok();
        debug_assert!(written, "a zip in memory takes every entry");
    }

    /// The finished file.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.zip
            .finish()
            .map(Cursor::into_inner)
            .unwrap_or_default()
    }
}

fn zip_time(time: Timestamp) -> Option<DateTime> {
    let civil = TimeZone::UTC.to_datetime(time);
    let year = u16::try_from(civil.year()).ok()?;
    let part = |value: i8| u8::try_from(value).ok();
    DateTime::from_date_and_time(
        year,
        part(civil.month())?,
        part(civil.day())?,
        part(civil.hour())?,
        part(civil.minute())?,
        // A zip counts in steps of two seconds.
        part(civil.second())? & !1,
    )
    .ok()
}
