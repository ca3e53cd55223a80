//! What a reader may want to know before reading.

use quire_app::stories::{Story, split_words};
use quire_domain::story::{Warning, WarningsAnswer};

use crate::chosen::Shown;

/// What a reader may want to know before reading.
#[derive(Debug, Clone, Default)]
pub struct Warnings {
    /// The warnings that apply.
    pub listed: Vec<&'static str>,
    /// The author chooses not to say.
    pub declined: bool,
}

impl Warnings {
    /// Those of a story, with those a chapter adds.
    pub fn of(story: &Story, chapter: &str) -> Self {
        let mut listed: Vec<Warning> = split_words(&story.warnings);
        listed.extend(split_words(chapter));
        listed.sort_unstable();
        listed.dedup();
        Self {
            listed: listed.into_iter().map(Shown::shown).collect(),
            declined: story.warnings_answer == WarningsAnswer::AuthorDeclines,
        }
    }

    /// Whether there is anything to say.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty() && !self.declined
    }

    /// All of it on one line.
    pub fn line(&self) -> String {
        let declined = self.declined.then_some("the author chooses not to say");
        let all: Vec<_> = self.listed.iter().copied().chain(declined).collect();
        all.join(", ")
    }

    /// Two, for samples.
    pub fn sample() -> Self {
        Self {
            listed: vec![
                Warning::Violence.shown(),
                Warning::MajorCharacterDeath.shown(),
            ],
            declined: false,
        }
    }
}
