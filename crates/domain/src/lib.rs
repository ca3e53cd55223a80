//! What Quire is about, as values: ids, names, states, rules and ranking.
//!
//! Everything here is a pure function of its arguments. Nothing reads a clock, a random source, a
//! file or the network, so every rule can be tested at any moment of history; the one exception is
//! the machine's table of time zones ([`release_plan::ZoneName`]). The other crates speak in these
//! words; this one knows none of them.

pub mod account;
pub mod chapter;
pub mod id;
pub mod language;
pub mod limits;
pub mod order;
pub mod progress;
pub mod publication;
pub mod ranking;
pub mod release_plan;
pub mod slug;
pub mod story;
pub mod tag;
pub mod text;
pub mod time;
pub mod visibility;
mod word;

pub use id::{Chance, Ids};
pub use text::Invalid;
pub use time::{Clock, Timestamp};
