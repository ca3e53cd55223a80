//! A story begins.

use quire_domain::account::Scope;
use quire_domain::id::StoryId;
use quire_domain::language::Language;
use quire_domain::story::{AiUse, Audience, CollaboratorRole, Rating, Warning, WarningsAnswer};
use quire_domain::text::{Blurb, StoryTitle};
use quire_store::stories::Story;
use quire_store::transact;
use quire_store::{Writing, collaborators, stories};
use serde_json::json;

use super::describe::{check_warnings, join_words};
use super::slug::free_slug;
use crate::{Actor, App, Refused, Result};

/// What a story begins with.
#[derive(Debug, Clone)]
pub struct NewStory {
    /// Its title.
    pub title: StoryTitle,
    /// Its description, Markdown.
    pub blurb: Blurb,
    /// The language it is written in.
    pub language: Language,
    /// Who may read it once it is published.
    pub audience: Audience,
    /// For which age.
    pub rating: Rating,
    /// The author's answer about warnings.
    pub warnings_answer: WarningsAnswer,
    /// The warnings, when some are listed.
    pub warnings: Vec<Warning>,
    /// What part machines had.
    pub ai_use: AiUse,
    /// Whether the world is the author's own.
    pub original: bool,
    /// The licence, in words; empty when all rights are kept.
    pub license: String,
}

impl App {
    /// Begins a story: a draft that only its author sees.
    pub async fn create_story(&self, actor: &Actor, new: &NewStory) -> Result<Story> {
        let owner = actor.signed_in(Scope::Write)?.id;
        check_warnings(new.warnings_answer, &new.warnings)?;
        transact!(self.store(), unit => { self.insert_story(unit, owner, new).await })
    }

    pub(crate) async fn insert_story(
        &self,
        unit: &mut Writing,
        owner: quire_domain::id::AccountId,
        new: &NewStory,
    ) -> Result<Story> {
        let (id, now): (StoryId, _) = (self.make(), self.now());
        let slug = free_slug(unit, &new.title, id).await?;
        let inserted = stories::insert(
            unit,
            id,
            &slug,
            &new.title,
            &new.blurb,
            &new.language,
            owner,
            new.audience,
            new.rating,
            new.warnings_answer,
            &join_words(&new.warnings),
            new.ai_use,
            new.original,
            &new.license,
            now,
        )
        .await?;
        if inserted == 0 {
            return Err(Refused::Store(quire_store::Error::Conflict(
                "another story took the slug".to_owned(),
            )));
        }
        collaborators::put(
            unit,
            id,
            owner,
            CollaboratorRole::Owner,
            owner,
            now,
            Some(now),
        )
        .await?;
        self.audit(unit, Some(owner), "story.create", id.as_uuid(), &json!({}))
            .await?;
        stories::by_id(unit, id).await?.ok_or(Refused::NotFound)
    }
}
