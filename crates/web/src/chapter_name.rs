//! How a chapter is called in lists and headings, and where it is.

use quire_app::chapters::{ChapterAddress, ChapterLine};
use quire_domain::slug::Slug;
use quire_domain::text::ChapterTitle;

use crate::parts::Link;

/// `7. The Lamp`; a chapter without a number has its title alone.
pub fn name(number: Option<i64>, title: &ChapterTitle) -> String {
    number.map_or_else(|| title.to_string(), |number| format!("{number}. {title}"))
}

/// Where a chapter of a list is.
pub fn path(story: &Slug, line: &ChapterLine) -> String {
    path_of(story, line.number, &line.slug)
}

/// Where a chapter with this number and slug is.
pub fn path_of(story: &Slug, number: Option<i64>, slug: &Slug) -> String {
    let address = ChapterAddress {
        story: story.clone(),
        number: number.unwrap_or(0),
        slug: slug.clone(),
    };
    address.to_string()
}

/// A chapter of a list by its name.
pub fn link(story: &Slug, line: &ChapterLine) -> Link {
    Link::new(name(line.number, &line.title), path(story, line))
}
