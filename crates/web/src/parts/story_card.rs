//! A story in a list.

use quire_app::listings::StoryItem;
use quire_domain::story::{Rating, SerialStatus};

use super::Link;
use crate::chosen::Shown;
use crate::moment::{Counted, Day};

/// Characters of the description on a card.
const BLURB_CHARS: usize = 280;

/// A story in a list.
#[derive(Debug, Clone)]
pub struct StoryCard {
    /// Its title, leading to it.
    pub title: Link,
    /// Who writes it.
    pub author: Link,
    /// The language of title and text.
    pub language: String,
    /// The beginning of its description.
    pub blurb: String,
    /// Status, rating, length: on one line.
    pub facts: String,
    /// When its newest chapter came.
    pub updated: Option<Day>,
    /// Its tags.
    pub tags: Vec<Link>,
}

impl StoryCard {
    /// Status, rating and length on one line.
    pub fn facts(status: SerialStatus, rating: Rating, chapters: i64, words: i64) -> String {
        format!(
            "{} · {} · {} · {}",
            status.shown(),
            rating.shown(),
            Counted(chapters, "chapter"),
            Counted(words, "word"),
        )
    }

    /// The beginning of a description.
    pub fn blurb(markdown: &str) -> String {
        quire_prose::excerpt(markdown, BLURB_CHARS)
    }

    /// For samples.
    pub fn sample() -> Self {
        Self {
            title: Link::new("The <Long> Way & Back", "/s/the-long-way-back"),
            author: Link::person("Ada Lovelace", "ada"),
            language: "en".to_owned(),
            blurb: "A clockmaker's daughter walks north.".to_owned(),
            facts: Self::facts(SerialStatus::Ongoing, Rating::Teen, 12, 34_567),
            updated: Some(Day(quire_domain::Timestamp::from_seconds(1_795_305_600))),
            tags: vec![Link::new("Slow burn", "/t/slow-burn")],
        }
    }
}

impl From<&StoryItem> for StoryCard {
    fn from(item: &StoryItem) -> Self {
        let card = &item.card;
        Self {
            title: Link::new(card.title.to_string(), format!("/s/{}", card.slug)),
            author: Link::person(&card.owner_name, &card.owner_handle),
            language: card.language.to_string(),
            blurb: Self::blurb(card.blurb.as_str()),
            facts: Self::facts(
                card.serial_status,
                card.rating,
                card.chapter_count,
                card.word_count,
            ),
            updated: card.last_chapter_at.map(Day),
            tags: item.tags.iter().map(Link::tag).collect(),
        }
    }
}
