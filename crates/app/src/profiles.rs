//! Profiles: shown and changed.

mod change;
mod show;

pub use change::ProfileChange;
pub use quire_store::profiles::Profile;
pub use show::{ProfileAt, ProfileDetails, STORIES_COUNTED, ShownProfile};
