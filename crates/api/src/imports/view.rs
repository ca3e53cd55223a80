//! A run of the importer as the API shows it.

use quire_app::imports::{ImportDone, ImportPapers, ImportRun};
use serde::Serialize;
use utoipa::ToSchema;

use super::report::ReportView;

/// A run of the importer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    /// Its id.
    #[schema(example = "imp_01kavv0000e8012345abcdefgh")]
    pub id: String,
    /// The story it made; `null` once that is gone.
    pub story: Option<String>,
    /// The file's name.
    pub source: String,
    /// What kind of file it was.
    pub format: String,
    /// The title the story got.
    pub title: String,
    /// Chapters it made.
    pub chapters: i64,
    /// Words in them.
    pub words: i64,
    /// When it began.
    pub created_at: String,
    /// When it was taken back.
    pub undone_at: Option<String>,
}

/// A run with its report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPapersView {
    /// The run.
    #[serde(flatten)]
    pub import: ImportView,
    /// What it made of the file.
    pub report: ReportView,
}

/// An import that is through.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportDoneView {
    /// Names the run; `null` when it was only looked at.
    pub id: Option<String>,
    /// The story it made.
    pub story: Option<String>,
    /// The last part of its address.
    pub slug: Option<String>,
    /// What it made of the file, or would make.
    pub report: ReportView,
}

/// What was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoneView {
    /// The story's title.
    pub title: String,
    /// Chapters that were removed.
    pub chapters: u64,
}

impl From<&ImportRun> for ImportView {
    fn from(run: &ImportRun) -> Self {
        Self {
            id: run.id.to_string(),
            story: run.story_id.map(|id| id.to_string()),
            source: run.source_name.clone(),
            format: run.format.clone(),
            title: run.title.clone(),
            chapters: run.chapter_count,
            words: run.word_count,
            created_at: run.created_at.to_string(),
            undone_at: run.undone_at.map(|at| at.to_string()),
        }
    }
}

impl From<ImportPapers> for ImportPapersView {
    fn from(papers: ImportPapers) -> Self {
        Self {
            import: ImportView::from(&papers.run),
            report: ReportView::from(papers.report),
        }
    }
}

impl From<ImportDone> for ImportDoneView {
    fn from(done: ImportDone) -> Self {
        Self {
            id: Some(done.id.to_string()),
            story: Some(done.story.id.to_string()),
            slug: Some(done.story.slug.to_string()),
            report: ReportView::from(done.report),
        }
    }
}
