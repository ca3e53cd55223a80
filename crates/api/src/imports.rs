//! `/api/v1/imports`.

pub mod create;
mod form;
pub mod list;
mod report;
pub mod show;
pub mod undo;
mod view;

pub use view::ImportView;
