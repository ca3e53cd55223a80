//! The one publication machine of a chapter.
//!
//! Every verb and the scheduler move a chapter through here and nowhere else, so that a chapter is
//! published exactly once per publication, never before its moment, and keeps the moment its
//! readers first got it. A transition takes the old value: what was refused cannot be half done.

use crate::chapter::ChapterState;
use crate::time::Timestamp;
use crate::word::words;

words! {
    /// What somebody, or the scheduler, wants to do with a chapter.
    pub enum PublicationAction {
        /// Show it to its readers now.
        Publish = "publish",
        /// Show it to its readers at a future moment; also moves that moment.
        Schedule = "schedule",
        /// Make a waiting chapter a draft again.
        Unschedule = "unschedule",
        /// Take it back from its readers.
        Withdraw = "withdraw",
        /// Show it again after it was taken back.
        Republish = "republish",
        /// The scheduler's: show it because its moment has come.
        PublishDue = "publish_due",
    }
}

/// An action that means nothing in the state a chapter is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a chapter that is {from} cannot take `{action}`")]
pub struct InvalidTransition {
    /// The state the chapter was in, and still is.
    pub from: ChapterState,
    /// What was asked.
    pub action: PublicationAction,
}

/// Why a chapter was not scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleRefused {
    /// The chapter is or was published already.
    #[error(transparent)]
    InvalidTransition(#[from] InvalidTransition),
    /// The moment is not after the present; publish instead.
    #[error("{publish_at} is not in the future")]
    NotInFuture {
        /// The moment asked for.
        publish_at: Timestamp,
    },
}

/// Columns of a stored chapter that no sequence of transitions can produce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a chapter cannot be {state} with these publication moments")]
pub struct ImpossiblePublication {
    /// The stored state.
    pub state: ChapterState,
}

/// Where a chapter stands, with the one moment that belongs to each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Publication {
    /// Never shown.
    Draft,
    /// Waits for its moment.
    Scheduled {
        /// When it will be shown.
        publish_at: Timestamp,
    },
    /// Shown.
    Published {
        /// When its readers first got it.
        published_at: Timestamp,
    },
    /// Was shown; taken back.
    Withdrawn {
        /// When its readers first got it.
        published_at: Timestamp,
    },
}

impl Publication {
    /// Reads the three columns of the store.
    pub fn from_stored(
        state: ChapterState,
        publish_at: Option<Timestamp>,
        published_at: Option<Timestamp>,
    ) -> Result<Self, ImpossiblePublication> {
        match (state, publish_at, published_at) {
            (ChapterState::Draft, None, None) => Ok(Self::Draft),
            (ChapterState::Scheduled, Some(publish_at), None) => Ok(Self::Scheduled { publish_at }),
            (ChapterState::Published, None, Some(published_at)) => {
                Ok(Self::Published { published_at })
            }
            (ChapterState::Withdrawn, None, Some(published_at)) => {
                Ok(Self::Withdrawn { published_at })
            }
            _ => Err(ImpossiblePublication { state }),
        }
    }

    /// The state, as the store and the API spell it.
    pub const fn state(self) -> ChapterState {
        match self {
            Self::Draft => ChapterState::Draft,
            Self::Scheduled { .. } => ChapterState::Scheduled,
            Self::Published { .. } => ChapterState::Published,
            Self::Withdrawn { .. } => ChapterState::Withdrawn,
        }
    }

    /// When a waiting chapter will be shown; only while it waits.
    pub const fn publish_at(self) -> Option<Timestamp> {
        match self {
            Self::Scheduled { publish_at } => Some(publish_at),
            _ => None,
        }
    }

    /// When readers first got the chapter; stays through withdrawal and return.
    pub const fn published_at(self) -> Option<Timestamp> {
        match self {
            Self::Published { published_at } | Self::Withdrawn { published_at } => {
                Some(published_at)
            }
            _ => None,
        }
    }

    /// Shows a draft now, or a waiting chapter before its moment.
    pub fn publish(self, now: Timestamp) -> Result<Self, InvalidTransition> {
        match self {
            Self::Draft | Self::Scheduled { .. } => Ok(Self::Published { published_at: now }),
            _ => Err(self.refuse(PublicationAction::Publish)),
        }
    }

    /// Lets a draft wait for a moment, or a waiting chapter for another one.
    pub fn schedule(self, publish_at: Timestamp, now: Timestamp) -> Result<Self, ScheduleRefused> {
        match self {
            Self::Draft | Self::Scheduled { .. } if publish_at > now => {
                Ok(Self::Scheduled { publish_at })
            }
            Self::Draft | Self::Scheduled { .. } => {
                Err(ScheduleRefused::NotInFuture { publish_at })
            }
            _ => Err(self.refuse(PublicationAction::Schedule).into()),
        }
    }

    /// Makes a waiting chapter a draft.
    pub fn unschedule(self) -> Result<Self, InvalidTransition> {
        match self {
            Self::Scheduled { .. } => Ok(Self::Draft),
            _ => Err(self.refuse(PublicationAction::Unschedule)),
        }
    }

    /// Takes a published chapter back.
    pub fn withdraw(self) -> Result<Self, InvalidTransition> {
        match self {
            Self::Published { published_at } => Ok(Self::Withdrawn { published_at }),
            _ => Err(self.refuse(PublicationAction::Withdraw)),
        }
    }

