//! What several pages show the same way.

mod age_gate;
mod pager;
mod story_card;
mod warnings;

use quire_app::tags::Carried;

pub use age_gate::AgeGate;
pub use pager::Pager;
pub use story_card::StoryCard;
pub use warnings::Warnings;

/// A place to go.
#[derive(Debug, Clone)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub path: String,
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            path: path.into(),
        }
    }

    /// A tag, leading to its stories.
    pub fn tag(tag: &Carried) -> Self {
        Self::new(tag.name.to_string(), format!("/t/{}", tag.slug))
    }

    /// A person's name, leading to their profile.
    pub fn person(name: impl std::fmt::Display, handle: impl std::fmt::Display) -> Self {
        Self::new(name.to_string(), format!("/@{handle}"))
    }
}
