//! `/api/v1/tags`

pub mod canonical;
pub mod list;
pub mod show;
mod view;

pub use view::TagView;
