//! `/api/v1/users`.

pub mod show;
mod view;

pub use view::{OwnProfileView, UserView};
