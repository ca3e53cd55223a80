//! What Quire is about, as values: ids, names, states, rules and ranking.
//!
//! Everything here is a pure function of its arguments. Nothing reads a clock, a random source, a
//! file or the network, so every rule can be tested at any moment of history. The other crates
//! speak in these words; this one knows none of them.

pub mod account;
pub mod chapter;
pub mod id;
pub mod language;
pub mod slug;
pub mod story;
pub mod tag;
pub mod text;
pub mod time;
mod word;

pub use id::{Chance, Ids};
pub use text::Invalid;
pub use time::{Clock, Timestamp};
