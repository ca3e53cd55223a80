//! A demonstration: stories, authors and readers that make every screen show something true.
//!
//! The serial written for this project comes with the program; a folder of EPUBs adds more. Each
//! story stands on a calendar that was begun some weeks ago, so that one part is out, the next is
//! scheduled and the rest waits for its release plan. Nobody can sign in as one of these people.
//! Everything made is noted in the unit that makes it, so that [`crate::App::clear_demo`] removes
//! exactly that, also after a load that stopped half way.

mod calendar;
mod clear;
mod load;
mod people;
mod readers;
mod serial;
mod story;

pub use clear::DemoCleared;
pub use load::{DemoLoaded, DemoStep, DemoStory};

/// Kinds of things noted.
const STORY: &str = "story";
const ACCOUNT: &str = "account";
const TAG: &str = "tag";
/// Noted last: without it a load stopped half way.
const LOADED: &str = "loaded";
/// More than a demonstration ever makes.
const ITEMS: i64 = 10_000;
