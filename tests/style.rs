//! The part of the style guide that a machine can judge, over every file of the repository.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// No file of ours is longer, in lines.
const LONGEST: usize = 600;
/// What the length counts for.
const MEASURED: &[&str] = &["rs", "css", "js", "html", "sql"];
/// What the other rules read.
const READ: &[&str] = &[
    "rs", "css", "js", "html", "sql", "toml", "md", "sh", "yml", "yaml", "json", "txt", "xml",
];
/// Names that say nothing: if a function has no home, the design is missing a noun.
const DRAWERS: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "misc", "core", "shared", "types",
];
/// Words of the place where the house was built. In halves, so that this file passes its own rule.
const WORKPLACE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!(".lib", "rary"),
    concat!("issues", " show"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("registry.npm", "js.org"),
    concat!("proxy.gol", "ang.org"),
];
/// SQL words that would be seen in capitals first.
const SQL_WORDS: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "FROM",
    "WHERE",
    "JOIN",
    "CREATE",
    "ALTER",
    "TABLE",
    "INDEX",
    "VALUES",
    "ORDER",
    "GROUP",
    "LIMIT",
    "RETURNING",
    "AND",
    "NOT",
    "NULL",
    "PRIMARY",
    "REFERENCES",
    "WITH",
];

/// A file of the repository.
struct File {
    /// From the repository's root.
    path: String,
    text: String,
}

