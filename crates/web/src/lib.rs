//! The pages: one file per page, typed templates, no script needed.
//!
//! [`router()`] is the table of contents. A page is a permission (inside a verb), a few statements and
//! one view; a view is a struct that holds everything its template shows, with samples that a test
//! renders. Every button is a form: it is sent with POST, does one verb, and leads to a page with
//! GET; what was not accepted is shown again beside its fault.

mod admin;
mod assets;
mod book;
mod chapter;
mod chapter_name;
mod chosen;
mod discover;
mod error;
mod follow;
mod form;
mod home;
mod import;
mod local;
mod login;
mod logout;
mod moment;
mod origin;
mod parts;
mod profile;
mod reading;
mod register;
mod router;
pub mod samples;
mod search;
mod settings;
mod setup;
mod story;
mod tag;
mod view;
mod visit;
mod write;

pub use error::page as problem_page;
pub use router::{Face, body_limits, router};
