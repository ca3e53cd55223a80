//! The edges between our crates are those of the table below and of ARCHITECTURE.md, no others.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Who may depend on whom. `quire-` is left out of the names; the binary stands as `quire`.
/// A crate that is not written here may not exist.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("prose", &[]),
    ("books", &[]),
    ("config", &[]),
    ("observe", &[]),
    ("store", &["domain", "observe"]),
    ("identity", &["domain"]),
    ("app", &["domain", "prose", "books", "store", "identity"]),
    ("edge", &["app", "domain", "identity", "observe"]),
    ("api", &["app", "domain", "edge", "identity"]),
    ("web", &["app", "domain", "prose", "edge", "identity"]),
    ("jobs", &["app", "domain", "observe"]),
    (
        "quire",
        &[
            "domain", "prose", "books", "config", "observe", "store", "identity", "app", "edge",
            "api", "web", "jobs",
        ],
    ),
    ("testkit", &["domain"]),
    ("bench", &["testkit"]),
    (
        "house",
        &[
            "api", "app", "domain", "edge", "identity", "store", "testkit", "web",
        ],
    ),
];

/// What any test suite may use besides, as a dev-dependency: a program is put together from them.
const FOR_TESTS: &[&str] = &["testkit", "quire", "store", "identity", "observe"];

/// An edge, and whether only tests use it.
struct Edge {
    from: String,
    to: String,
    tests_only: bool,
}

/// A sentence for every edge that the table does not allow.
fn forbidden(edges: &[Edge], table: &[(&str, &[&str])]) -> Vec<String> {
    let allowed = |edge: &Edge| {
        let row = table.iter().find(|(from, _)| *from == edge.from);
        row.is_some_and(|(_, to)| to.contains(&edge.to.as_str()))
            || (edge.tests_only && FOR_TESTS.contains(&edge.to.as_str()))
    };
    edges
        .iter()
        .filter(|edge| !allowed(edge))
        .map(|edge| format!("{} may not depend on {}", edge.from, edge.to))
        .collect()
}

/// The rows under "## Edges", as `crate: what, it, may, use` in sorted order.
fn rows_of(document: &str) -> BTreeSet<String> {
    document
        .lines()
        .skip_while(|line| line.trim() != "## Edges")
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.trim().strip_prefix('|')?.strip_suffix('|'))
        .filter_map(|row| row.split_once('|'))
        .map(|(from, to)| (from.trim().trim_matches('`'), to))
        .filter(|(from, _)| *from != "crate" && !from.trim_matches(['-', ':']).is_empty())
        .map(|(from, to)| {
            let split = |c: char| c.is_whitespace() || c == ',';
            let names = to.split(split).map(|name| name.trim_matches('`'));
            row(
                from,
                names.filter(|name| !["", "–", "-", "—"].contains(name)),
            )
        })
        .collect()
}

fn row<'a>(from: &str, to: impl Iterator<Item = &'a str>) -> String {
    let to: BTreeSet<&str> = to.collect();
    let to: Vec<&str> = to.into_iter().collect();
    format!("{from}: {}", to.join(", "))
}

fn short(name: &str) -> &str {
    name.strip_prefix("quire-").unwrap_or(name)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn our_edges() -> (BTreeSet<String>, Vec<Edge>) {
    let metadata = MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()
        .unwrap();
    let ours: BTreeSet<String> = metadata
        .packages
        .iter()
        .map(|p| p.name.to_string())
        .collect();
    let edges = metadata
        .packages
        .iter()
        .flat_map(|package| package.dependencies.iter().map(move |to| (package, to)))
        .filter(|(_, to)| ours.contains(&to.name))
        .map(|(from, to)| Edge {
            from: short(&from.name).to_owned(),
            to: short(&to.name).to_owned(),
            tests_only: to.kind == DependencyKind::Development,
        })
        .collect();
    (ours, edges)
}

#[test]
fn every_edge_between_our_crates_is_in_the_table() {
    let (crates, edges) = our_edges();
    assert!(edges.len() > 10, "the edges were not read");
    assert_eq!(forbidden(&edges, EDGES), Vec::<String>::new());
    for name in &crates {
        assert!(
            EDGES.iter().any(|(known, _)| *known == short(name)),
            "{name} is not in the table of edges"
        );
    }
}

#[test]
fn architecture_md_says_the_same_as_the_table() {
    let document = root().join("ARCHITECTURE.md");
    if !document.exists() {
        eprintln!("ARCHITECTURE.md is not written yet: its table was not compared");
        return;
    }
    let written = rows_of(&fs::read_to_string(document).unwrap());
    let table: BTreeSet<String> = EDGES
        .iter()
        .map(|(from, to)| row(from, to.iter().copied()))
        .collect();
    assert_eq!(written, table);
}

#[test]
fn an_edge_that_goes_up_is_named() {
    let edge = |from: &str, to: &str, tests_only| Edge {
        from: from.to_owned(),
        to: to.to_owned(),
        tests_only,
    };
    let edges = [
        edge("store", "domain", false),
        edge("domain", "store", false),
        edge("app", "testkit", true),
        edge("app", "testkit", false),
        edge("stranger", "domain", false),
    ];
    assert_eq!(
        forbidden(&edges, EDGES),
        [
            "domain may not depend on store",
            "app may not depend on testkit",
            "stranger may not depend on domain",
        ]
    );
}

#[test]
fn the_table_of_a_document_is_read() {
    let document = "# A\n| x | y |\n## Edges\n| crate | may depend on |\n|---|:--|\n\
        | `domain` | – |\n| store | `observe`, domain |\n## Next\n| api | app |\n";
    let rows: Vec<String> = rows_of(document).into_iter().collect();
    assert_eq!(rows, ["domain: ", "store: domain, observe"]);
}
