//! How much of a stranger's file is too much.

/// The bounds a reader works within; a file beyond one of them is refused, not cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file (or of all files of a folder) as it was handed in.
    pub max_file_bytes: u64,
    /// Entries of a zip, or files of a folder.
    pub max_entries: usize,
    /// Bytes of all entries that are inflated, counted while inflating.
    pub max_total_uncompressed: u64,
    /// How many bytes one compressed byte of an entry may unpack to.
    /// Entries under 1 MiB are exempt, short repetitive files compress well honestly.
    pub max_ratio: u64,
    /// Nesting of elements in one XML document.
    pub max_xml_depth: usize,
    /// Chapters in one book.
    pub max_chapters: usize,
    /// Unicode scalar values of one chapter's Markdown, as the domain allows.
    pub max_chapter_chars: usize,
    /// Unicode scalar values of a story, chapter or volume title; longer ones are shortened with a warning.
    pub max_title_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 200 * 1024 * 1024,
            max_entries: 10_000,
            max_total_uncompressed: 256 * 1024 * 1024,
            max_ratio: 200,
            max_xml_depth: 200,
            max_chapters: 5_000,
            max_chapter_chars: 500_000,
            max_title_chars: 255,
        }
    }
}
