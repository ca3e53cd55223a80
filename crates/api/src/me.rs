//! `/api/v1/me`: the caller's own account.

pub mod age;
pub mod credentials;
pub mod show;
pub mod update;
mod view;

pub use view::{AccountView, MeView};
