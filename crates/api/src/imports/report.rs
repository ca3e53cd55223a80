//! The report of an import as the API shows it.

use quire_app::imports::{ImportReport, ReportedPublication};
use serde::Serialize;
use utoipa::ToSchema;

/// What an import makes of a file, or would make.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    /// The title the story gets.
    pub title: String,
    /// Author names in the order of the file.
    pub authors: Vec<String>,
    /// The language the story gets.
    pub language: String,
    /// The description the story gets.
    pub description: String,
    /// The rights statement.
    pub license: String,
    /// What kind of file it is.
    pub format: String,
    /// The file's name.
    pub source: String,
    /// Volumes in reading order.
    pub volumes: Vec<ReportedVolumeView>,
    /// Chapters in reading order.
    pub chapters: Vec<ReportedChapterView>,
    /// Words in all chapters.
    pub words: u64,
    /// What was left out, each with the reason.
    pub skipped: Vec<ReportedSkipView>,
    /// What looked odd.
    pub warnings: Vec<String>,
    /// What was taken out of the text.
    pub cleaned: CleanedView,
    /// What happens with the chapters.
    pub publication: ReportedPublicationView,
}

/// A volume.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedVolumeView {
    /// Its title.
    pub title: String,
    /// Chapters in it.
    pub chapters: u64,
    /// Words in them.
    pub words: u64,
}

/// A chapter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedChapterView {
    /// Its place in the file, from 1: what `skip` and `rename` mean.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// `chapter`, `prologue`, `interlude`, `epilogue`, `extra` or `announcement`.
    pub kind: &'static str,
    /// The volume it stands in, counted from 1.
    pub volume: Option<usize>,
    /// Its words.
    pub words: u64,
    /// The file it came from.
    pub path: String,
}

/// Something that was left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedSkipView {
    /// Its file.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Why.
    pub reason: String,
}

/// What was taken out of the text, counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct CleanedView {
    /// `script` elements.
    pub scripts: u32,
    /// `style` elements and attributes.
    pub styles: u32,
    /// Pictures inside the book.
    pub images: u32,
    /// Pictures on other hosts.
    pub external_images: u32,
    /// Spans around an enlarged first letter; the letter stays.
    pub drop_cap_spans: u32,
    /// Marks of notes that are not in the book.
    pub lost_note_marks: u32,
    /// Links to other places in the book; their text stays.
    pub internal_links: u32,
    /// Forms, frames, embedded objects, audio and video.
    pub embeds: u32,
}

/// What happens with the chapters.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedPublicationView {
    /// `drafts`, `all` or `schedule`.
    pub how: &'static str,
    /// The rule of the release plan.
    pub rule: Option<String>,
    /// When the first chapter goes out.
    pub first: Option<String>,
    /// When the last one goes out, if the plan is left alone.
    pub last: Option<String>,
}

impl From<&ReportedPublication> for ReportedPublicationView {
    fn from(publication: &ReportedPublication) -> Self {
        let plain = |how| Self {
            how,
            rule: None,
            first: None,
            last: None,
        };
        match publication {
            ReportedPublication::Drafts => plain("drafts"),
            ReportedPublication::All => plain("all"),
            ReportedPublication::Schedule { rule, first, last } => Self {
                rule: Some(rule.clone()),
                first: first.map(|at| at.to_string()),
                last: last.map(|at| at.to_string()),
                ..plain("schedule")
            },
        }
    }
}

impl From<ImportReport> for ReportView {
    fn from(report: ImportReport) -> Self {
        let cleaned = report.cleaned;
        Self {
            publication: ReportedPublicationView::from(&report.publication),
            title: report.title,
            authors: report.authors,
            language: report.language,
            description: report.description,
            license: report.license,
            format: report.format,
            source: report.source,
            volumes: report
                .volumes
                .into_iter()
                .map(|volume| ReportedVolumeView {
                    title: volume.title,
                    chapters: volume.chapters,
                    words: volume.words,
                })
                .collect(),
            chapters: report
                .chapters
                .into_iter()
                .map(|chapter| ReportedChapterView {
                    number: chapter.number,
                    title: chapter.title,
                    kind: chapter.kind.as_str(),
                    volume: chapter.volume,
                    words: chapter.words,
                    path: chapter.path,
                })
                .collect(),
            words: report.words,
            skipped: report
                .skipped
                .into_iter()
                .map(|skip| ReportedSkipView {
                    path: skip.path,
                    title: skip.title,
                    reason: skip.reason,
                })
                .collect(),
            warnings: report.warnings,
            cleaned: CleanedView {
                scripts: cleaned.scripts,
                styles: cleaned.styles,
                images: cleaned.images,
                external_images: cleaned.external_images,
                drop_cap_spans: cleaned.drop_cap_spans,
                lost_note_marks: cleaned.lost_note_marks,
                internal_links: cleaned.internal_links,
                embeds: cleaned.embeds,
            },
        }
    }
}
