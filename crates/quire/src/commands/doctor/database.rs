//! The database: reachable, sound, up to date, and everything derived in it as it should be.

use quire_app::App;
use quire_app::doctor::Finding;
use quire_config::Config;
use quire_store::{Store, migrate};

use super::Report;
use crate::folder::DataFolder;
use crate::refusal::told;
use crate::wiring;

const REPAIR: &str = "quire doctor --fix";

/// Looks at it.
pub async fn look(config: &Config, fix: bool, report: &mut Report) -> anyhow::Result<()> {
    let folder = DataFolder::prepare(&config.data.folder)?;
    if config.database.url.is_none() && !folder.database().exists() {
        let found = format!("{} is not there", folder.database().display());
        report.problem("database", found, "quire migrate, or quire serve");
        return Ok(());
    }
    let store = match wiring::open_store(config, &folder).await {
        Ok(store) => store,
        Err(error) => {
            report.problem("database", format!("{error:#}"), "correct what it says");
            return Ok(());
        }
    };
    report.ok("database", wiring::engine_name(&store));
    if !schema(&store, config, &folder, fix, report).await? {
        return Ok(());
    }
    let app = wiring::app(config, store)?;
    file(&app, report).await?;
    for finding in app.examine(fix).await.map_err(told)? {
        derived(&finding, report);
    }
    publication(&app, config, report).await?;
    if app.setup_needed().await.map_err(told)? {
        let found = "nobody runs the site yet";
        report.advise("administrator", found, "quire admin setup-link");
    } else {
        report.ok("administrator", "there is one");
    }
    Ok(())
}

/// Whether the schema is the one this program works on.
async fn schema(
    store: &Store,
    config: &Config,
    folder: &DataFolder,
    fix: bool,
    report: &mut Report,
) -> anyhow::Result<bool> {
    let check = "migrations";
    let plan = match migrate::check(store).await {
        Ok(plan) => plan,
        Err(error) => {
            report.problem(
                check,
                error.to_string(),
                "use the program that fits this database",
            );
            return Ok(false);
        }
    };
    if plan.missing.is_empty() {
        report.ok(check, format!("schema {}", plan.current));
        return Ok(true);
    }
    let missing = plan.missing.join(", ");
    // A server of an older version may be at work on it.
    let free = config.database.url.is_none() && folder.lock().is_ok();
    if fix && free {
        wiring::migrate(store).await?;
        report.fixed(check, format!("applied {missing}"));
        return Ok(true);
    }
    report.problem(
        check,
        format!("missing: {missing}"),
        "stop the server, then quire migrate",
    );
    Ok(false)
}

async fn file(app: &App, report: &mut Report) -> anyhow::Result<()> {
    let wrong = app.examine_file().await.map_err(told)?;
    if wrong.is_empty() {
        report.ok("database file", "sound");
    } else {
        report.problem(
            "database file",
            wrong.join("; "),
            "stop the server, keep a copy of the data folder, and put your last backup in its place",
        );
    }
    Ok(())
}

fn derived(finding: &Finding, report: &mut Report) {
    let Finding {
        check, seen, wrong, ..
    } = finding;
    let named = finding.named.join(", ");
    if *wrong == 0 {
        report.ok(check, format!("{seen} looked at"));
    } else if finding.is_well() {
        report.fixed(check, format!("{wrong} of {seen}: {named}"));
    } else {
        report.problem(check, format!("{wrong} of {seen} wrong: {named}"), REPAIR);
    }
}

async fn publication(app: &App, config: &Config, report: &mut Report) -> anyhow::Result<()> {
    let late = app.publication_overdue().await.map_err(told)?;
    if late > config.publication.max_lateness {
        let found = format!("a chapter is {} s late", late.as_secs());
        report.problem(
            "publication",
            found,
            "quire serve: chapters come out while it runs",
        );
    } else {
        report.ok("publication", "nothing is late");
    }
    Ok(())
}
