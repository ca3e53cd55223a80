//! `GET /api/v1/search`, `GET /api/v1/suggestions`

pub mod find;
pub mod suggest;
mod view;
