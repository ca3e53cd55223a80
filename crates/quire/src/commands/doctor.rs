//! `quire doctor`: what is wrong with an installation, and the command that puts it right.

mod database;
mod folder;
mod report;
mod settings;

use std::process::ExitCode;

use clap::Args;
use quire_config::Settings;

use crate::commands::one_thread;
use crate::exit::Outcome;
use crate::place::Place;
use report::Report;

/// Look for problems; each is shown with the command that puts it right
///
/// Looks at the settings, the data folder, the disk, the database file, the migrations and everything
/// derived in the database. Exits with 1 when problems remain. A server may be running meanwhile.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    /// Put right what can be put right without losing anything
    #[arg(long)]
    fix: bool,
    /// As JSON: every check with its state, what was found, and the fix
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Looks.
    pub fn run(self) -> Outcome {
        let mut report = Report::default();
        one_thread()?.block_on(self.look(&mut report))?;
        report.show(self.json)?;
        Ok(if report.is_well() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    /// Each check needs what was checked before it, so the first that stands in the way is the last.
    async fn look(&self, report: &mut Report) -> anyhow::Result<()> {
        let settings = Settings::read(&self.place.sources());
        settings::look(&settings, report);
        let Ok(config) = settings.config() else {
            return Ok(());
        };
        if folder::look(&config, self.fix, report)? {
            database::look(&config, self.fix, report).await?;
        }
        Ok(())
    }
}
