//! Logins: made, listed, ended.

mod login;
mod own;

pub use login::{LoggedIn, Login};
pub use own::OwnSession;
pub use quire_store::sessions::Session;
