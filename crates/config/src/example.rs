//! The documented `quire.toml`: every setting, its meaning and its default.

use crate::file;
use crate::key::{Kind, keys};

/// The file's text. Settings are commented out, so that a newer version's better default is used
/// by whoever did not choose.
pub fn example_file() -> String {
    let mut lines: Vec<String> = vec![HEAD.to_owned()];
    let mut section = "";
    for key in keys() {
        if key.section != section {
            section = key.section;
            lines.extend([String::new(), format!("[{section}]")]);
        }
        lines.push(String::new());
        lines.extend(key.about.lines().map(|line| format!("# {line}")));
        let accepts = match key.kind {
            Kind::Number { .. } | Kind::Choice(_) | Kind::Switch => key.accepts() + "; ",
            _ => String::new(),
        };
        let variables: Vec<String> = key.variables().collect();
        lines.push(format!("# ({accepts}{})", variables.join(" or ")));
        lines.push(format!("#{}", file::example(key)));
    }
    lines.push(String::new());
    lines.join("\n")
}

const HEAD: &str = "\
# Settings of Quire. Every line is optional; what is shown is the default.
# Order of precedence: flag, environment variable, this file, default.
# A variable with _FILE at its end reads the value from a file.
# `quire config check` tells what is wrong, `quire config show` where each value came from.";
