//! A story is described anew.

use quire_domain::id::StoryId;
use quire_domain::language::Language;
use quire_domain::slug::Slug;
use quire_domain::story::{
    AiUse, Audience, CollaboratorRole, Rating, SerialStatus, Warning, WarningsAnswer,
};
use quire_domain::text::{AuthorNote, Blurb, Remark, StoryTitle};
use quire_store::stories::{self, Story};
use quire_store::transact;
use serde_json::json;

use super::access::{StoryRef, held};
use crate::search::{index_story, relist};
use crate::{Actor, App, Refused, Result};

/// What changes; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct StoryChange {
    /// The title.
    pub title: Option<StoryTitle>,
    /// The address; the old one keeps leading here.
    pub slug: Option<Slug>,
    /// The description.
    pub blurb: Option<Blurb>,
    /// The language.
    pub language: Option<Language>,
    /// For whom.
    pub audience: Option<Audience>,
    /// Whether more is to come.
    pub serial_status: Option<SerialStatus>,
    /// Why it rests.
    pub hiatus_note: Option<Remark>,
    /// For which age.
    pub rating: Option<Rating>,
    /// The answer about warnings.
    pub warnings_answer: Option<WarningsAnswer>,
    /// The warnings.
    pub warnings: Option<Vec<Warning>>,
    /// What part machines had.
    pub ai_use: Option<AiUse>,
    /// Whether the world is the author's own.
    pub original: Option<bool>,
    /// The note put before new chapters.
    pub default_note_before: Option<AuthorNote>,
    /// The note put after new chapters.
    pub default_note_after: Option<AuthorNote>,
    /// The licence.
    pub license: Option<String>,
    /// Whether readers may download it.
    pub download: Option<bool>,
}

/// Closed words as the store keeps them.
pub(crate) fn join_words(warnings: &[Warning]) -> String {
    let words: Vec<_> = warnings.iter().map(|warning| warning.as_str()).collect();
    words.join(" ")
}

/// Closed words as the store has kept them; a word this program does not know is left out.
pub fn split_words(text: &str) -> Vec<Warning> {
    text.split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// The answer and the list say the same.
pub(super) fn check_warnings(answer: WarningsAnswer, warnings: &[Warning]) -> Result<()> {
    match (answer, warnings.is_empty()) {
        (WarningsAnswer::Listed, true) => Err(Refused::field(
            "/warnings",
            "empty",
            "list the warnings that apply, or answer none_apply",
        )),
        (WarningsAnswer::NoneApply, false) => Err(Refused::field(
            "/warnings",
            "not-empty",
            "the answer is none_apply, but warnings are listed",
        )),
        _ => Ok(()),
    }
}

impl App {
    /// Changes a story's description; `version` is the one the caller has seen.
    pub async fn describe_story(
        &self,
        actor: &Actor,
        id: StoryId,
        version: i64,
        change: &StoryChange,
    ) -> Result<Story> {
        let now = self.now();
        transact!(self.store(), unit => {
            let story = held(unit, actor, &StoryRef::Id(id))
                .await?
                .may(CollaboratorRole::may_publish)?;
            if story.version != version {
                return Err(Refused::Stale {
                    current: story.version,
                });
            }
            let answer = change.warnings_answer.unwrap_or(story.warnings_answer);
            let warnings = change
                .warnings
                .clone()
                .unwrap_or_else(|| split_words(&story.warnings));
            check_warnings(answer, &warnings)?;
            let status = change.serial_status.unwrap_or(story.serial_status);
            let hiatus_since = match status {
                SerialStatus::Hiatus => story.hiatus_since.or(Some(now)),
                _ => None,
            };
            let changed = stories::describe(
                unit,
                id,
                version,
                change.title.as_ref().unwrap_or(&story.title),
                change.blurb.as_ref().unwrap_or(&story.blurb),
                change.language.as_ref().unwrap_or(&story.language),
                change.audience.unwrap_or(story.audience),
                status,
                hiatus_since,
                change.hiatus_note.as_ref().unwrap_or(&story.hiatus_note),
                change.rating.unwrap_or(story.rating),
                answer,
                &join_words(&warnings),
                change.ai_use.unwrap_or(story.ai_use),
                change.original.unwrap_or(story.original),
                change
                    .default_note_before
                    .as_ref()
                    .unwrap_or(&story.default_note_before),
                change
                    .default_note_after
                    .as_ref()
                    .unwrap_or(&story.default_note_after),
                change.license.as_deref().unwrap_or(&story.license),
                change.download.unwrap_or(story.download),
                now,
            )
            .await?;
            if changed == 0 {
                return Err(Refused::Stale {
                    current: story.version,
                });
            }
            if let Some(slug) = change.slug.as_ref().filter(|slug| **slug != story.slug) {
                self.move_story(unit, &story, slug).await?;
            }
            relist(unit, id).await?;
            index_story(unit, id).await?;
            self.audit(
                unit,
                actor.account(),
                "story.describe",
                id.as_uuid(),
                &json!({}),
            )
            .await?;
            stories::by_id(unit, id).await?.ok_or(Refused::NotFound)
        })
    }

    async fn move_story(
        &self,
        unit: &mut quire_store::Writing,
        story: &Story,
        slug: &Slug,
    ) -> Result<()> {
        // Its own old slug may come back to it; another's may not.
        stories::forget_slug(unit, slug, story.id).await?;
        let taken = stories::slug_taken(unit, slug).await?;
        if taken || stories::rename(unit, story.id, slug).await? == 0 {
            return Err(Refused::Taken { field: "/slug" });
        }
        stories::remember_slug(unit, &story.slug, story.id, self.now()).await?;
        Ok(())
    }
}
