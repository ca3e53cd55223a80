//! What we depend on: licences, bans, duplicates and known advisories, from `deny.toml` and the
//! resolved tree. `cargo deny` says the same where it is installed; this runs everywhere.

#![cfg(test)]

mod advisory;
mod licence;
mod policy;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;

use advisory::Advisory;
use policy::Policy;

/// Where the advisories lie unless `QUIRE_ADVISORIES` says otherwise, from the repository's root.
const ADVISORIES: &str = "../shared/advisories/rustsec.json";

/// A package of the tree, as resolved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: Version,
    licence: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn policy() -> Policy {
    Policy::read(&fs::read_to_string(root().join("deny.toml")).unwrap())
}

/// Every package that is really compiled for one of the targets, tests and build scripts included.
fn tree(targets: &[String]) -> Vec<Package> {
    let mut packages = Vec::new();
    for target in targets {
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["tree", "--workspace", "--locked", "--prefix=none"])
            .args(["--edges=normal,build,dev", "--format={p}|{l}", "--target"])
            .arg(target)
            .current_dir(root())
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo tree: {words}");
        let text = String::from_utf8(output.stdout).unwrap();
        packages.extend(text.lines().filter_map(package));
    }
    packages.sort();
    packages.dedup();
    assert!(packages.len() > 100, "the tree was not read");
    packages
}

/// Reads `name v1.2.3 (where)|licence`.
fn package(line: &str) -> Option<Package> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split(' ');
    Some(Package {
        name: words.next()?.to_owned(),
        version: words.next()?.strip_prefix('v')?.parse().ok()?,
        // `cargo tree` marks a package it has already shown.
        licence: licence.trim_end_matches(" (*)").to_owned(),
    })
}

/// Every package of Cargo.lock, for whatever platform.
fn locked() -> Vec<(String, Version)> {
    let lock: toml::Table = fs::read_to_string(root().join("Cargo.lock"))
        .unwrap()
        .parse()
        .unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let text = |key: &str| package[key].as_str().unwrap();
            (text("name").to_owned(), text("version").parse().unwrap())
        })
        .collect()
}

/// Names that stand in several versions, as `name 1.0.0 2.0.0`, without the skipped ones.
fn duplicates(packages: &[Package], skipped: &[policy::Skip]) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
    for package in packages {
        if !skipped
            .iter()
            .any(|skip| skip.covers(&package.name, &package.version))
        {
            versions
                .entry(&package.name)
                .or_default()
                .push(&package.version);
        }
    }
    let several = versions
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1);
    several
        .map(|(name, versions)| {
            let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
            format!("{name} {}", versions.join(" "))
        })
        .collect()
}

/// The packages whose licence the policy does not accept.
fn unlicensed(packages: &[Package], policy: &Policy) -> Vec<String> {
    packages
        .iter()
        .filter(|package| {
            let accepted = policy.licences_for(&package.name);
            !licence::satisfied(&package.licence, &accepted).unwrap()
        })
        .map(|package| format!("{} is {}", package.name, package.licence))
        .collect()
}

#[test]
fn every_licence_is_on_the_list_and_every_entry_is_needed() {
    let policy = policy();
    let packages = tree(&policy.targets);
    assert_eq!(unlicensed(&packages, &policy), Vec::<String>::new());
    for entry in &policy.licences {
        let mut without = policy.clone();
        without.licences.remove(entry);
        let refused = unlicensed(&packages, &without);
        assert!(!refused.is_empty(), "deny.toml allows {entry} for nothing");
    }
    for entry in &policy.licence_exceptions {
        let mut without = policy.clone();
        without.licence_exceptions.remove(entry);
        let refused = unlicensed(&packages, &without);
        assert!(
            !refused.is_empty(),
            "deny.toml excepts {entry:?} for nothing"
        );
    }
}

