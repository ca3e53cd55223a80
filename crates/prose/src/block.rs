//! The block: one paragraph, heading, list, break … of a chapter, and the mark by which a revision
//! remembers it.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

/// A mark in a stored revision that no version of this crate can have written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableMark {
    /// A block id is eight characters of `0-9a-z` without `i`, `l`, `o` and `u`.
    #[error("{0:?} is not a block id")]
    Bid(String),
    /// A block digest is 32 lower-case hexadecimal digits.
    #[error("{0:?} is not a block digest")]
    Digest(String),
}

/// A block's id: 40 bits, written as eight characters of Crockford's base32 in lower case.
///
/// Unique within a chapter. In a page the block's element has the id `b-<bid>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Bid(u64);

impl Bid {
    const SYMBOLS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    const BITS: u32 = 40;

    /// The id a new block gets: from its content, which repetition of that content it is, and how
    /// many candidates were taken already. Content that comes back after a deletion gets its old id
    /// back where it is free, so a reader's bookmark in a cut-and-pasted paragraph survives.
    pub(crate) fn derive(content: Digest, occurrence: usize, ordinal: usize) -> Self {
        let seed = format!("quire bid {content} {occurrence} {ordinal}");
        Self(Digest::high_bits(seed.as_bytes()) >> (u64::BITS - Self::BITS))
    }
}

impl fmt::Display for Bid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..Self::BITS / 5).rev().try_for_each(|place| {
            let digit = usize::try_from((self.0 >> (place * 5)) & 31).unwrap_or_default();
            let symbol = Self::SYMBOLS.as_bytes().get(digit).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(symbol))
        })
    }
}

impl FromStr for Bid {
    type Err = UnreadableMark;

    fn from_str(text: &str) -> Result<Self, UnreadableMark> {
        let unreadable = || UnreadableMark::Bid(text.into());
        if text.len() != 8 {
            return Err(unreadable());
        }
        text.chars()
            .try_fold(0_u64, |bits, symbol| {
                let digit = Self::SYMBOLS.find(symbol)?;
                Some(bits << 5 | u64::try_from(digit).ok()?)
            })
            .map(Self)
            .ok_or_else(unreadable)
    }
}

impl From<Bid> for String {
    fn from(bid: Bid) -> Self {
        bid.to_string()
    }
}

impl TryFrom<String> for Bid {
    type Error = UnreadableMark;

    fn try_from(text: String) -> Result<Self, UnreadableMark> {
        text.parse()
    }
}

/// The first 128 bits of the SHA-256 of a block's Markdown, line endings as `\n` and blank space at
/// the end left out. Written as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest(u128);

impl Digest {
    pub(crate) fn of(source: &str) -> Self {
        let source = source.trim_end();
        let hash = if source.contains('\r') {
            digest(&SHA256, source.replace("\r\n", "\n").as_bytes())
        } else {
            digest(&SHA256, source.as_bytes())
        };
        Self(
            hash.as_ref()
                .first_chunk()
                .map_or(0, |bytes| u128::from_be_bytes(*bytes)),
        )
    }

    fn high_bits(seed: &[u8]) -> u64 {
        let hash = digest(&SHA256, seed);
        hash.as_ref()
            .first_chunk()
            .map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = UnreadableMark;

    fn from_str(text: &str) -> Result<Self, UnreadableMark> {
        let unreadable = || UnreadableMark::Digest(text.into());
        let hexadecimal = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() != 32 || !hexadecimal {
            return Err(unreadable());
        }
        u128::from_str_radix(text, 16)
            .map(Self)
            .map_err(|_not_hex| unreadable())
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = UnreadableMark;

    fn try_from(text: String) -> Result<Self, UnreadableMark> {
        text.parse()
    }
}

/// What a revision stores of each of its blocks, in reading order (`blocks` of a revision, JSON).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlockMark {
    /// The id the block keeps through later revisions.
    pub bid: Bid,
    /// What the block said in this revision.
    pub sha: Digest,
    /// Characters (Unicode scalar values) of the block's [text](Block::text): what a position in
    /// the chapter is a fraction of.
    pub len: u32,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading inside the chapter; the page's own headings stand above it.
    Heading,
    /// A quotation, with everything in it.
    Quote,
    /// A numbered or bulleted list, with everything in it.
    List,
    /// Preformatted text.
    Code,
    /// A table.
    Table,
    /// A scene break.
    Break,
    /// A footnote; all of them stand after the text, in the order of their numbers.
    Footnote,
    /// HTML the author typed, shown as typed.
    Literal,
}

/// One top-level block of a rendered chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// The block's id.
    pub bid: Bid,
    /// What it says.
    pub sha: Digest,
    /// What it is.
    pub kind: BlockKind,
    /// Safe HTML; the outer element has the id `b-<bid>`.
    pub html: String,
    /// The text of the HTML as a browser's `textContent` gives it, footnote numbers (classes
    /// `footnote-ref` and `footnote-number`) and blank space at the end left out. Offsets of
    /// anchors count in it.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_survives_json() {
        let mark = BlockMark {
            bid: Bid::derive(Digest::of("a"), 0, 0),
            sha: Digest::of("a"),
            len: 1,
        };
        let json = serde_json::to_string(&mark).unwrap();
        assert_eq!(
            json,
            format!(
                r#"{{"bid":"{}","sha":"ca978112ca1bbdcafac231b39a23dc4d","len":1}}"#,
                mark.bid
            )
        );
        assert_eq!(serde_json::from_str::<BlockMark>(&json).unwrap(), mark);
    }

    #[test]
    fn an_id_is_eight_symbols_and_nothing_else_is_read_as_one() {
        let written = Bid::derive(Digest::of("x"), 3, 1).to_string();
        assert_eq!(written.len(), 8);
        for wrong in [
            "",
            "0000000",
            "000000000",
            "0000000u",
            "0000000A",
            "\"onload=",
            "é000000",
        ] {
            assert_eq!(wrong.parse::<Bid>(), Err(UnreadableMark::Bid(wrong.into())));
        }
        assert_eq!("zzzzzzzz".parse::<Bid>().unwrap().to_string(), "zzzzzzzz");
    }

    #[test]
    fn only_lower_case_hexadecimal_is_a_digest() {
        let text = Digest::of("x").to_string();
        assert_eq!(text.parse(), Ok(Digest::of("x")));
        for wrong in [
            String::new(),
            text.to_uppercase(),
            format!("+{}", text.get(1..).unwrap()),
        ] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn line_endings_and_trailing_space_are_no_change() {
        assert_eq!(Digest::of("a\r\nb\r\n"), Digest::of("a\nb"));
        assert_ne!(Digest::of("a b"), Digest::of("a\nb"));
    }
}
