//! `quire import`: a book becomes a story, or is looked at, or is taken back.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum};
use quire_app::imports::{
    ImportDone, ImportOptions, ImportPublication, ImportReport, ImportSource, ImportStep,
    ReportedPublication,
};
use quire_app::{Actor, App, Refused};
use quire_domain::id::ImportId;
use quire_domain::language::Language;
use quire_domain::release_plan::{ReleaseRule, ZoneName};
use quire_domain::story::{Audience, Rating};
use quire_domain::text::{Handle, StoryTitle};
use serde_json::json;

use crate::commands::{one_thread, open};
use crate::exit::Outcome;
use crate::place::Place;
use crate::refusal::told;
use crate::terminal::{Progress, note, say, say_json};

/// Make a story of an EPUB, or of Markdown (a file, a folder or a zip)
///
/// Either all of the book is there afterwards, or nothing. `--dry-run` shows what would be made.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that somebody may give"
)]
pub struct Import {
    #[command(flatten)]
    place: Place,
    /// The book: an EPUB, a Markdown file, folder or zip
    #[arg(required_unless_present = "undo")]
    path: Option<PathBuf>,
    /// Handle of the account whose story it becomes
    #[arg(long, value_name = "HANDLE", required_unless_present = "undo")]
    author: Option<String>,
    /// What happens with its chapters [default: drafts, or schedule with --schedule]
    #[arg(long, value_enum)]
    publish: Option<Publish>,
    /// When a chapter comes out: weekly:sat@09:00, weekly:mon,thu@18:30*2, daily@07:00
    #[arg(long, value_name = "RULE")]
    schedule: Option<String>,
    /// Whose clock the rule is by, when it does not say so itself
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Another title than the book's
    #[arg(long)]
    title: Option<String>,
    /// Another language than the book's: en, de, pt-BR
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// For which age: general, teen, mature, explicit, unrated
    #[arg(long, default_value = "general")]
    rating: Rating,
    /// For whom: public, unlisted, members, followers, private
    #[arg(long, default_value = "public")]
    audience: Audience,
    /// Keep front and back matter as chapters
    #[arg(long)]
    keep: bool,
    /// Chapters to leave out, by their numbers in the report
    #[arg(long, value_name = "N", value_delimiter = ',')]
    skip: Vec<usize>,
    /// Another title for a chapter, by its number in the report; can be given several times
    #[arg(long, value_name = "N=TITLE")]
    rename: Vec<String>,
    /// Only say what would be made; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take an import back: remove exactly what it made
    #[arg(long, value_name = "IMPORT", conflicts_with_all = ["path", "dry_run", "publish", "schedule"])]
    undo: Option<ImportId>,
    /// With --undo: also when somebody worked on the story since
    #[arg(long, requires = "undo")]
    force: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What happens with the chapters of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Publish {
    /// All are published now
    All,
    /// All stay drafts
    Drafts,
    /// A release plan publishes them one after the other
    Schedule,
}

impl Import {
    /// Does it.
    pub fn run(self) -> Outcome {
        one_thread()?.block_on(async move {
            match self.undo {
                Some(id) => self.take_back(id).await,
                None => self.take_in().await,
            }
        })
    }

