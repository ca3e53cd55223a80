//! The strong validator of a book: it differs when the book would, and is known without binding it.

use aws_lc_rs::digest::{Context, SHA256};
use data_encoding::HEXLOWER;

use super::collect::Collected;

/// What else than the story decides about the bytes.
const MADE_BY: &str = concat!("quire ", env!("CARGO_PKG_VERSION"));

/// SHA-256 over everything that goes into a book, texts by their revisions.
pub(super) fn digest(kind: &str, site: &str, url: &str, book: &Collected) -> String {
    let story = &book.story;
    let mut sum = Context::new(&SHA256);
    let mut add = |part: &str| {
        // Lengths keep apart what would otherwise run together.
        sum.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        sum.update(part.as_bytes());
    };
    for part in [
        kind,
        MADE_BY,
        &quire_prose::RENDER_VERSION.to_string(),
        site,
        url,
        &story.id.to_string(),
        story.title.as_str(),
        story.owner_name.as_str(),
        story.blurb.as_str(),
        story.language.as_str(),
        story.serial_status.as_str(),
        &story.license,
        &book.modified.to_string(),
    ] {
        add(part);
    }
    for volume in &book.volumes {
        add(&volume.id.to_string());
        add(volume.title.as_str());
    }
    for leaf in &book.leaves {
        add(&leaf.id.to_string());
        add(&leaf.revision_id.to_string());
        add(&leaf.volume_id.map_or_else(String::new, |id| id.to_string()));
        add(leaf.kind.as_str());
        add(leaf.title.as_str());
        add(leaf.slug.as_str());
        add(leaf.note_before.as_str());
        add(leaf.note_after.as_str());
    }
    HEXLOWER.encode(sum.finish().as_ref())
}
