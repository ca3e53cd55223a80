//! The data folder and the disk under it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use quire_config::Config;

use super::Report;
use crate::folder::OWNER_ONLY;
use crate::ops::{LEAST_FREE_BYTES, roomy};

/// Looks at them; answers whether what lies in the folder can be looked at.
pub fn look(config: &Config, fix: bool, report: &mut Report) -> anyhow::Result<bool> {
    let path = &config.data.folder;
    if !path.is_dir() {
        let found = format!("{} is not there", path.display());
        report.problem(
            "data folder",
            found,
            "quire serve, which makes it; or another --data",
        );
        return Ok(false);
    }
    permissions(path, fix, report)?;
    match roomy(path, LEAST_FREE_BYTES) {
        Ok(found) => report.ok("disk", found),
        Err(wrong) => report.problem("disk", wrong, "free some room, or make the folder writable"),
    }
    Ok(true)
}

fn permissions(path: &Path, fix: bool, report: &mut Report) -> anyhow::Result<()> {
    let check = "data folder";
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & !OWNER_ONLY == 0 {
        report.ok(check, format!("{}, mode {mode:o}", path.display()));
    } else if fix {
        fs::set_permissions(path, Permissions::from_mode(OWNER_ONLY))?;
        report.fixed(check, format!("mode {mode:o} is {OWNER_ONLY:o} now"));
    } else {
        let found = format!("other accounts of this machine get in (mode {mode:o})");
        report.problem(check, found, format!("chmod 700 {}", path.display()));
    }
    Ok(())
}
