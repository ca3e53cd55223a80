//! Who may read what: the one predicate behind every page, API answer, search hit, export, feed and
//! count.
//!
//! Three axes hide a text, each with its own owner: the author's state, moderation, deletion. They
//! are never folded into one flag. An answer never says more than its reader may know: only who
//! could read a text learns that it was deleted or taken down by law, everyone else finds nothing.

use crate::account::AccountStatus;
use crate::chapter::ChapterState;
use crate::id::AccountId;
use crate::story::{Audience, CollaboratorRole, ModerationState, Rating, StoryState};

/// Who asks, in relation to one story. Everything but [`Viewer::account`] is only looked at when
/// there is an account: a stranger has no role, follows nobody and has confirmed nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Viewer {
    /// The account, `None` for somebody not signed in.
    pub account: Option<AccountId>,
    /// A moderator with an open case on this story. The caller writes the audit entry.
    pub on_case: bool,
    /// The accepted role in this story.
    pub collaborator: Option<CollaboratorRole>,
    /// Follows the story or its author, and was approved where that is asked.
    pub follows: bool,
    /// Has confirmed to be an adult.
    pub age_confirmed: bool,
}

impl Viewer {
    /// Somebody not signed in: a passer-by, a crawler, a feed reader, a shared cache.
    pub const ANONYMOUS: Self = Self {
        account: None,
        on_case: false,
        collaborator: None,
        follows: false,
        age_confirmed: false,
    };

    /// A member without any relation to the story.
    pub const fn member(account: AccountId) -> Self {
        Self {
            account: Some(account),
            ..Self::ANONYMOUS
        }
    }

    /// Whether nothing of the story is hidden from them: it is theirs, or their open case.
    pub const fn sees_everything(&self) -> bool {
        self.account.is_some() && (self.collaborator.is_some() || self.on_case)
    }
}

/// Whether and by whom something was put in the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deletion {
    /// It was not.
    None,
    /// By its author: who could read it is told that it is gone.
    ByAuthor,
    /// By anybody else, or with the account.
    ByOther,
}

/// What decides about a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryFacts {
    /// The author's switch.
    pub state: StoryState,
    /// For whom.
    pub audience: Audience,
    /// Moderation's switch.
    pub moderation: ModerationState,
    /// Deletion.
    pub deletion: Deletion,
    /// Where its owner's account stands.
    pub owner: AccountStatus,
    /// For which age.
    pub rating: Rating,
}

/// What decides about a chapter, beside its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChapterFacts {
    /// Where its publication stands.
    pub state: ChapterState,
    /// Moderation's switch.
    pub moderation: ModerationState,
    /// Deletion.
    pub deletion: Deletion,
}

/// How much of a text somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Everything.
    Full,
    /// Title, description and tags (200), no text: the age has to be confirmed first.
    Interstitial,
    /// As if it had never been (404).
    NotFound,
    /// Its author deleted it (410).
    Gone,
    /// Taken down by law (451).
    Legal,
}

impl Access {
    /// Whether title, description, tags and counts may be shown.
    pub const fn shows_metadata(self) -> bool {
        matches!(self, Self::Full | Self::Interstitial)
    }

    /// Whether the text may be shown.
    pub const fn shows_text(self) -> bool {
        matches!(self, Self::Full)
    }
}

/// What `viewer` gets of a story, or of one chapter of it.
pub fn can_read(viewer: &Viewer, story: StoryFacts, chapter: Option<ChapterFacts>) -> Access {
    if viewer.sees_everything() {
        return Access::Full;
    }
    let otherwise = unless_deleted(viewer, story, chapter);
    let deletions = [
        story.deletion,
        chapter.map_or(Deletion::None, |chapter| chapter.deletion),
    ];
    if deletions == [Deletion::None; 2] {
        otherwise
    } else if deletions.contains(&Deletion::ByOther) || !otherwise.shows_metadata() {
        Access::NotFound
    } else {
        Access::Gone
    }
}

fn unless_deleted(viewer: &Viewer, story: StoryFacts, chapter: Option<ChapterFacts>) -> Access {
    let shown = story.state == StoryState::Published
        && chapter.is_none_or(|chapter| chapter.state == ChapterState::Published);
    let owner_stays = match story.owner {
        AccountStatus::Active | AccountStatus::Suspended => true,
        AccountStatus::Pending | AccountStatus::Banned => false,
    };
    if !shown || !owner_stays || !in_audience(viewer, story.audience) {
        return Access::NotFound;
    }
    let switches = [
        story.moderation,
        chapter.map_or(ModerationState::Ok, |chapter| chapter.moderation),
    ];
    if switches.contains(&ModerationState::Hidden) {
        Access::NotFound
    } else if switches.contains(&ModerationState::RemovedLegal) {
        Access::Legal
    } else if story.rating.needs_confirmation()
        && !(viewer.account.is_some() && viewer.age_confirmed)
    {
        Access::Interstitial
    } else {
        Access::Full
    }
}

fn in_audience(viewer: &Viewer, audience: Audience) -> bool {
    match audience {
        Audience::Public | Audience::Unlisted => true,
        Audience::Members => viewer.account.is_some(),
        Audience::Followers => viewer.account.is_some() && viewer.follows,
        Audience::Private => false,
    }
}

/// Whether a story stands in lists, search, feeds, the sitemap and counts for everyone.
/// The viewer's own filters (rating, warnings, mutes, blocks) come on top.
pub fn is_listed(story: StoryFacts) -> bool {
    story.audience == Audience::Public && may_be_listed(story)
}

/// Whether a story stands in lists and search for somebody signed in.
pub fn is_listed_for_members(story: StoryFacts) -> bool {
    matches!(story.audience, Audience::Public | Audience::Members) && may_be_listed(story)
}

fn may_be_listed(story: StoryFacts) -> bool {
    story.state == StoryState::Published
        && story.moderation == ModerationState::Ok
        && story.deletion == Deletion::None
        && matches!(
            story.owner,
            AccountStatus::Active | AccountStatus::Suspended
        )
}

#[cfg(test)]
mod tests;
