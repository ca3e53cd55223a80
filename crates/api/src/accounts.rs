//! `/api/v1/accounts`.

pub mod register;
