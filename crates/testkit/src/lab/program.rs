//! Where the outside programs are, and what to install when they are not there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::Trouble;

/// An outside program that tests need.
pub(crate) struct Program {
    /// The file's name.
    pub(crate) name: &'static str,
    /// The environment variable that names the file, for unusual installations.
    pub(crate) variable: &'static str,
    /// The Debian package that brings it.
    pub(crate) package: &'static str,
}

impl Program {
    /// The program's file: the environment's word, else `PATH`, else Debian's folders.
    pub(crate) fn find(&self) -> Result<PathBuf, Trouble> {
        self.find_in(
            env::var_os(self.variable).map(PathBuf::from),
            &search_path(),
        )
    }

    fn find_in(&self, told: Option<PathBuf>, folders: &[PathBuf]) -> Result<PathBuf, Trouble> {
        if let Some(file) = told {
            return if file.is_file() {
                Ok(file)
            } else {
                Err(Trouble(format!(
                    "{}={} is not a file",
                    self.variable,
                    file.display()
                )))
            };
        }
        folders
            .iter()
            .map(|folder| folder.join(self.name))
            .find(|file| file.is_file())
            .ok_or_else(|| {
                Trouble(format!(
                    "{} is not installed: apt-get install --no-install-recommends {} (or set {})",
                    self.name, self.package, self.variable
                ))
            })
    }
}

/// `PATH`, the administrator's folders, then every PostgreSQL that Debian installed, newest first.
fn search_path() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.push(PathBuf::from("/usr/sbin"));
    folders.extend(debian_postgres(Path::new("/usr/lib/postgresql")));
    folders
}

fn debian_postgres(root: &Path) -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSENT: Program = Program {
        name: "no-such-program",
        variable: "QUIRE_LAB_NO_SUCH_PROGRAM",
        package: "its-package",
    };

    #[test]
    fn a_missing_program_is_one_line_with_the_command_that_installs_it() {
        let said = ABSENT.find().unwrap_err().to_string();
        assert_eq!(
            said,
            "no-such-program is not installed: \
             apt-get install --no-install-recommends its-package (or set QUIRE_LAB_NO_SUCH_PROGRAM)"
        );
    }

    #[test]
    fn the_environment_wins_and_is_never_ignored() {
        let here = env::current_exe().unwrap();
        assert_eq!(ABSENT.find_in(Some(here.clone()), &[]).unwrap(), here);
        let wrong = ABSENT.find_in(Some(PathBuf::from("/nowhere")), &[]);
        assert_eq!(
            wrong.unwrap_err().to_string(),
            "QUIRE_LAB_NO_SUCH_PROGRAM=/nowhere is not a file"
        );
    }

    #[test]
    fn the_newest_postgresql_comes_first() {
        let root = tempfile::tempdir().unwrap();
        for version in ["9", "15", "common"] {
            fs::create_dir_all(root.path().join(version).join("bin")).unwrap();
        }
        assert_eq!(
            debian_postgres(root.path()),
            [root.path().join("15/bin"), root.path().join("9/bin")]
        );
    }
}
