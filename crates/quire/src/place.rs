//! Where a command works: the flags that all commands with a store share.

use std::path::PathBuf;

use clap::Args;
use quire_config::{Config, Settings, Sources};

/// Which installation a command is about.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder of the database, media and quire.toml [env: `QUIRE_DATA`] [default: ./quire-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL server instead of SQLite in the folder [env: `QUIRE_DATABASE_URL`]
    ///
    /// A password in it is seen by everyone who may list processes: better in the environment, or
    /// in a file named by `QUIRE_DATABASE_URL_FILE`.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Settings file instead of quire.toml in the data folder [env: `QUIRE_CONFIG`]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    /// What the process was told about its settings.
    pub fn sources(&self) -> Sources {
        let data = self.data.as_ref().map(|path| path.to_string_lossy());
        Sources::from_process()
            .with_config_file(self.config.clone())
            .with_flag("data", data)
            .with_flag("database-url", self.database_url.clone())
    }

    /// The settings, all problems at once when there are any.
    pub fn settings(&self) -> anyhow::Result<Config> {
        Ok(Settings::read(&self.sources()).config()?)
    }
}
