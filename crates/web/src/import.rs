//! `/import`: a book is sent, looked at, imported, and taken back if it was wrong.
//!
//! Between looking and importing the file waits in memory for half an hour, for the person who sent
//! it and on this machine only. Where it is gone meanwhile, it is chosen once more; nothing is lost.

mod look;
mod outcome;
mod shelf;
mod start;

use axum::routing::{get, post};
use axum::{Extension, Router};
use quire_app::imports::ImportReport;

use crate::moment::{Counted, Grouped};
use crate::router::Face;

pub use look::{LookForm, LookPage};
pub use outcome::{OutcomePage, UndoForm};
pub use start::{START, StartPage};

use shelf::Shelf;

/// The pages of imports.
pub fn routes() -> Router<Face> {
    Router::new()
        .route("/import", get(start::page).post(start::submit))
        .route("/import/look/{upload}", get(look::page).post(look::submit))
        .route("/import/{import}", get(outcome::page))
        .route("/import/{import}/undo", post(outcome::undo))
        .layer(Extension(Shelf::default()))
}

/// What a file holds, for people.
pub struct Holds {
    facts: String,
    chapters: Vec<Held>,
    skipped: Vec<String>,
    warnings: Vec<String>,
}

/// A chapter in a file.
struct Held {
    number: String,
    title: String,
    /// Its volume and length.
    facts: String,
    /// It shall be imported.
    kept: bool,
}

impl Holds {
    fn of(report: &ImportReport) -> Self {
        let count = |n: u64| Grouped(i64::try_from(n).unwrap_or(i64::MAX));
        let chapters = i64::try_from(report.chapters.len()).unwrap_or(i64::MAX);
        let mut facts = format!(
            "{}, {}, {} words",
            report.format,
            Counted(chapters, "chapter"),
            count(report.words),
        );
        if !report.authors.is_empty() {
            facts = format!("by {}, {facts}", report.authors.join(" and "));
        }
        let volume = |place: Option<usize>| {
            let volume = report.volumes.get(place?.checked_sub(1)?)?;
            Some(format!("{}, ", volume.title))
        };
        let chapters = report.chapters.iter().map(|chapter| Held {
            number: chapter.number.to_string(),
            title: chapter.title.clone(),
            facts: format!(
                "{}{} words",
                volume(chapter.volume).unwrap_or_default(),
                count(chapter.words),
            ),
            kept: true,
        });
        let skipped = report.skipped.iter().map(|skip| {
            let name = skip.title.as_ref().unwrap_or(&skip.path);
            format!("{name}: {}", skip.reason)
        });
        Self {
            facts,
            chapters: chapters.collect(),
            skipped: skipped.collect(),
            warnings: report.warnings.clone(),
        }
    }

    /// For samples.
    fn sample() -> Self {
        let held = |number: &str, kept| Held {
            number: number.to_owned(),
            title: "The <Lamp>".to_owned(),
            facts: "Book One, 1,234 words".to_owned(),
            kept,
        };
        Self {
            facts: "by Ada & Ben, EPUB 2, 2 chapters, 2,468 words".to_owned(),
            chapters: vec![held("1", true), held("2", false)],
            skipped: vec!["cover.xml: a cover".to_owned()],
            warnings: vec!["mimetype has a trailing newline".to_owned()],
        }
    }
}
