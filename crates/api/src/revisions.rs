//! `/api/v1/chapters/{chapter}/revisions`, `/api/v1/chapters/{chapter}/restorations`.

pub mod label;
pub mod list;
pub mod restore;
pub mod show;
mod view;

pub use view::RevisionView;
