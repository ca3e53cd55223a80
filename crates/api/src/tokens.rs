//! `/api/v1/me/api-tokens`.

pub mod create;
pub mod own;
pub mod revoke;
mod view;

pub use view::TokenView;
