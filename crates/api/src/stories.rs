//! `/api/v1/stories`.

pub mod book;
pub mod create;
pub mod delete;
pub mod own;
pub mod publication;
pub mod queue;
pub mod release_plan;
pub mod restore;
pub mod show;
pub mod trash;
pub mod update;
mod view;

pub use view::StoryView;
