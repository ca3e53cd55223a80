//! Why a file was not read, in words for the person who handed it in.

use std::fmt;

use serde::Serialize;

/// The stable name of a reason to refuse a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The path does not exist or may not be read.
    Unreadable,
    /// The content is none of the kinds this crate reads.
    UnknownFormat,
    /// More bytes, entries, chapters or characters than [`crate::Limits`] allows.
    TooLarge,
    /// A compressed entry unpacks to far more than its size, or entries share their bytes.
    ZipBomb,
    /// The zip or a file in it is cut off or does not match its checksum.
    Damaged,
    /// An entry's name leads outside the archive, or is a link.
    UnsafePath,
    /// The book or the archive is encrypted (DRM or a password).
    Encrypted,
    /// An XML document declares entities of its own.
    XmlEntities,
    /// An XML document is nested deeper than [`crate::Limits::max_xml_depth`].
    TooDeep,
    /// The package has no container, no package document or no reading order.
    BrokenPackage,
    /// Nothing in the file looks like a chapter.
    NoChapters,
    /// Front matter that cannot be understood.
    BadFrontMatter,
}

/// A file that was not read: a code for programs and a message that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct Refusal {
    /// The reason, for programs.
    pub code: RefusalCode,
    /// What was found and what to do about it, for people.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Refusal {
    pub(crate) fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}
