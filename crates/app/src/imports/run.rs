//! A book is looked at, or becomes a story.

use std::ops::ControlFlow;
use std::sync::Arc;

use quire_domain::account::Scope;
use quire_domain::id::{AccountId, ChapterId, ImportId, OutboxId};
use quire_domain::limits::CHAPTERS_PER_STORY;
use quire_domain::release_plan::ReleasePlan;
use quire_store::stories::Story;
use quire_store::{Many, Unit, Writing, imports, ledger, stories, transact};
use serde_json::json;

use super::begin::{Fresh, Look};
use super::manuscript::Ready;
use super::options::{ImportOptions, ImportPublication, ImportSource, ImportStep};
use super::placement::Placement;
use super::report::{ImportReport, ReportedPublication};
use super::undo::Made;
use crate::bindery::Place;
use crate::{Actor, App, Refused, Result};

/// Chapters in one unit of writing: a few milliseconds of the writer.
pub(crate) const CHAPTERS_PER_UNIT: usize = 20;
/// The most earlier imports of one source that a warning names.
const SAME_SOURCE_NAMED: i64 = 3;

/// An import that is through.
#[derive(Debug, Clone)]
pub struct ImportDone {
    /// Names the run, to look at it again or to take it back.
    pub id: ImportId,
    /// The story it made.
    pub story: Story,
    /// What it made of the file.
    pub report: ImportReport,
}

impl App {
    /// What an import would make of a source. Writes nothing.
    pub async fn preview_import(
        &self,
        actor: &Actor,
        source: ImportSource,
        options: &ImportOptions,
    ) -> Result<ImportReport> {
        let author = actor.signed_in(Scope::Write)?.id;
        let place = self.bindery().place().await?;
        let book = self.read_book(&place, author, source, options).await?;
        Ok(book.report.clone())
    }

    /// Makes a story of a source. Either all of it is there afterwards, or nothing.
    ///
    /// `step` hears how far it is; when it breaks, the import stops and leaves nothing behind.
    pub async fn run_import(
        &self,
        actor: &Actor,
        source: ImportSource,
        options: &ImportOptions,
        step: &mut (dyn FnMut(ImportStep) -> ControlFlow<()> + Send),
    ) -> Result<ImportDone> {
        let author = actor.signed_in(Scope::Write)?.id;
        let place = self.bindery().place().await?;
        heard(step(ImportStep::Reading))?;
        let name = source.name();
        let book = self.read_book(&place, author, source, options).await?;
        let placement = match options.publication {
            ImportPublication::Drafts => Placement::Draft,
            ImportPublication::All => Placement::Published(self.now()),
            ImportPublication::Schedule(_) => Placement::Queued,
        };
        let placements = vec![placement; book.chapters.len()];
        let fresh = self.fresh(author, &book, &placements);
        let papers = Papers::of(&fresh, &book)?;
        let id: ImportId = self.make();
        self.begin_import(id, &name, &fresh, &book, look(options))
            .await?;
        let written = self
            .write_import(id, &fresh, &book, &papers, options, step)
            .await;
        match written {
            Ok(story) => Ok(ImportDone {
                id,
                story,
                report: book.report.clone(),
            }),
            Err(refused) => {
                if let Err(error) = self.discard_import(id, Some(fresh.story)).await {
                    tracing::warn!(import = %id, %error,
                        "import {id} stopped and could not be removed yet; it will be at the next start");
                }
                Err(refused)
            }
        }
    }

    async fn begin_import(
        &self,
        id: ImportId,
        name: &str,
        fresh: &Fresh,
        book: &Ready,
        look: Look,
    ) -> Result<()> {
        let (chapters, words) = (count(book.chapters.len()), signed(book.report.words));
        transact!(self.store(), unit => {
            self.begin_story(unit, fresh, book, look).await?;
            imports::begin(
                unit, id, fresh.author, fresh.story, name, &book.report.format, &book.digest,
                book.title.as_str(), chapters, words, fresh.at,
            )
            .await?;
            Ok::<_, Refused>(())
        })
    }

    async fn write_import(
        &self,
        id: ImportId,
        fresh: &Fresh,
        book: &Ready,
        papers: &Papers,
        options: &ImportOptions,
        step: &mut (dyn FnMut(ImportStep) -> ControlFlow<()> + Send),
    ) -> Result<Story> {
        let total = book.chapters.len();
        let mut done = 0;
        while done < total {
            heard(step(ImportStep::Writing { done, total }))?;
            let until = total.min(done + CHAPTERS_PER_UNIT);
            let now = self.now();
            let written: Result<()> = transact!(self.store(), unit => {
                refuse_unless_alive(imports::alive(unit, id, now).await?)?;
                self.write_chapters(unit, fresh, book, done..until).await
            });
            written?;
            done = until;
        }
        heard(step(ImportStep::Writing { done, total }))?;
        let plan = match &options.publication {
            ImportPublication::Schedule(rule) => {
                Some(ReleasePlan::starting(rule.clone(), fresh.at))
            }
            _ => None,
        };
        transact!(self.store(), unit => {
            self.reveal(unit, fresh, plan.as_ref()).await?;
            self.tell_imported(unit, fresh).await?;
            let (report, made) = (papers.report.as_str(), papers.made.as_str());
            refuse_unless_alive(imports::finish(unit, id, report, made, self.now()).await?)?;
            let detail = json!({ "import": id, "chapters": total });
            self.audit(unit, Some(fresh.author), "story.import", fresh.story.as_uuid(), &detail)
                .await?;
            stories::by_id(unit, fresh.story).await?.ok_or(Refused::NotFound)
        })
    }

