//! Stories: the closed lists that describe them.

use crate::word::words;

words! {
    /// The author's own switch; moderation and deletion are other axes.
    pub enum StoryState {
        /// Never shown yet.
        Draft = "draft",
        /// Shown to its audience.
        Published = "published",
        /// Taken back by its author.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Who may read a published story.
    pub enum Audience {
        /// Everyone; listed and searchable.
        Public = "public",
        /// Everyone who knows the address; in no list.
        Unlisted = "unlisted",
        /// Everyone signed in.
        Members = "members",
        /// Followers of the story or its author.
        Followers = "followers",
        /// Its collaborators.
        Private = "private",
    }
}

words! {
    /// Whether more is to come.
    pub enum SerialStatus {
        /// Chapters keep coming.
        Ongoing = "ongoing",
        /// The author rests.
        Hiatus = "hiatus",
        /// The end is published.
        Completed = "completed",
        /// No more will come.
        Dropped = "dropped",
        /// One piece.
        Oneshot = "oneshot",
    }
}

words! {
    /// For whom the content is fit.
    pub enum Rating {
        /// Everyone.
        General = "general",
        /// Thirteen and older.
        Teen = "teen",
        /// Adults.
        Mature = "mature",
        /// Adults; graphic.
        Explicit = "explicit",
        /// The author has not said; filtered like explicit.
        Unrated = "unrated",
    }
}

impl Rating {
    /// Whether a reader confirms their age before the text is shown.
    pub const fn needs_confirmation(self) -> bool {
        matches!(self, Self::Mature | Self::Explicit | Self::Unrated)
    }
}

words! {
    /// The author's answer to "does any warning apply?".
    pub enum WarningsAnswer {
        /// None of the list applies.
        NoneApply = "none_apply",
        /// Those listed apply.
        Listed = "listed",
        /// The author chooses not to say.
        AuthorDeclines = "author_declines",
    }
}

words! {
    /// What a reader may want to know before reading.
    pub enum Warning {
        /// Graphic violence.
        Violence = "violence",
        /// A major character dies.
        MajorCharacterDeath = "major_character_death",
        /// Sexual violence.
        SexualViolence = "sexual_violence",
        /// Underage sexual content; the site may forbid it.
        UnderageSex = "underage_sex",
        /// Self-harm or suicide.
        SelfHarm = "self_harm",
        /// Abuse.
        Abuse = "abuse",
        /// Gore.
        Gore = "gore",
    }
}

words! {
    /// What part machines had in the writing.
    pub enum AiUse {
        /// None.
        None = "none",
        /// A tool beside the author.
        Assisted = "assisted",
        /// Mostly the machine's text.
        Generated = "generated",
        /// The author has not said.
        Undeclared = "undeclared",
    }
}

words! {
    /// Moderation's switch, independent of the author's.
    pub enum ModerationState {
        /// Nothing to say.
        Ok = "ok",
        /// Readable, in no list.
        Limited = "limited",
        /// Readable for its collaborators only.
        Hidden = "hidden",
        /// Taken down by law.
        RemovedLegal = "removed_legal",
    }
}

words! {
    /// What a collaborator may do.
    pub enum CollaboratorRole {
        /// Everything; exactly one.
        Owner = "owner",
        /// Writes and publishes.
        CoAuthor = "co_author",
        /// Reads drafts and edits text.
        Editor = "editor",
        /// Reads drafts.
        Beta = "beta",
    }
}

impl CollaboratorRole {
    /// May change the text of chapters.
    pub const fn may_edit(self) -> bool {
        matches!(self, Self::Owner | Self::CoAuthor | Self::Editor)
    }

    /// May publish, withdraw, schedule, reorder, and change the story's description.
    pub const fn may_publish(self) -> bool {
        matches!(self, Self::Owner | Self::CoAuthor)
    }

    /// May delete the story, change who collaborates, and transfer it.
    pub const fn may_own(self) -> bool {
        matches!(self, Self::Owner)
    }
}
