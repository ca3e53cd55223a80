//! What was said about the settings, before anyone judged it.

use std::env;
use std::path::PathBuf;

/// All sources but the file itself, which is found through them.
///
/// The environment and the flags are handed in, so that tests need no process of their own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub(crate) config_file: Option<PathBuf>,
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) flags: Vec<(String, String)>,
}

impl Sources {
    /// Takes the variables of an environment; those without `QUIRE_` in front are not looked at.
    pub fn new(environment: impl IntoIterator<Item = (String, String)>) -> Self {
        let ours = |(name, _value): &(String, String)| name.starts_with("QUIRE_");
        let mut environment: Vec<_> = environment.into_iter().filter(ours).collect();
        environment.sort();
        Self {
            environment,
            ..Self::default()
        }
    }

    /// Takes the variables of this process: the one place that reads them.
    pub fn from_process() -> Self {
        Self::new(env::vars_os().filter_map(|(name, value)| {
            // A value that is not text is kept, mangled, so that it is refused rather than ignored.
            Some((
                name.into_string().ok()?,
                value.to_string_lossy().into_owned(),
            ))
        }))
    }

    /// Reads this file instead of `quire.toml` in the data folder.
    #[must_use]
    pub fn with_config_file(mut self, path: Option<PathBuf>) -> Self {
        self.config_file = path.or(self.config_file);
        self
    }

    /// Adds a flag: `listen` (the short variable's name in a flag's spelling) or `server.listen`.
    #[must_use]
    pub fn with_flag(mut self, name: &str, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value {
            self.flags.push((name.to_owned(), value.into()));
        }
        self
    }
}
