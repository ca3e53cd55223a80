//! Tags: chosen by authors, brought together by administrators, used by readers to find stories.

mod admin;
mod choose;
mod implied;
mod show;

pub use choose::TagChoice;
pub use quire_store::tags::{Carried, Tag};
pub use show::TagPage;
