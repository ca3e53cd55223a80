//! An author chooses the tags of a story.

use quire_domain::id::StoryId;
use quire_domain::slug::Slug;
use quire_domain::story::CollaboratorRole;
use quire_domain::tag::{MAX_GENRES, MAX_OTHER_TAGS, TagKind};
use quire_domain::text::TagName;
use quire_store::tags::{self, Carried, Tag};
use quire_store::{Many, Writing, chapters, transact};
use serde_json::json;

use super::implied::carry;
use crate::search::index_story;
use crate::stories::{StoryRef, held};
use crate::{Actor, App, FieldError, Refused, Result};

/// A tag as an author writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChoice {
    /// What it is about. A tag that exists keeps its own kind.
    pub kind: TagKind,
    /// Its name.
    pub name: TagName,
}

impl App {
    /// Sets the tags of a story: one to three genres and at most fifty others. Tags nobody has used
    /// yet are made; names that differ only in case, accents or signs are one tag.
    pub async fn set_tags(
        &self,
        actor: &Actor,
        story: StoryId,
        choices: &[TagChoice],
    ) -> Result<Vec<Carried>> {
        let wanted = wanted(choices)?;
        transact!(self.store(), unit => {
            held(unit, actor, &StoryRef::Id(story))
                .await?
                .may(CollaboratorRole::may_publish)?;
            let tags = self.put_wanted(unit, story, &wanted).await?;
            self.audit(
                unit,
                actor.account(),
                "story.tag",
                story.as_uuid(),
                &json!({ "tags": tags.len() }),
            )
            .await?;
            Ok::<_, Refused>(tags::of_stories(unit, Many(&[story])).await?)
        })
    }

    /// Sets the tags of a story in a unit that may do so.
    pub(crate) async fn put_tags(
        &self,
        unit: &mut Writing,
        story: StoryId,
        choices: &[TagChoice],
    ) -> Result<()> {
        self.put_wanted(unit, story, &wanted(choices)?).await?;
        Ok(())
    }

    async fn put_wanted(
        &self,
        unit: &mut Writing,
        story: StoryId,
        wanted: &[(Slug, TagChoice)],
    ) -> Result<Vec<Tag>> {
        chapters::hold_order(unit, story).await?;
        let tags = self.made(unit, wanted, self.now()).await?;
        check(&tags)?;
        carry(unit, story, &tags).await?;
        index_story(unit, story).await?;
        Ok(tags)
    }

    /// The tags with some addresses, those that are missing made.
    async fn made(
        &self,
        unit: &mut Writing,
        wanted: &[(Slug, TagChoice)],
        now: quire_domain::Timestamp,
    ) -> Result<Vec<Tag>> {
        let slugs: Vec<String> = wanted.iter().map(|(slug, _)| slug.to_string()).collect();
        let known = tags::by_slugs(unit, Many(&slugs)).await?;
        for (slug, choice) in wanted {
            if !known.iter().any(|tag| tag.slug == *slug) {
                tags::insert(unit, self.make(), choice.kind, &choice.name, slug, now).await?;
            }
        }
        let mut tags = tags::by_slugs(unit, Many(&slugs)).await?;
        tags.sort_by_key(|tag| wanted.iter().position(|(slug, _)| *slug == tag.slug));
        Ok(tags)
    }
}

/// The addresses of what was chosen, each once.
fn wanted(choices: &[TagChoice]) -> Result<Vec<(Slug, TagChoice)>> {
    let mut wanted: Vec<(Slug, TagChoice)> = Vec::new();
    let mut faults = Vec::new();
    for (place, choice) in choices.iter().enumerate() {
        match Slug::from_title(choice.name.as_str()) {
            Some(slug) if wanted.iter().all(|(other, _)| *other != slug) => {
                wanted.push((slug, choice.clone()));
            }
            Some(_) => {}
            None => faults.push(FieldError {
                pointer: format!("/tags/{place}/name"),
                code: "form",
                message: "a tag needs at least one letter or digit".to_owned(),
            }),
        }
    }
    if faults.is_empty() {
        Ok(wanted)
    } else {
        Err(Refused::Invalid(faults))
    }
}

fn check(tags: &[Tag]) -> Result<()> {
    if let Some(banned) = tags.iter().find(|tag| tag.banned) {
        let message = format!("the tag {} is not allowed on this site", banned.name);
        return Err(Refused::field("/tags", "banned", message));
    }
    let genres = tags.iter().filter(|tag| tag.kind == TagKind::Genre).count();
    if genres == 0 || genres > MAX_GENRES {
        let message = format!("a story has one to {MAX_GENRES} genres");
        return Err(Refused::field("/tags", "genres", message));
    }
    if tags.len() - genres > MAX_OTHER_TAGS {
        let message = format!("a story has at most {MAX_OTHER_TAGS} tags beside its genres");
        return Err(Refused::field("/tags", "too-many", message));
    }
    Ok(())
}
