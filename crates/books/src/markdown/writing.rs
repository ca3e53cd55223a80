//! An edition as Markdown files with front matter.

use std::fmt::Write;

use crate::edition::{Edition, EditionChapter};
use crate::packing::Packing;

const LONGEST_SLUG: usize = 60;

/// A zip of [`files`]. Equal editions give equal bytes.
#[must_use]
pub fn write(edition: &Edition) -> Vec<u8> {
    let mut packing = Packing::at(edition.modified);
    for (path, bytes) in files(edition) {
        packing.deflate(&path, &bytes);
    }
    packing.finish()
}

/// `story.md` and one `<n>-<slug>.md` for each chapter: path and content.
pub fn files(edition: &Edition) -> impl Iterator<Item = (String, Vec<u8>)> + '_ {
    let width = edition.chapters.len().to_string().len().max(2);
    let chapters = edition
        .chapters
        .iter()
        .enumerate()
        .map(move |(at, chapter)| {
            let number = at + 1;
            let path = format!("{number:0width$}-{}.md", slug(chapter));
            let mut text = chapter_matter(edition, chapter, number);
            text.push_str(&chapter.markdown);
            (path, text.into_bytes())
        });
    std::iter::once(("story.md".to_owned(), story(edition).into_bytes())).chain(chapters)
}

/// Front matter being written: every text is a quoted JSON string, which is also YAML, so no value
/// can end the block or become something else.
struct Fields(String);

impl Fields {
    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(self.0, "{key}: {}", quoted(value));
        }
    }

    fn list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        let values: Vec<String> = values.map(quoted).collect();
        if !values.is_empty() {
            let _ = writeln!(self.0, "{key}: [{}]", values.join(", "));
        }
    }

    fn number(&mut self, key: &str, value: usize) {
        let _ = writeln!(self.0, "{key}: {value}");
    }

    fn finish(self) -> String {
        format!("---\n{}---\n", self.0)
    }
}

fn quoted(text: &str) -> String {
    // A string is always JSON.
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

fn story(edition: &Edition) -> String {
    let mut fields = Fields(String::new());
    fields.text("title", Some(&edition.title));
    fields.list("authors", edition.authors.iter().map(String::as_str));
    fields.text(
        "language",
        Some(edition.language.as_str()).filter(|language| !language.is_empty()),
    );
    fields.text("description", edition.description.as_deref());
    fields.text("status", edition.status.as_deref());
    fields.text("license", edition.rights.as_deref());
    fields.text("publisher", edition.publisher.as_deref());
    fields.text("url", edition.url.as_deref());
    if let Some(series) = &edition.series {
        fields.text("series", Some(&series.title));
        fields.text("series_position", Some(&series.position.to_string()));
    }
    fields.list(
        "identifiers",
        std::iter::once(edition.identifier().as_str()),
    );
    fields.text("modified", Some(&edition.modified.to_string()));
    fields.list(
        "volumes",
        edition.volumes.iter().map(|volume| volume.title.as_str()),
    );
    fields.finish()
}

fn chapter_matter(edition: &Edition, chapter: &EditionChapter, number: usize) -> String {
    let mut fields = Fields(String::new());
    fields.text("title", Some(&chapter.title));
    fields.number("number", number);
    fields.text("kind", Some(chapter.kind.word()));
    if let Some((at, volume)) = chapter
        .volume
        .and_then(|at| Some((at, edition.volumes.get(at)?)))
    {
        fields.text("volume", Some(&volume.title));
        fields.number("volume_number", at + 1);
    }
    fields.text("slug", chapter.slug.as_deref());
    fields.text("publish_at", chapter.publish_at.as_deref());
    fields.text(
        "note_before",
        chapter
            .note_before
            .as_ref()
            .map(|note| note.markdown.as_str()),
    );
    fields.text(
        "note_after",
        chapter
            .note_after
            .as_ref()
            .map(|note| note.markdown.as_str()),
    );
    fields.finish()
}

/// Letters and digits of the chapter's address, or of its title.
fn slug(chapter: &EditionChapter) -> String {
    let source = chapter
        .slug
        .as_deref()
        .filter(|slug| !slug.is_empty())
        .unwrap_or(&chapter.title);
    let mut slug = String::new();
    for character in source.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(character, '’' | '\'') {
            slug.push('-');
        }
        if slug.len() >= LONGEST_SLUG {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        chapter.kind.word().to_owned()
    } else {
        slug.to_owned()
    }
}
