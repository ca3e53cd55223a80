//! `/api/v1/users`.

pub mod show;
pub mod stories;
mod view;

pub use view::{OwnProfileView, UserView};
