//! Where an imported chapter stands in the publication machine from its first row on.

use quire_domain::Timestamp;
use quire_domain::chapter::{ChapterState, RevisionKind};

/// Where a chapter stands. The columns of the store are derived here and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placement {
    /// A draft.
    Draft,
    /// A draft that waits for a slot of the release plan.
    Queued,
    /// Waits for its moment.
    Scheduled(Timestamp),
    /// Readers have it since.
    Published(Timestamp),
}

impl Placement {
    pub(super) const fn state(self) -> ChapterState {
        match self {
            Self::Draft | Self::Queued => ChapterState::Draft,
            Self::Scheduled(_) => ChapterState::Scheduled,
            Self::Published(_) => ChapterState::Published,
        }
    }

    pub(super) const fn publish_at(self) -> Option<Timestamp> {
        match self {
            Self::Scheduled(at) => Some(at),
            _ => None,
        }
    }

    pub(super) const fn published_at(self) -> Option<Timestamp> {
        match self {
            Self::Published(at) => Some(at),
            _ => None,
        }
    }

    pub(super) const fn revision_kind(self) -> RevisionKind {
        match self {
            Self::Published(_) => RevisionKind::Publish,
            _ => RevisionKind::Save,
        }
    }
}
