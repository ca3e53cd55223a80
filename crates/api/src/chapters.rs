//! `/api/v1/stories/{story}/chapters`, `/api/v1/chapters`.

pub mod content;
pub mod create;
pub mod delete;
pub mod draft;
pub mod list;
pub mod order;
pub mod publication;
pub mod restore;
pub mod show;
pub mod trash;
pub mod update;
mod view;
pub mod volumes;

pub use view::{ChapterLineView, ChapterView};
