//! `/api/v1/stories/{story}/collaborators`, `/api/v1/me/invitations`.

pub mod invitations;
pub mod list;
pub mod put;
pub mod remove;
mod view;

pub use view::CollaboratorsView;
