//! `/api/v1/me/following`

pub mod stories;
pub mod users;
