//! Chapters: the closed lists that describe them.

use crate::word::words;

words! {
    /// What a chapter is in its story.
    pub enum ChapterKind {
        /// A numbered chapter.
        Chapter = "chapter",
        /// Before the first; numbered.
        Prologue = "prologue",
        /// Between two; numbered.
        Interlude = "interlude",
        /// After the last; numbered.
        Epilogue = "epilogue",
        /// Beside the story; numbered.
        Extra = "extra",
        /// News from the author: not numbered, not part of progress or word counts.
        Announcement = "announcement",
    }
}

impl ChapterKind {
    /// Whether it carries a number and counts towards words and progress.
    pub const fn is_numbered(self) -> bool {
        !matches!(self, Self::Announcement)
    }
}

words! {
    /// Where a chapter stands in the one publication machine.
    pub enum ChapterState {
        /// Only collaborators see it.
        Draft = "draft",
        /// Will publish itself at a known moment.
        Scheduled = "scheduled",
        /// Its readers see it.
        Published = "published",
        /// Was published; taken back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a revision exists.
    pub enum RevisionKind {
        /// Kept by the editor while typing; thinned out later.
        Autosave = "autosave",
        /// Kept by a person; stays.
        Save = "save",
        /// What readers got; stays.
        Publish = "publish",
    }
}