#[test]
fn no_banned_crate_is_in_the_tree() {
    let policy = policy();
    let found: Vec<String> = tree(&policy.targets)
        .into_iter()
        .filter(|package| policy.banned.contains(&package.name))
        .map(|package| package.name)
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_crate_is_there_twice_only_with_a_reason() {
    let policy = policy();
    let packages = tree(&policy.targets);
    assert_eq!(duplicates(&packages, &policy.skipped), Vec::<String>::new());
    for (at, skip) in policy.skipped.iter().enumerate() {
        let mut others = policy.skipped.clone();
        others.remove(at);
        assert!(
            !duplicates(&packages, &others).is_empty(),
            "deny.toml skips {}, which is no longer there twice",
            skip.name
        );
    }
}

#[test]
fn no_locked_package_has_a_known_advisory() {
    let told = env::var_os("QUIRE_ADVISORIES").map(PathBuf::from);
    let file = told.unwrap_or_else(|| root().join(ADVISORIES));
    let Ok(text) = fs::read_to_string(&file) else {
        let words = format!("advisories were NOT checked: {} is absent", file.display());
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "{words}");
        eprintln!("{words}");
        return;
    };
    let advisories = advisory::read(&text);
    let locked = locked();
    let ignored = policy().ignored_advisories;
    let hits: Vec<String> = advisories
        .iter()
        .flat_map(|advisory| locked.iter().map(move |package| (advisory, package)))
        .filter(|(advisory, (name, version))| advisory.affects(name, version))
        .map(|(advisory, (name, version))| format!("{} {name} {version}", advisory.id))
        .collect();
    eprintln!("{} advisories, {} packages", advisories.len(), locked.len());
    let is_ignored = |hit: &String| ignored.iter().any(|id| hit.starts_with(id.as_str()));
    let open: Vec<&String> = hits.iter().filter(|hit| !is_ignored(hit)).collect();
    assert_eq!(open, Vec::<&String>::new());
    for id in &ignored {
        assert!(
            hits.iter().any(|hit| hit.starts_with(id.as_str())),
            "deny.toml ignores {id}, which nothing is affected by"
        );
    }
}

#[test]
fn a_second_version_is_seen_and_a_skip_covers_exactly_its_version() {
    let of = |name: &str, version: &str| Package {
        name: name.to_owned(),
        version: version.parse().unwrap(),
        licence: "MIT".to_owned(),
    };
    let packages = [of("a", "1.0.0"), of("a", "2.0.1"), of("b", "1.0.0")];
    let skip = |version| policy::Skip::parse(&format!("a@{version}"));
    assert_eq!(duplicates(&packages, &[]), ["a 1.0.0 2.0.1"]);
    assert_eq!(duplicates(&packages, &[skip("1.0.1")]), ["a 1.0.0 2.0.1"]);
    assert_eq!(
        duplicates(&packages, &[skip("1.0.0")]),
        Vec::<String>::new()
    );
}

#[test]
fn the_lines_of_the_tree_are_read() {
    let line = "quire-app v0.1.0 (/somewhere/app)|MIT OR Apache-2.0 (*)";
    let read = package(line).unwrap();
    assert_eq!(
        (read.name.as_str(), read.licence.as_str()),
        ("quire-app", "MIT OR Apache-2.0")
    );
    assert!(package("").is_none());
}

/// The proof that the ranges are evaluated: a version known to be hit, and the one that fixed it.
#[test]
fn an_advisory_hits_what_it_names_and_not_the_fixed_version() {
    let text = r#"{"advisories": [{"id": "RUSTSEC-0000-0001", "package": "a", "withdrawn": null,
        "informational": null, "patched": [">= 1.2.3, < 2.0.0", ">= 2.1.0"], "unaffected": ["< 1.0.0"]}]}"#;
    let [advisory]: [Advisory; 1] = advisory::read(text).try_into().unwrap();
    let affects = |version: &str| advisory.affects("a", &version.parse().unwrap());
    let hit: Vec<&str> = [
        "0.9.0",
        "1.0.0",
        "1.2.2",
        "1.2.3",
        "1.9.0",
        "2.0.0",
        "2.1.0",
        "3.0.0-rc.1",
    ]
    .into_iter()
    .filter(|version| affects(version))
    .collect();
    assert_eq!(hit, ["1.0.0", "1.2.2", "2.0.0"]);
    assert!(!advisory.affects("b", &Version::new(1, 0, 0)));
}
