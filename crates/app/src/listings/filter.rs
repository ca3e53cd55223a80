//! What a reader wants to see of a list.

use std::collections::HashSet;

use quire_domain::id::{StoryId, TagId};
use quire_domain::language::Language;
use quire_domain::slug::Slug;
use quire_domain::story::{Rating, SerialStatus, Warning};
use quire_domain::tag::TagKind;
use quire_store::listings::{self, Entry};
use quire_store::tags::{self, Tag};
use quire_store::{Many, Unit};
use serde::Serialize;

use crate::{Refused, Result};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryOrder {
    /// What is read and followed most lately comes first.
    Trending,
    /// The newest stories come first.
    New,
    /// Stories continued last come first.
    Updated,
}

/// Which stories stay in a list. Everything that is given must hold; of ratings, languages and
/// statuses one is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StoryFilter {
    /// Tags it carries, or synonyms of them.
    pub tags: Vec<Slug>,
    /// Genres it carries.
    pub genres: Vec<Slug>,
    /// Tags it does not carry.
    pub not_tags: Vec<Slug>,
    /// Its rating is one of these.
    pub ratings: Vec<Rating>,
    /// It lists all of these warnings.
    pub warnings: Vec<Warning>,
    /// It lists none of these warnings.
    pub not_warnings: Vec<Warning>,
    /// Its language is one of these; `en` also means `en-GB`.
    pub languages: Vec<Language>,
    /// Its status is one of these.
    pub statuses: Vec<SerialStatus>,
    /// It has at least as many words.
    pub words_min: Option<i64>,
    /// It has at most as many words.
    pub words_max: Option<i64>,
}

/// Tags that one filter may name.
const MAX_TAGS: usize = 20;

impl StoryFilter {
    /// Whether a filter can be worked with.
    pub(super) fn check(&self) -> Result<()> {
        let named = self.tags.len() + self.genres.len() + self.not_tags.len();
        if named > MAX_TAGS {
            return Err(Refused::field(
                "/tag",
                "too-many",
                format!("name at most {MAX_TAGS} tags"),
            ));
        }
        Ok(())
    }

    fn passes(&self, entry: &Entry) -> bool {
        let has = |warning: &Warning| entry.warnings.split(' ').any(|w| w == warning.as_str());
        one_of(&self.ratings, &entry.rating)
            && one_of(&self.statuses, &entry.serial_status)
            && (self.languages.is_empty()
                || self
                    .languages
                    .iter()
                    .any(|wanted| speaks(&entry.language, wanted)))
            && self.words_min.is_none_or(|least| entry.word_count >= least)
            && self.words_max.is_none_or(|most| entry.word_count <= most)
            && self.warnings.iter().all(has)
            && !self.not_warnings.iter().any(has)
    }

    /// Whether nothing but tags is asked for.
    fn is_of_tags(&self) -> bool {
        let bare = Self {
            tags: self.tags.clone(),
            genres: self.genres.clone(),
            not_tags: self.not_tags.clone(),
            ..Self::default()
        };
        *self == bare
    }
}

fn one_of<T: PartialEq>(wanted: &[T], found: &T) -> bool {
    wanted.is_empty() || wanted.contains(found)
}

fn speaks(language: &Language, wanted: &Language) -> bool {
    language
        .as_str()
        .strip_prefix(wanted.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// A filter whose tags have been looked up.
pub(super) struct Sieve<'a> {
    filter: &'a StoryFilter,
    /// The tag whose list is walked: the least used of those that are wanted.
    pub(super) driving: Option<TagId>,
    with: Vec<TagId>,
    without: Vec<TagId>,
}

impl<'a> Sieve<'a> {
    /// Looks the tags of a filter up; `None` when one that is wanted does not exist, so that
    /// nothing can pass.
    pub(super) async fn of(unit: &mut impl Unit, filter: &'a StoryFilter) -> Result<Option<Self>> {
        let named = filter
            .tags
            .iter()
            .chain(&filter.genres)
            .chain(&filter.not_tags);
        let slugs: Vec<String> = named.map(Slug::to_string).collect();
        let known = if slugs.is_empty() {
            Vec::new()
        } else {
            tags::by_slugs(unit, Many(&slugs)).await?
        };
        let find = |slug: &Slug| known.iter().find(|tag| tag.slug == *slug && !tag.banned);
        let mut wanted: Vec<&Tag> = Vec::new();
        for (slug, genre) in (filter.tags.iter().map(|slug| (slug, false)))
            .chain(filter.genres.iter().map(|slug| (slug, true)))
        {
            match find(slug) {
                Some(tag) if !genre || tag.kind == TagKind::Genre => wanted.push(tag),
                _ => return Ok(None),
            }
        }
        wanted.sort_by_key(|tag| (tag.usage_count, tag.id));
        // A story with a synonym has a row for the canonical tag as well.
        let canonical = |tag: &&Tag| tag.canonical_id.unwrap_or(tag.id);
        let mut with: Vec<TagId> = Vec::new();
        for tag in wanted.iter().map(canonical) {
            if !with.contains(&tag) {
                with.push(tag);
            }
        }
        let driving = (!with.is_empty()).then(|| with.remove(0));
        let without = filter.not_tags.iter().filter_map(find);
        Ok(Some(Self {
            filter,
            driving,
            with,
            without: without.map(|tag| canonical(&tag)).collect(),
        }))
    }

    /// Whether everything on the walked list passes.
    pub(super) fn is_open(&self) -> bool {
        self.with.is_empty() && self.without.is_empty() && self.filter.is_of_tags()
    }

    /// The entries that pass, in their order.
    pub(super) async fn pass(
        &self,
        unit: &mut impl Unit,
        entries: Vec<Entry>,
    ) -> Result<Vec<Entry>> {
        let mut passing: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| self.filter.passes(entry))
            .collect();
        if passing.is_empty() || (self.with.is_empty() && self.without.is_empty()) {
            return Ok(passing);
        }
        let stories: Vec<StoryId> = passing.iter().map(|entry| entry.id).collect();
        let tags: Vec<TagId> = self.with.iter().chain(&self.without).copied().collect();
        let rows = listings::tagged(unit, Many(&stories), Many(&tags)).await?;
        let carries: HashSet<(StoryId, TagId)> = rows.into_iter().collect();
        passing.retain(|entry| {
            let has = |tag: &TagId| carries.contains(&(entry.id, *tag));
            self.with.iter().all(has) && !self.without.iter().any(has)
        });
        Ok(passing)
    }
}