    /// Shows a withdrawn chapter again, with the moment of its first publication: a return is not
    /// news, so it moves nothing up in lists and feeds.
    pub fn republish(self) -> Result<Self, InvalidTransition> {
        match self {
            Self::Withdrawn { published_at } => Ok(Self::Published { published_at }),
            _ => Err(self.refuse(PublicationAction::Republish)),
        }
    }

    /// Whether the scheduler should show the chapter.
    pub fn due(self, now: Timestamp) -> bool {
        self.publish_at().is_some_and(|moment| moment <= now)
    }

    /// Shows a chapter whose moment has come. However late the scheduler is, the chapter carries
    /// the promised moment, so missed chapters keep their order. Refused when it is not due.
    pub fn publish_due(self, now: Timestamp) -> Result<Self, InvalidTransition> {
        match self {
            Self::Scheduled { publish_at } if publish_at <= now => Ok(Self::Published {
                published_at: publish_at,
            }),
            _ => Err(self.refuse(PublicationAction::PublishDue)),
        }
    }

    const fn refuse(self, action: PublicationAction) -> InvalidTransition {
        InvalidTransition {
            from: self.state(),
            action,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PublicationAction as Act;
    use super::*;

    const EARLIER: Timestamp = Timestamp::from_seconds(100);
    const NOW: Timestamp = Timestamp::from_seconds(200);
    const LATER: Timestamp = Timestamp::from_seconds(300);

    fn every_value() -> [Publication; 5] {
        [
            Publication::Draft,
            Publication::Scheduled { publish_at: LATER },
            Publication::Scheduled {
                publish_at: EARLIER,
            },
            Publication::Published {
                published_at: EARLIER,
            },
            Publication::Withdrawn {
                published_at: EARLIER,
            },
        ]
    }

    fn act(from: Publication, action: Act) -> Result<Publication, InvalidTransition> {
        match action {
            Act::Publish => from.publish(NOW),
            Act::Schedule => from.schedule(LATER, NOW).map_err(|refused| match refused {
                ScheduleRefused::InvalidTransition(invalid) => invalid,
                ScheduleRefused::NotInFuture { .. } => panic!("{LATER} is after {NOW}"),
            }),
            Act::Unschedule => from.unschedule(),
            Act::Withdraw => from.withdraw(),
            Act::Republish => from.republish(),
            Act::PublishDue => from.publish_due(NOW),
        }
    }

    #[test]
    fn every_action_on_every_state_does_what_the_table_says() {
        let published = |published_at| Some(Publication::Published { published_at });
        let waiting = Some(Publication::Scheduled { publish_at: LATER });
        let withdrawn = Some(Publication::Withdrawn {
            published_at: EARLIER,
        });
        // The columns follow `every_value`.
        let table = [
            (
                Act::Publish,
                [published(NOW), published(NOW), published(NOW), None, None],
            ),
            (Act::Schedule, [waiting, waiting, waiting, None, None]),
            (
                Act::Unschedule,
                [
                    None,
                    Some(Publication::Draft),
                    Some(Publication::Draft),
                    None,
                    None,
                ],
            ),
            (Act::Withdraw, [None, None, None, withdrawn, None]),
            (Act::Republish, [None, None, None, None, published(EARLIER)]),
            (
                Act::PublishDue,
                [None, None, published(EARLIER), None, None],
            ),
        ];
        assert_eq!(table.len(), Act::ALL.len());
        for (action, expected) in table {
            for (from, expected) in every_value().into_iter().zip(expected) {
                let wanted = expected.ok_or(InvalidTransition {
                    from: from.state(),
                    action,
                });
                assert_eq!(act(from, action), wanted, "{from:?} {action}");
            }
        }
    }

    #[test]
    fn the_moment_of_first_publication_survives_any_number_of_withdrawals() {
        let mut chapter = Publication::Draft.publish(NOW).unwrap();
        for _ in 0..3 {
            chapter = chapter.withdraw().unwrap().republish().unwrap();
            assert_eq!(chapter.published_at(), Some(NOW));
        }
    }

    #[test]
    fn a_chapter_is_due_from_its_moment_on_and_only_while_it_waits() {
        let waiting = Publication::Scheduled { publish_at: NOW };
        assert!(!waiting.due(Timestamp::from_micros(NOW.as_micros() - 1)));
        assert!(waiting.due(NOW));
        assert!(!waiting.publish_due(NOW).unwrap().due(LATER));
        assert!(!Publication::Draft.due(LATER));
    }

    #[test]
    fn the_present_is_not_a_future_moment() {
        assert_eq!(
            Publication::Draft.schedule(NOW, NOW),
            Err(ScheduleRefused::NotInFuture { publish_at: NOW })
        );
    }

    #[test]
    fn what_is_stored_reads_back_and_the_impossible_is_refused() {
        let mut read = 0;
        for state in ChapterState::ALL.iter().copied() {
            for publish_at in [None, Some(LATER)] {
                for published_at in [None, Some(EARLIER)] {
                    if let Ok(value) = Publication::from_stored(state, publish_at, published_at) {
                        assert_eq!(value.state(), state);
                        assert_eq!(value.publish_at(), publish_at);
                        assert_eq!(value.published_at(), published_at);
                        read += 1;
                    }
                }
            }
        }
        assert_eq!(read, ChapterState::ALL.len(), "one combination per state");
    }
}
