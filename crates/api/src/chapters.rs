//! `/api/v1/chapters`.

pub mod publication;
