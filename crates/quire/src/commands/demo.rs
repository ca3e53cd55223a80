//! `quire demo`: something to read on a new site, and away again.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use quire_app::demo::{DemoLoaded, DemoStep, DemoStory};
use serde_json::json;

use crate::commands::{one_thread, open};
use crate::exit::Outcome;
use crate::place::Place;
use crate::refusal::told;
use crate::terminal::{Progress, note, say, say_json};

/// Load or clear a demonstration: stories, authors and readers
#[derive(Debug, Subcommand)]
pub enum Demo {
    Load(Load),
    Clear(Clear),
}

/// Load a short serial and every EPUB of a folder, half of each out and the rest to come
///
/// Nobody can sign in as one of its people. Loading it again changes nothing.
#[derive(Debug, Args)]
pub struct Load {
    #[command(flatten)]
    place: Place,
    /// A folder of EPUBs to load beside the serial
    #[arg(long, value_name = "DIR", env = "QUIRE_DEMO_DIR")]
    from: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Remove exactly what `demo load` made, with what readers left on it
#[derive(Debug, Args)]
pub struct Clear {
    #[command(flatten)]
    place: Place,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Demo {
    /// Does it.
    pub fn run(self) -> Outcome {
        one_thread()?.block_on(async {
            match self {
                Self::Load(command) => command.load().await,
                Self::Clear(command) => command.clear().await,
            }
        })
    }
}

impl Load {
    async fn load(self) -> Outcome {
        let (_config, app) = open(&self.place).await?;
        let mut teller = Teller::default();
        let loaded = app
            .load_demo(self.from.as_deref(), &mut |step| teller.tell(&step))
            .await
            .map_err(told)?;
        drop(teller);
        match loaded {
            DemoLoaded::Already if self.json => {
                say_json(&json!({ "loaded": false, "already": true }))?;
            }
            DemoLoaded::Already => {
                say("the demonstration is loaded already; `quire demo clear` removes it")?;
            }
            DemoLoaded::Now { stories, left_out } if self.json => {
                let stories: Vec<_> = stories.iter().map(shown).collect();
                say_json(&json!({ "loaded": true, "stories": stories, "left_out": left_out }))?;
            }
            DemoLoaded::Now { stories, left_out } => {
                for story in stories {
                    say(format!(
                        "/s/{}  {} ({} of {} chapters are out)",
                        story.slug, story.title, story.published, story.chapters
                    ))?;
                }
                for (name, why) in left_out {
                    note(format!("left out: {name}: {why}"));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Clear {
    async fn clear(self) -> Outcome {
        let (_config, app) = open(&self.place).await?;
        let mut teller = Teller::default();
        let cleared = app
            .clear_demo(&mut |step| teller.tell(&step))
            .await
            .map_err(told)?;
        drop(teller);
        if self.json {
            say_json(&json!({
                "stories": cleared.stories, "accounts": cleared.accounts, "kept": cleared.kept,
            }))?;
        } else if cleared.stories + cleared.accounts + cleared.kept == 0 {
            say("no demonstration is loaded")?;
        } else {
            say(format!(
                "removed {} stories and {} people",
                cleared.stories, cleared.accounts
            ))?;
            if cleared.kept > 0 {
                note(format!(
                    "{} people stay: somebody works with their accounts",
                    cleared.kept
                ));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn shown(story: &DemoStory) -> serde_json::Value {
    json!({
        "id": story.id, "slug": story.slug, "title": story.title,
        "published": story.published, "chapters": story.chapters,
    })
}

/// Tells how far it is.
#[derive(Default)]
struct Teller(Option<Progress>);

impl Teller {
    fn tell(&mut self, step: &DemoStep) {
        let (done, of, what) = match step {
            DemoStep::Story { name, number, of } => (*number, *of, name.clone()),
            DemoStep::Readers => return,
            DemoStep::Removing { done, of } => (*done, *of, "removing stories".to_owned()),
        };
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        self.0
            .get_or_insert_with(|| Progress::of(count(of)))
            .at(count(done), &what);
    }
}
