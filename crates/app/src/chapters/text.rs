//! A chapter's text on its way in: checked, counted and marked before a unit of writing begins.

use quire_domain::id::RevisionId;
use quire_domain::limits::{CHAPTER_BYTES, CHAPTER_CHARS};
use quire_prose::BlockMark;
use quire_store::Unit;
use quire_store::revisions::{self, RevisionText};

use crate::{Refused, Result};

/// Texts longer than this are counted, aligned and rendered on a thread of their own: shorter ones
/// take less time than handing them over is worth.
const LONG: usize = 64 * 1_024;

/// A text that was checked, with everything a revision keeps of it.
pub(crate) struct Prepared {
    /// The Markdown, byte for byte.
    pub(crate) source: String,
    /// The marks of its blocks, JSON.
    pub(crate) blocks: String,
    /// Words as shown.
    pub(crate) words: i64,
    /// Characters as shown.
    pub(crate) characters: i64,
}

impl Prepared {
    /// Prepares the first text of a chapter that was checked. Takes as long as the text is long.
    pub(crate) fn first(markdown: String) -> Self {
        prepared(None, markdown)
    }
}

/// Refuses what cannot be kept as a chapter's text.
pub(crate) fn check_markdown(markdown: &str) -> Result<()> {
    if markdown.len() > CHAPTER_BYTES || markdown.chars().count() > CHAPTER_CHARS {
        return Err(Refused::field(
            "/markdown",
            "too-long",
            format!("a chapter may have at most {CHAPTER_CHARS} characters"),
        ));
    }
    if markdown.contains('\0') {
        return Err(Refused::field(
            "/markdown",
            "nul",
            "the text contains the character NUL (U+0000), which cannot be kept",
        ));
    }
    Ok(())
}

/// Checks a text and prepares what its revision keeps. Blocks keep their ids from `previous`.
pub(crate) async fn prepare(previous: Option<RevisionText>, markdown: String) -> Result<Prepared> {
    check_markdown(&markdown)?;
    let length = markdown.len() + previous.as_ref().map_or(0, |text| text.source.len());
    at_length(length, move || prepared(previous.as_ref(), markdown)).await
}

fn prepared(previous: Option<&RevisionText>, markdown: String) -> Prepared {
    let marks = match previous {
        Some(previous) => quire_prose::align(&marks_of(previous), &previous.source, &markdown),
        None => quire_prose::align(&[], "", &markdown),
    };
    let words = quire_prose::words(&markdown);
    Prepared {
        blocks: serde_json::to_string(&marks).unwrap_or_else(|_| "[]".to_owned()),
        words: words.words.into(),
        characters: words.characters.into(),
        source: markdown,
    }
}

/// The marks kept with a text. Marks nobody can read count as none: ids are then made anew, and the
/// text is shown all the same.
pub(crate) fn marks_of(text: &RevisionText) -> Vec<BlockMark> {
    serde_json::from_str(&text.blocks).unwrap_or_else(|error| {
        tracing::warn!(revision = %text.id, %error, "the block marks of {} are not readable", text.id);
        Vec::new()
    })
}

/// Does work on a text of `length` bytes where it holds up nobody.
pub(crate) async fn at_length<T: Send + 'static>(
    length: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    if length <= LONG {
        return Ok(work());
    }
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Refused::Store(quire_store::Error::Unavailable(format!(
            "work on a long text ended early: {error}"
        )))
    })
}

/// The text of a revision that must exist.
pub(crate) async fn text_of(unit: &mut impl Unit, id: RevisionId) -> Result<RevisionText> {
    revisions::text(unit, id).await?.ok_or_else(|| {
        Refused::Store(quire_store::Error::Corrupt(format!(
            "revision {id} is named by its chapter and is not there"
        )))
    })
}
