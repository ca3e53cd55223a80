//! Leaves and texts become an edition that the writers of books understand.

use std::collections::HashMap;

use quire_books::{ChapterKind, Edition, EditionChapter, Note};
use quire_domain::id::RevisionId;
use quire_domain::story::SerialStatus;
use quire_domain::text::AuthorNote;
use quire_store::editions::{Leaf, LeafText};

use super::collect::Collected;
use crate::{Refused, Result};

/// Makes the edition. Renders every chapter: never call it in a unit.
pub(super) fn edition(
    book: &Collected,
    mut texts: HashMap<RevisionId, LeafText>,
    publisher: &str,
    url: Option<String>,
) -> Result<Edition> {
    let modified = book
        .modified
        .to_jiff()
        .ok_or_else(|| corrupt("the story changed at an impossible time"))?;
    let used: Vec<_> = book
        .volumes
        .iter()
        .filter(|volume| {
            book.leaves
                .iter()
                .any(|leaf| leaf.volume_id == Some(volume.id))
        })
        .collect();
    let chapters = book
        .leaves
        .iter()
        .map(|leaf| {
            let text = texts
                .remove(&leaf.revision_id)
                .ok_or_else(|| corrupt("a chapter names a text that is not there"))?;
            let volume = used
                .iter()
                .position(|volume| leaf.volume_id == Some(volume.id));
            Ok(chapter(leaf, text, volume))
        })
        .collect::<Result<Vec<_>>>()?;
    let story = &book.story;
    Ok(Edition {
        story_id: story.id.as_uuid().into_bytes(),
        title: story.title.to_string(),
        authors: vec![story.owner_name.to_string()],
        language: story.language.to_string(),
        description: filled(story.blurb.as_str()),
        publisher: filled(publisher),
        rights: filled(&story.license),
        series: None,
        status: status(story.serial_status, chapters.len()),
        url,
        modified,
        volumes: used
            .iter()
            .map(|volume| quire_books::Volume {
                title: volume.title.to_string(),
            })
            .collect(),
        chapters,
    })
}

fn chapter(leaf: &Leaf, text: LeafText, volume: Option<usize>) -> EditionChapter {
    let marks: Vec<quire_prose::BlockMark> = serde_json::from_str(&text.blocks).unwrap_or_default();
    EditionChapter {
        id: leaf.id.to_string(),
        title: leaf.title.to_string(),
        kind: ChapterKind::from_word(leaf.kind.as_str()).unwrap_or_default(),
        volume,
        xhtml: quire_prose::render_xhtml(&text.source, &marks, &|_| None),
        markdown: text.source,
        note_before: note(&leaf.note_before),
        note_after: note(&leaf.note_after),
        publish_at: leaf
            .published_at
            .or(leaf.publish_at)
            .map(|moment| moment.to_string()),
        slug: Some(leaf.slug.to_string()),
    }
}

fn note(note: &AuthorNote) -> Option<Note> {
    filled(note.as_str()).map(|markdown| Note {
        xhtml: quire_prose::render_xhtml(&markdown, &[], &|_| None),
        markdown,
    })
}

/// How far the story is. Never says how much is still to come: that is the author's to tell.
fn status(status: SerialStatus, chapters: usize) -> Option<String> {
    let so_far = match chapters {
        1 => "1 chapter".to_owned(),
        n => format!("{n} chapters"),
    };
    match status {
        SerialStatus::Completed | SerialStatus::Oneshot => None,
        SerialStatus::Ongoing => Some(format!("In progress: {so_far} so far")),
        SerialStatus::Hiatus => Some(format!("On hiatus: {so_far} so far")),
        SerialStatus::Dropped => Some(format!("Unfinished: {so_far}")),
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn corrupt(what: &str) -> Refused {
    Refused::Store(quire_store::Error::Corrupt(what.to_owned()))
}
