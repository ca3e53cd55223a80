//! The data folder, and the lock that keeps a second server out of it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use rustix::fs::{FlockOperation, flock, statvfs};

/// Everything we keep is for the account we run as and nobody else.
pub const OWNER_ONLY: u32 = 0o700;
const LOCK: &str = "quire.lock";
const DATABASE: &str = "quire.db";

/// The folder of one installation.
#[derive(Debug, Clone)]
pub struct DataFolder {
    path: PathBuf,
    /// Whether this start made it.
    pub created: bool,
}

/// Holds the folder for one server until it is dropped or the process ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the kernel frees the lock when it is closed")] File);

impl DataFolder {
    /// The folder, made when it is missing.
    pub fn prepare(path: &Path) -> anyhow::Result<Self> {
        let created = !path.exists();
        DirBuilder::new()
            .recursive(true)
            .mode(OWNER_ONLY)
            .create(path)
            .with_context(|| {
                format!(
                    "the data folder {} cannot be made: choose another with --data, or make it writable",
                    path.display()
                )
            })?;
        Ok(Self {
            path: path.to_owned(),
            created,
        })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of the SQLite database in it.
    pub fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// Keeps other servers out. Commands beside a server need no lock: every unit of theirs is
    /// whole, but two servers would both publish and both count.
    pub fn lock(&self) -> anyhow::Result<Lock> {
        let path = self.path.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("the lock file {} cannot be opened", path.display()))?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            let mut holder = String::new();
            // Whose number it is only helps; the refusal stands without it.
            let _ = file.read_to_string(&mut holder);
            bail!(
                "another server (process {}) uses {}: stop it, or choose another folder with --data",
                holder.trim(),
                self.path.display()
            );
        }
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{}", std::process::id())?;
        Ok(Lock(file))
    }
}

/// Room left for us on the disk that holds `path`, in bytes.
pub fn free_bytes(path: &Path) -> std::io::Result<u64> {
    let disk = statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Tries to write a byte into `folder`: a disk may be full, read-only or gone.
pub fn try_writing(folder: &Path) -> std::io::Result<()> {
    static TRIES: AtomicU64 = AtomicU64::new(0);
    // Nobody else's name, so that two that try at once do not meet.
    let try_number = TRIES.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!(".quire-probe-{}-{try_number}", std::process::id()));
    let written = File::create(&path).and_then(|mut file| file.write_all(b"?"));
    let removed = fs::remove_file(&path);
    written.and(removed)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_new_folder_is_ours_alone() {
        let around = tempfile::tempdir().unwrap();
        let folder = DataFolder::prepare(&around.path().join("deep/data")).unwrap();
        let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
        assert_eq!((folder.created, mode & 0o777), (true, OWNER_ONLY));
        assert!(!DataFolder::prepare(folder.path()).unwrap().created);
    }

    #[test]
    fn a_folder_has_one_server_at_a_time() {
        let around = tempfile::tempdir().unwrap();
        let folder = DataFolder::prepare(around.path()).unwrap();
        let first = folder.lock().unwrap();
        let refused = folder.lock().unwrap_err().to_string();
        let ours = format!("process {}", std::process::id());
        assert!(
            refused.contains(&ours) && refused.contains("--data"),
            "{refused}"
        );
        drop(first);
        folder.lock().unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_noticed() {
        let around = tempfile::tempdir().unwrap();
        try_writing(around.path()).unwrap();
        assert_eq!(fs::read_dir(around.path()).unwrap().count(), 0);
        assert!(try_writing(&around.path().join("gone")).is_err());
        assert!(free_bytes(around.path()).unwrap() > 0);
    }
}
