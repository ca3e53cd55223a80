//! `/api/v1/sessions` and `/api/v1/me/sessions`.

pub mod log_in;
pub mod log_out;
pub mod own;
pub mod revoke;
mod view;

pub use view::SessionView;
