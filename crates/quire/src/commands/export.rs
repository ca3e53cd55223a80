//! `quire export`: a story as a file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum};
use quire_app::exports::{Export as Book, ExportAsk};
use quire_app::stories::StoryRef;
use quire_app::{Actor, App};
use quire_config::Config;
use quire_domain::slug::Slug;
use quire_store::stories;

use crate::commands::{one_thread, open};
use crate::exit::Outcome;
use crate::place::Place;
use crate::refusal::told;
use crate::terminal::note;

/// Write a story as EPUB or Markdown
///
/// The file holds what is published; with `--all` a Markdown backup holds drafts too.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    place: Place,
    /// The story's address: the `slug` of /s/slug
    slug: String,
    /// What to write
    #[arg(long, value_enum)]
    format: Format,
    /// Where to: a file, `-` for standard output; for Markdown also a new folder
    #[arg(long, value_name = "PATH")]
    output: PathBuf,
    /// Drafts and scheduled chapters too (Markdown only)
    #[arg(long)]
    all: bool,
}

/// What a story is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An EPUB 3 for reading devices
    Epub,
    /// Markdown with front matter: a zip when the path ends in .zip, a folder otherwise
    Markdown,
}

impl Export {
    /// Does it.
    pub fn run(self) -> Outcome {
        one_thread()?.block_on(self.export())
    }

    async fn export(self) -> Outcome {
        if self.all && self.format == Format::Epub {
            bail!(
                "--all goes with --format markdown only: a book for readers holds what is published"
            );
        }
        let slug = Slug::parse(&self.slug).context("the story's address")?;
        let (config, app) = open(&self.place).await?;
        let owner = owner(&app, &slug).await?;
        let ask = ExportAsk {
            known: None,
            url: url(&config, &slug),
            all: self.all,
        };
        let which = StoryRef::Slug(slug);
        match self.format {
            Format::Epub => {
                let book = app.export_epub(&owner, &which, &ask).await.map_err(told)?;
                self.keep(book.book())?;
            }
            Format::Markdown if self.is_one_file() => {
                let book = app
                    .export_markdown(&owner, &which, &ask)
                    .await
                    .map_err(told)?;
                self.keep(book.book())?;
            }
            Format::Markdown => {
                let files = app
                    .export_markdown_files(&owner, &which, &ask)
                    .await
                    .map_err(told)?;
                write_folder(&self.output, &files)?;
                note(format!(
                    "wrote {} files to {}",
                    files.len(),
                    self.output.display()
                ));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn is_one_file(&self) -> bool {
        let zip = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("zip");
        self.to_standard_output() || self.output.extension().is_some_and(zip)
    }

    fn to_standard_output(&self) -> bool {
        self.output == Path::new("-")
    }

    fn keep(&self, book: Option<Book>) -> anyhow::Result<()> {
        let book = book.context("no book was bound")?;
        if self.to_standard_output() {
            let mut out = io::stdout().lock();
            return match out.write_all(&book.bytes).and_then(|()| out.flush()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
                _ => Ok(()),
            };
        }
        write_whole(&self.output, &book.bytes)?;
        note(format!(
            "wrote {} ({} bytes)",
            self.output.display(),
            book.bytes.len()
        ));
        Ok(())
    }
}

/// The story's owner: at the shell the operator acts for them.
async fn owner(app: &App, slug: &Slug) -> anyhow::Result<Actor> {
    let story = {
        let mut unit = app.store().read().await?;
        stories::by_slug(&mut unit, slug).await?
    };
    let story = story.ok_or_else(|| anyhow!("there is no story at /s/{slug}"))?;
    app.act_for(&story.owner_handle).await.map_err(told)
}

fn url(config: &Config, slug: &Slug) -> Option<String> {
    let origin = config.server.public_url.as_ref()?;
    Some(format!("{}/s/{slug}", origin.trim_end_matches('/')))
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be written", path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    fs::write(&part, bytes).with_context(cannot)?;
    fs::rename(&part, path).with_context(cannot)
}

fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be written", folder.display());
    fs::create_dir_all(folder).with_context(cannot)?;
    if fs::read_dir(folder).with_context(cannot)?.next().is_some() {
        bail!(
            "{} is not empty; name a new folder, or a .zip",
            folder.display()
        );
    }
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).with_context(cannot)?;
    }
    Ok(())
}
