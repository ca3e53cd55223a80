//! What somebody who is still typing may mean.

use quire_domain::text::SearchText;
use quire_prose::fold;
use quire_store::tags::{self, Tag};
use quire_store::{Unit, follows};

use super::people::{Person, is_shown};
use crate::listings::StoryItem;
use crate::{Actor, App, PageRequest, Result};

/// Suggestions of each kind.
const EACH: u32 = 5;
/// Tags that are looked at to find the most used.
const WINDOW: i64 = 200;

/// A few things of each kind.
#[derive(Debug, Clone, Default)]
pub struct Suggestions {
    /// Stories by their titles and authors.
    pub stories: Vec<StoryItem>,
    /// Tags by how they begin, the most used first.
    pub tags: Vec<Tag>,
    /// People by how their handles begin.
    pub people: Vec<Person>,
}

impl App {
    /// What somebody who is still typing may mean.
    pub async fn suggest(&self, actor: &Actor, text: &SearchText) -> Result<Suggestions> {
        let begun = fold(text.as_str());
        if begun.is_empty() {
            return Ok(Suggestions::default());
        }
        let request = PageRequest::new(Some(EACH), None)?;
        let stories = self.search_stories(actor, text, &request).await?.items;
        let mut unit = self.store().read().await?;
        let tags = tags_from(&mut unit, &begun, EACH.into()).await?;
        let handle = text.as_str().trim_start_matches('@').to_ascii_lowercase();
        let end = format!("{handle}\u{7f}");
        let mut people = follows::people_with_prefix(&mut unit, &handle, &end, EACH.into()).await?;
        people.retain(is_shown);
        Ok(Suggestions {
            stories,
            tags,
            people,
        })
    }

    /// Tags in use that begin like a text, the most used first.
    pub async fn complete_tag(&self, text: &SearchText, limit: u32) -> Result<Vec<Tag>> {
        let begun = fold(text.as_str());
        if begun.is_empty() {
            return Ok(Vec::new());
        }
        tags_from(&mut self.store().read().await?, &begun, limit.into()).await
    }
}

async fn tags_from(unit: &mut impl Unit, begun: &str, limit: i64) -> Result<Vec<Tag>> {
    let from = begun.replace(' ', "-");
    let end = format!("{from}\u{7f}");
    Ok(tags::with_prefix(unit, &from, &end, WINDOW, limit).await?)
}