    /// Tells of every chapter that is published by the import, silently: a book is one piece of
    /// news, not sixty.
    async fn tell_imported(&self, unit: &mut Writing, fresh: &Fresh) -> Result<()> {
        let story = fresh.story;
        let published: Vec<ChapterId> = fresh
            .chapters
            .iter()
            .filter(|chapter| chapter.placement.published_at().is_some())
            .map(|chapter| chapter.id)
            .collect();
        if !published.is_empty() {
            let events: Vec<OutboxId> = published.iter().map(|_| self.make()).collect();
            let news = json!({ "story": story, "published_at": fresh.at, "silent": true });
            ledger::tell_many(
                unit,
                Many(&events),
                "chapter.published",
                Many(&published),
                &news.to_string(),
                fresh.at,
            )
            .await?;
        }
        self.tell(
            unit,
            "story.imported",
            story.as_uuid(),
            &json!({}),
            fresh.at,
        )
        .await
    }

    /// Reads a source on a thread of its own and adds what only the store knows.
    async fn read_book(
        &self,
        place: &Place,
        author: AccountId,
        source: ImportSource,
        options: &ImportOptions,
    ) -> Result<Arc<Ready>> {
        let (chosen, limits) = (options.clone(), self.bindery().limits().clone());
        let mut book = place
            .work(move || Ready::read(&source, &chosen, &limits))
            .await??;
        if book.chapters.len() > CHAPTERS_PER_STORY {
            return Err(Refused::File {
                code: "too_large",
                message: format!("a story may have at most {CHAPTERS_PER_STORY} chapters"),
            });
        }
        book.report.publication = self.publication(options, book.chapters.len());
        let mut unit = self.store().read().await?;
        book.report
            .warnings
            .extend(same_source(&mut unit, author, &book.digest).await?);
        Ok(Arc::new(book))
    }

    fn publication(&self, options: &ImportOptions, chapters: usize) -> ReportedPublication {
        match &options.publication {
            ImportPublication::Drafts => ReportedPublication::Drafts,
            ImportPublication::All => ReportedPublication::All,
            ImportPublication::Schedule(rule) => {
                let now = self.now();
                let slots = chapters.div_ceil(usize::from(rule.per_slot.get()));
                let slots = ReleasePlan::starting(rule.clone(), now).preview(now, slots);
                ReportedPublication::Schedule {
                    rule: rule.to_string(),
                    first: slots.first().copied(),
                    last: slots.last().copied(),
                }
            }
        }
    }
}

/// What the run keeps, written out before the unit that keeps it.
struct Papers {
    report: String,
    made: String,
}

impl Papers {
    fn of(fresh: &Fresh, book: &Ready) -> Result<Self> {
        let json = |error: serde_json::Error| {
            Refused::Store(quire_store::Error::Corrupt(error.to_string()))
        };
        Ok(Self {
            report: serde_json::to_string(&book.report).map_err(json)?,
            made: serde_json::to_string(&Made::of(fresh, book)).map_err(json)?,
        })
    }
}

async fn same_source(
    unit: &mut impl Unit,
    author: AccountId,
    digest: &[u8; 32],
) -> Result<Option<String>> {
    let earlier = imports::same_source(unit, author, digest, SAME_SOURCE_NAMED).await?;
    let named: Vec<String> = earlier
        .iter()
        .map(|(id, slug)| format!("{slug} ({id})"))
        .collect();
    Ok((!named.is_empty()).then(|| {
        format!(
            "you have imported this before: {}; this makes another story",
            named.join(", ")
        )
    }))
}

/// Somebody removed the run while it worked, for instance because its machine slept too long.
fn refuse_unless_alive(changed: u64) -> Result<()> {
    if changed == 0 {
        return Err(Refused::Conflict(
            "the import took too long and was removed meanwhile".to_owned(),
        ));
    }
    Ok(())
}

fn heard(answer: ControlFlow<()>) -> Result<()> {
    match answer {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Refused::Conflict(
            "the import was stopped; nothing of it is kept".to_owned(),
        )),
    }
}

const fn look(options: &ImportOptions) -> Look {
    Look {
        audience: options.audience,
        rating: options.rating,
        warnings_answer: options.warnings_answer,
        ai_use: options.ai_use,
        original: options.original,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
