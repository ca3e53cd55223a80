//! `/api/v1/stories`.

pub mod book;
mod card;
pub mod create;
pub mod delete;
pub mod list;
pub mod own;
pub mod publication;
pub mod queue;
pub mod ranking;
pub mod release_plan;
pub mod restore;
pub mod show;
pub mod tags;
pub mod trash;
pub mod update;
mod view;

pub use card::{CarriedTagView, StoryCardView};
pub use view::StoryView;