impl File {
    fn extension(&self) -> &str {
        self.path
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    fn is(&self, extensions: &[&str]) -> bool {
        extensions.contains(&self.extension())
    }

    fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The numbered lines for which the rule holds, as sentences.
    fn where_line(&self, what: &str, rule: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = self.text.lines().enumerate();
        lines
            .filter(|(_, line)| rule(line))
            .map(|(number, line)| format!("{}:{}: {what}: {}", self.path, number + 1, line.trim()))
            .collect()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every text file of the repository, hidden folders but `.ci` and `.config` left out.
fn repository() -> Vec<File> {
    let mut folders = vec![root().to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let skipped = ["target", "quire-data", "Cargo.lock"].contains(&name.as_str());
            let hidden = name.starts_with('.') && ![".ci", ".config"].contains(&name.as_str());
            if skipped || hidden {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.extend(file(path));
            }
        }
    }
    assert!(files.len() > 50, "the repository was not read");
    files
}

fn file(path: PathBuf) -> Option<File> {
    let relative = path
        .strip_prefix(root())
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let bare = !relative.rsplit('/').next().unwrap().contains('.');
    let file = File {
        path: relative,
        text: String::new(),
    };
    // What has no extension is a script or a licence.
    if !bare && !file.is(READ) {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    Some(File { text, ..file })
}

fn over(files: &[File], rule: impl Fn(&File) -> Vec<String>) -> Vec<String> {
    files.iter().flat_map(rule).collect()
}

fn too_long(file: &File) -> Vec<String> {
    let long = file.is(MEASURED) && file.lines() > LONGEST;
    long.then(|| format!("{}: {} lines", file.path, file.lines()))
        .into_iter()
        .collect()
}

fn drawer(file: &File) -> Vec<String> {
    let drawers = |part: &&str| DRAWERS.contains(&part.split('.').next().unwrap_or(part));
    let named = file.path.split('/').filter(drawers);
    let mut said: Vec<String> = named
        .map(|part| format!("{}: `{part}` is a drawer", file.path))
        .collect();
    if file.extension() == "rs" {
        said.extend(file.where_line("a drawer", |line| {
            let words: Vec<&str> = line
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .collect();
            words
                .windows(2)
                .any(|pair| pair[0] == "mod" && DRAWERS.contains(&pair[1]))
                && !line.trim_start().starts_with("//")
        }));
    }
    said
}

fn unfinished(file: &File) -> Vec<String> {
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("to", "do!"),
    ];
    let numbered = |line: &str| {
        let mut after = line.split('#').skip(1);
        after.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let rule = |line: &str| marks.iter().any(|mark| line.contains(mark)) && !numbered(line);
    file.where_line("unfinished without an issue", rule)
}

fn silenced(file: &File) -> Vec<String> {
    let allow = [concat!("#[al", "low("), concat!("#![al", "low(")];
    let ignore = concat!("#[ig", "nore]");
    if file.extension() != "rs" {
        return Vec::new();
    }
    let mut said = file.where_line("expect with a reason instead", |line| {
        allow.iter().any(|attribute| line.contains(attribute))
    });
    said.extend(file.where_line("ignored without a reason", |line| line.contains(ignore)));
    said
}

fn workplace(file: &File) -> Vec<String> {
    let rule = |line: &str| WORKPLACE.iter().any(|word| line.contains(word));
    file.where_line("a word of the workplace", rule)
}

fn empty_crate(file: &File) -> Vec<String> {
    let is_root = file.path.ends_with("src/lib.rs") || file.path.ends_with("src/main.rs");
    let code = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let empty = is_root && !file.text.lines().any(code);
    empty
        .then(|| format!("{}: an empty crate", file.path))
        .into_iter()
        .collect()
}

fn loud_sql(file: &File) -> Vec<String> {
    let migration = file.path.contains("migrations/") && file.extension() == "sql";
    let comment = |line: &&str| line.trim_start().starts_with("//");
    let code: Vec<&str> = file.text.lines().filter(|line| !comment(line)).collect();
    let code = format!("\n{}", code.join("\n"));
    let statements = || {
        let blocks = code.split("\nstatements! {").skip(1);
        let blocks = blocks.filter_map(|rest| rest.split("\n}").next());
        blocks.flat_map(|block| block.split('"').skip(1).step_by(2))
    };
    let sql: Vec<&str> = if migration {
        vec![&file.text]
    } else if file.extension() == "rs" {
        statements().collect()
    } else {
        Vec::new()
    };
    let loud = sql.iter().filter_map(|sql| {
        let code: Vec<&str> = sql
            .lines()
            .filter_map(|line| line.split("--").next())
            .collect();
        let code = code.join("\n");
        // Quoted text is data: every other piece between quotes.
        let outside: Vec<&str> = code.split('\'').step_by(2).collect();
        let outside = outside.join(" ");
        let mut words = outside.split(|c: char| !c.is_alphanumeric() && c != '_');
        let word = words.find(|word| SQL_WORDS.contains(word))?;
        Some(format!("{}: `{word}` in capitals", file.path))
    });
    loud.collect()
}

#[test]
fn no_file_is_longer_than_the_guide_allows() {
    let files = repository();
    let mut lengths: Vec<usize> = files
        .iter()
        .filter(|file| file.extension() == "rs")
        .map(File::lines)
        .collect();
    lengths.sort_unstable();
    let at = |percent: usize| lengths[(lengths.len() - 1) * percent / 100];
    eprintln!(
        "{} Rust files, lines: median {}, 95 % up to {}, longest {}",
        lengths.len(),
        at(50),
        at(95),
        at(100)
    );
    assert_eq!(over(&files, too_long), Vec::<String>::new());
}

#[test]
fn no_module_is_a_drawer() {
    assert_eq!(over(&repository(), drawer), Vec::<String>::new());
}

#[test]
fn nothing_is_unfinished_without_an_issue() {
    assert_eq!(over(&repository(), unfinished), Vec::<String>::new());
}

#[test]
fn no_lint_and_no_test_is_silenced_without_a_reason() {
    assert_eq!(over(&repository(), silenced), Vec::<String>::new());
}

#[test]
fn no_file_speaks_of_the_workplace() {
    assert_eq!(over(&repository(), workplace), Vec::<String>::new());
}

#[test]
fn no_crate_is_empty() {
    assert_eq!(over(&repository(), empty_crate), Vec::<String>::new());
}

#[test]
fn sql_is_lower_case() {
    assert_eq!(over(&repository(), loud_sql), Vec::<String>::new());
}

#[test]
fn each_rule_can_say_no() {
    let breaks = |rule: fn(&File) -> Vec<String>, path: &str, text: &str| {
        let path = path.to_owned();
        let text = text.to_owned();
        !rule(&File { path, text }).is_empty()
    };
    assert!(breaks(too_long, "a.rs", &"\n".repeat(LONGEST + 1)));
    assert!(!breaks(too_long, "a.rs", &"\n".repeat(LONGEST)));
    assert!(!breaks(too_long, "a.md", &"\n".repeat(LONGEST + 1)));

    assert!(breaks(drawer, "crates/app/src/utils.rs", ""));
    assert!(breaks(drawer, "crates/app/src/common/mod.rs", ""));
    assert!(breaks(
        drawer,
        "crates/app/src/lib.rs",
        concat!("pub mo", "d helpers;")
    ));
    assert!(!breaks(drawer, "crates/app/src/stories.rs", "mod shelves;"));

    let mark = concat!("TO", "DO");
    assert!(breaks(unfinished, "a.rs", &format!("// {mark}: later")));
    assert!(breaks(unfinished, "a.rs", &format!("// {mark} # later")));
    assert!(!breaks(
        unfinished,
        "a.rs",
        &format!("// {mark} #12: later")
    ));

    assert!(breaks(silenced, "a.rs", concat!("#[al", "low(dead_code)]")));
    assert!(breaks(silenced, "a.rs", concat!("#[ig", "nore]")));
    assert!(!breaks(
        silenced,
        "a.rs",
        concat!("#[ig", "nore = \"needs a disk\"]")
    ));

    for word in WORKPLACE {
        assert!(breaks(workplace, "docs/a.md", &format!("see {word}x")));
    }

    assert!(breaks(empty_crate, "crates/a/src/lib.rs", "//! Soon.\n\n"));
    assert!(!breaks(
        empty_crate,
        "crates/a/src/lib.rs",
        "//! Now.\nmod b;"
    ));

    let statement =
        |sql: &str| format!("statements! {{\n    fn a() -> [u64] {{ \"{sql}\" }}\n}}\n");
    assert!(breaks(loud_sql, "a.rs", &statement("SELECT 1")));
    assert!(breaks(
        loud_sql,
        "a.rs",
        &statement("x\"\n/// an odd \" sign\n\"SELECT 1")
    ));
    assert!(!breaks(
        loud_sql,
        "a.rs",
        &statement("select 'FROM' -- WHERE\n")
    ));
    assert!(!breaks(loud_sql, "a.rs", "let heading = \"SELECT\";"));
    assert!(breaks(
        loud_sql,
        "store/migrations/1.sql",
        "create TABLE a (b text)"
    ));
}
