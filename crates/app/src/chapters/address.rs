//! Addresses of chapters: `/s/{story}/{number}-{chapter}`.
//!
//! The number is for people only; the slug decides, and whoever comes with a number or slug of
//! yesterday is led to today's.

use std::fmt;

use quire_domain::slug::Slug;
use quire_store::{Unit, chapters, stories};

use super::access::{ReadableChapter, shown_to};
use crate::stories::{StoryRef, find, viewer};
use crate::{Actor, App, Refused, Result};

/// Where a chapter is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterAddress {
    /// The story's part.
    pub story: Slug,
    /// The number people see; 0 for a chapter that carries none.
    pub number: i64,
    /// The chapter's part.
    pub slug: Slug,
}

impl ChapterAddress {
    /// Reads the part of a chapter in an address: `3-the-lamp`. The number may be missing.
    pub fn parse_part(part: &str) -> Option<(Option<i64>, Slug)> {
        let numbered = part.split_once('-').and_then(|(number, slug)| {
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let number = number.parse().ok().filter(|_| digits)?;
            Some((Some(number), Slug::parse(slug).ok()?))
        });
        numbered.or_else(|| Some((None, Slug::parse(part).ok()?)))
    }

    /// The chapter's part: `3-the-lamp`.
    pub fn part(&self) -> String {
        format!("{}-{}", self.number, self.slug)
    }
}

impl fmt::Display for ChapterAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/s/{}/{}-{}", self.story, self.number, self.slug)
    }
}

impl ReadableChapter {
    /// Where the chapter is found.
    pub fn address(&self) -> ChapterAddress {
        ChapterAddress {
            story: self.story.slug.clone(),
            number: self.chapter.number.unwrap_or(0),
            slug: self.chapter.slug.clone(),
        }
    }
}

/// What is found at an address.
#[derive(Debug, Clone)]
pub enum ChapterAt {
    /// The chapter.
    Here(Box<ReadableChapter>),
    /// The chapter has another address now.
    Moved(ChapterAddress),
}

impl App {
    /// The chapter somebody asks for by its address, or where it moved. Of a chapter that moved only
    /// those are told who may have it.
    pub async fn chapter_at(
        &self,
        actor: &Actor,
        story: &Slug,
        number: Option<i64>,
        slug: &Slug,
    ) -> Result<ChapterAt> {
        let mut unit = self.store().read().await?;
        let readable = at(&mut unit, actor, story, slug).await?;
        let address = readable.address();
        let asked = (story, number, slug);
        Ok(
            if asked == (&address.story, Some(address.number), &address.slug) {
                ChapterAt::Here(Box::new(readable))
            } else {
                ChapterAt::Moved(address)
            },
        )
    }
}

async fn at(
    unit: &mut impl Unit,
    actor: &Actor,
    story: &Slug,
    slug: &Slug,
) -> Result<ReadableChapter> {
    let found = find(unit, &StoryRef::Slug(story.clone())).await?;
    let story = if let Some(story) = found {
        story
    } else {
        let id = stories::by_old_slug(unit, story)
            .await?
            .ok_or(Refused::NotFound)?;
        stories::by_id(unit, id).await?.ok_or(Refused::NotFound)?
    };
    let found = chapters::by_slug(unit, story.id, slug).await?;
    let chapter = if let Some(chapter) = found {
        chapter
    } else {
        let id = chapters::by_old_slug(unit, story.id, slug)
            .await?
            .ok_or(Refused::NotFound)?;
        chapters::by_id(unit, id).await?.ok_or(Refused::NotFound)?
    };
    let viewer = viewer(unit, actor, &story).await?;
    shown_to(viewer, story, chapter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(part: &str) -> Option<(Option<i64>, String)> {
        ChapterAddress::parse_part(part).map(|(number, slug)| (number, slug.to_string()))
    }

    #[test]
    fn a_part_is_a_number_and_a_slug_or_a_slug() {
        assert_eq!(parts("3-the-lamp"), Some((Some(3), "the-lamp".to_owned())));
        assert_eq!(parts("0-news"), Some((Some(0), "news".to_owned())));
        assert_eq!(parts("5-1984"), Some((Some(5), "1984".to_owned())));
        assert_eq!(parts("the-lamp"), Some((None, "the-lamp".to_owned())));
        assert_eq!(parts("1984"), Some((None, "1984".to_owned())));
        for wrong in ["", "3-", "-x", "3-The", "99999999999999999999-x-"] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }
}
