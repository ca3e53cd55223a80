//! The machine's refusals in the words of verbs.

use quire_domain::publication::{ImpossiblePublication, InvalidTransition, ScheduleRefused};

use crate::Refused;

impl From<InvalidTransition> for Refused {
    fn from(invalid: InvalidTransition) -> Self {
        Self::Transition(invalid.to_string())
    }
}

impl From<ScheduleRefused> for Refused {
    fn from(refused: ScheduleRefused) -> Self {
        match refused {
            ScheduleRefused::InvalidTransition(invalid) => invalid.into(),
            ScheduleRefused::NotInFuture { .. } => Self::field(
                "/publish_at",
                "not-in-future",
                "the moment is not in the future; leave it out to publish now",
            ),
        }
    }
}

impl From<ImpossiblePublication> for Refused {
    fn from(impossible: ImpossiblePublication) -> Self {
        Self::Store(quire_store::Error::Corrupt(impossible.to_string()))
    }
}