    async fn take_in(self) -> Outcome {
        let options = self.options()?;
        let path = self.path.clone().context("which book?")?;
        let (_config, app) = open(&self.place).await?;
        let author = author(&app, self.author.as_deref().unwrap_or_default()).await?;
        let source = ImportSource::Path(path);
        if self.dry_run {
            let report = app
                .preview_import(&author, source, &options)
                .await
                .map_err(told)?;
            if self.json {
                say_json(&json!({ "dry_run": true, "report": report }))?;
            } else {
                show(&report)?;
                say("nothing was written (dry run)")?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let done = stoppable(&app, &author, source, &options).await?;
        if self.json {
            say_json(&json!({
                "import": done.id,
                "story": { "id": done.story.id, "slug": done.story.slug },
                "report": done.report,
            }))?;
        } else {
            show(&done.report)?;
            say(format!("made /s/{}", done.story.slug))?;
            note(format!("to take it back: quire import --undo {}", done.id));
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn take_back(self, id: ImportId) -> Outcome {
        let (_config, app) = open(&self.place).await?;
        let owner = app
            .import_owner(id)
            .await
            .map_err(|refused| match refused {
                Refused::NotFound => anyhow!("there is no import {id}"),
                other => told(other),
            })?;
        if let Some(given) = &self.author
            && !given.eq_ignore_ascii_case(owner.as_str())
        {
            bail!("import {id} is {owner}'s, not {given}'s");
        }
        let actor = app.act_for(&owner).await.map_err(told)?;
        let undone = app
            .undo_import(&actor, id, self.force)
            .await
            .map_err(told)?;
        if self.json {
            say_json(&json!({
                "import": id, "title": undone.title, "chapters": undone.chapters,
            }))?;
        } else {
            say(format!(
                "removed {} ({} chapters)",
                undone.title, undone.chapters
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn options(&self) -> anyhow::Result<ImportOptions> {
        let publication = match (self.publish, &self.schedule) {
            (None | Some(Publish::Schedule), Some(rule)) => {
                let zone = ZoneName::parse(&self.zone).context("--zone")?;
                let rule = ReleaseRule::parse(rule, &zone).context("--schedule")?;
                ImportPublication::Schedule(rule)
            }
            (Some(Publish::Schedule), None) => {
                bail!("--publish schedule needs --schedule RULE, for example weekly:sat@09:00")
            }
            (Some(_), Some(_)) => bail!("--schedule goes with --publish schedule only"),
            (Some(Publish::All), None) => ImportPublication::All,
            (None | Some(Publish::Drafts), None) => ImportPublication::Drafts,
        };
        let title = self.title.as_deref().map(StoryTitle::parse);
        let language = self.language.as_deref().map(Language::parse);
        Ok(ImportOptions {
            publication,
            title: title.transpose().context("--title")?,
            language: language.transpose().context("--language")?,
            audience: self.audience,
            rating: self.rating,
            keep_matter: self.keep,
            skip: self.skip.iter().copied().collect::<BTreeSet<_>>(),
            rename: renames(&self.rename)?,
            ..ImportOptions::default()
        })
    }
}

fn renames(given: &[String]) -> anyhow::Result<BTreeMap<usize, String>> {
    let read = |text: &String| {
        let (number, title) = text.split_once('=')?;
        Some((number.trim().parse().ok()?, title.trim().to_owned()))
    };
    given
        .iter()
        .map(|text| read(text).ok_or_else(|| anyhow!("--rename: write N=TITLE, not `{text}`")))
        .collect()
}

async fn author(app: &App, handle: &str) -> anyhow::Result<Actor> {
    let handle = Handle::parse(handle).context("--author")?;
    app.act_for(&handle).await.map_err(|refused| match refused {
        Refused::NotFound => anyhow!("no account has the handle {handle}"),
        other => told(other),
    })
}

/// Imports; an interrupt (Ctrl-C) stops it between two units and removes what was written.
async fn stoppable(
    app: &App,
    author: &Actor,
    source: ImportSource,
    options: &ImportOptions,
) -> anyhow::Result<ImportDone> {
    let stop = AtomicBool::new(false);
    let mut progress: Option<Progress> = None;
    let mut step = |step| {
        match step {
            ImportStep::Reading => note("reading the book"),
            ImportStep::Writing { done, total } => {
                let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
                progress
                    .get_or_insert_with(|| Progress::of(count(total)))
                    .at(count(done), "writing its chapters");
            }
        }
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.store(true, Ordering::Relaxed);
        }
        std::future::pending::<()>().await;
    };
    let done = tokio::select! {
        done = app.run_import(author, source, options, &mut step) => done,
        () = interrupt => bail!("interrupted"),
    };
    done.map_err(told)
}

fn show(report: &ImportReport) -> anyhow::Result<()> {
    say(format!(
        "{} ({}, {})",
        report.title, report.language, report.format
    ))?;
    if !report.authors.is_empty() {
        say(format!("  by {}", report.authors.join(", ")))?;
    }
    let volumes = match report.volumes.len() {
        0 => String::new(),
        1 => "1 volume, ".to_owned(),
        n => format!("{n} volumes, "),
    };
    say(format!(
        "  {volumes}{} chapters, {} words",
        report.chapters.len(),
        report.words
    ))?;
    let mut volume = None;
    for chapter in &report.chapters {
        if chapter.volume != volume {
            volume = chapter.volume;
            let titled = volume.and_then(|n| report.volumes.get(n.checked_sub(1)?));
            say(format!(
                "  {}",
                titled.map_or("(no volume)", |volume| volume.title.as_str())
            ))?;
        }
        say(format!(
            "  {:>5}  {} ({} words)",
            chapter.number, chapter.title, chapter.words
        ))?;
    }
    match &report.publication {
        ReportedPublication::Drafts => say("  its chapters stay drafts")?,
        ReportedPublication::All => say("  all of it is published")?,
        ReportedPublication::Schedule { rule, first, last } => {
            let moment = |at: &Option<_>| {
                at.map_or_else(
                    || "never".to_owned(),
                    |at: quire_domain::Timestamp| at.to_string(),
                )
            };
            say(format!(
                "  comes out {rule}, from {} to {}",
                moment(first),
                moment(last)
            ))?;
        }
    }
    for skipped in &report.skipped {
        let title = skipped.title.as_deref().unwrap_or(&skipped.path);
        say(format!("  left out: {title} ({})", skipped.reason))?;
    }
    for warning in &report.warnings {
        note(format!("  note: {warning}"));
    }
    Ok(())
}
