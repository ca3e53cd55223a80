//! `/settings`: what somebody decides about their own account, one file per page.

pub mod age;
pub mod password;
pub mod profile;
pub mod sessions;
pub mod tokens;
