//! Stories as Markdown files: a folder, a zip or a single file in; a zip or a folder out.
//!
//! The text below the front matter is the author's, byte for byte, both ways.

mod folder;
mod front_matter;
mod natural;
mod reading;
mod sections;
mod writing;

pub(crate) use reading::{read_file, read_folder, read_texts, read_zip};
pub use writing::{files, write};

/// Whether a file name says Markdown.
pub(crate) fn is_markdown(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".md", ".markdown", ".mdown", ".mkd"]
        .iter()
        .any(|end| lower.ends_with(end))
        && !lower.ends_with('/')
}
