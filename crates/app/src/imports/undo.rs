//! An import is taken back: exactly what it made, unless somebody worked on it since.

use std::collections::HashMap;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use quire_domain::account::Scope;
use quire_domain::id::{AccountId, ChapterId, ImportId, RevisionId, StoryId};
use quire_domain::limits::CHAPTERS_PER_STORY;
use quire_domain::story::CollaboratorRole;
use quire_store::imports::Trace;
use quire_store::stories::Story;
use quire_store::{Writing, imports, removals, stories, transact};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::begin::Fresh;
use super::manuscript::Ready;
use crate::search::relist;
use crate::stories::{StoryRef, held_in_trash};
use crate::{Actor, App, Refused, Result};

/// How many changes a refusal names.
const NAMED: usize = 5;

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportUndone {
    /// The story's title.
    pub title: String,
    /// Chapters that were removed.
    pub chapters: u64,
}

/// What an import made, kept to find out later whether it was changed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Made {
    story: String,
    chapters: Vec<(ChapterId, RevisionId, String)>,
}

impl Made {
    pub(super) fn of(fresh: &Fresh, book: &Ready) -> Self {
        let rows = fresh.chapters.iter().zip(&book.chapters);
        Self {
            story: print(&[
                book.title.as_str(),
                book.blurb.as_str(),
                book.language.as_str(),
            ]),
            chapters: rows
                .map(|(row, chapter)| {
                    let texts = [
                        chapter.title.as_str(),
                        chapter.note_before.as_str(),
                        chapter.note_after.as_str(),
                    ];
                    (row.id, row.revision, print(&texts))
                })
                .collect(),
        }
    }

    /// What somebody did to the story since, in words.
    fn changes(&self, story: &Story, traces: &[Trace]) -> Vec<String> {
        let mut changes = Vec::new();
        let texts = [
            story.title.as_str(),
            story.blurb.as_str(),
            story.language.as_str(),
        ];
        if print(&texts) != self.story {
            changes.push("the story's description was changed".to_owned());
        }
        let mut made: HashMap<ChapterId, (&RevisionId, &String)> = self
            .chapters
            .iter()
            .map(|(id, revision, print)| (*id, (revision, print)))
            .collect();
        for trace in traces {
            let title = &trace.title;
            let texts = [
                title.as_str(),
                trace.note_before.as_str(),
                trace.note_after.as_str(),
            ];
            match made.remove(&trace.id) {
                None => changes.push(format!("\"{title}\" was added")),
                Some(_) if trace.deleted_at.is_some() => {
                    changes.push(format!("\"{title}\" was thrown away"));
                }
                Some((revision, _)) if trace.head_revision_id.as_ref() != Some(revision) => {
                    changes.push(format!("the text of \"{title}\" was edited"));
                }
                Some((_, before)) if print(&texts) != *before => {
                    changes.push(format!("the title or notes of \"{title}\" were changed"));
                }
                Some(_) => {}
            }
        }
        if !made.is_empty() {
            changes.push(format!("{} chapters are no longer there", made.len()));
        }
        changes
    }
}

fn print(texts: &[&str]) -> String {
    let sha = digest(&SHA256, texts.join("\0").as_bytes());
    HEXLOWER.encode(sha.as_ref()).chars().take(32).collect()
}

impl App {
    /// Removes the story an import made. Refused when somebody worked on it since, unless `force`.
    pub async fn undo_import(
        &self,
        actor: &Actor,
        id: ImportId,
        force: bool,
    ) -> Result<ImportUndone> {
        let member = actor.signed_in(Scope::Write)?.id;
        let (title, story, chapters) = self.begin_undo(actor, member, id, force).await?;
        self.finish_undo(id, Some(story)).await?;
        Ok(ImportUndone { title, chapters })
    }

    /// Checks that the import may be taken back, and hides what it made from everybody.
    async fn begin_undo(
        &self,
        actor: &Actor,
        member: AccountId,
        id: ImportId,
        force: bool,
    ) -> Result<(String, StoryId, u64)> {
        let now = self.now();
        transact!(self.store(), unit => {
            let run = imports::by_id(unit, id, member).await?.ok_or(Refused::NotFound)?;
            let story = run.story_id.filter(|_| run.undone_at.is_none()).ok_or_else(|| {
                Refused::Transition("what this import made is not there any more".to_owned())
            })?;
            stories::touch(unit, story, now).await?;
            let story = held_in_trash(unit, actor, &StoryRef::Id(story))
                .await?
                .may(CollaboratorRole::may_own)?;
            let longest = i64::try_from(CHAPTERS_PER_STORY + 1).unwrap_or(i64::MAX);
            let traces = imports::traces(unit, story.id, longest).await?;
            if !force {
                refuse_if_changed(unit, id, &story, &traces).await?;
            }
            imports::begin_undo(unit, id, now).await?;
            hide(unit, story.id).await?;
            self.tell(unit, "story.removed", story.id.as_uuid(), &json!({}), now).await?;
            let detail = json!({ "import": id, "force": force });
            self.audit(unit, Some(member), "import.undo", story.id.as_uuid(), &detail).await?;
            let chapters = u64::try_from(traces.len()).unwrap_or(u64::MAX);
            Ok::<_, Refused>((story.title.to_string(), story.id, chapters))
        })
    }
}

async fn refuse_if_changed(
    unit: &mut Writing,
    id: ImportId,
    story: &Story,
    traces: &[Trace],
) -> Result<()> {
    let made = match imports::papers(unit, id).await? {
        Some((_, made)) => serde_json::from_str(&made).map_err(|error| {
            Refused::Store(quire_store::Error::Corrupt(format!("import {id}: {error}")))
        })?,
        None => Made::default(),
    };
    let changes = made.changes(story, traces);
    if changes.is_empty() {
        return Ok(());
    }
    let mut named: Vec<String> = changes.iter().take(NAMED).cloned().collect();
    if changes.len() > NAMED {
        named.push(format!("and {} more", changes.len() - NAMED));
    }
    Err(Refused::Conflict(format!(
        "somebody worked on it since: {}; force it to remove that too",
        named.join("; ")
    )))
}

/// From here on nobody finds the story, whatever happens before the last of it is removed.
pub(crate) async fn hide(unit: &mut Writing, story: StoryId) -> Result<()> {
    removals::hide(unit, story).await?;
    removals::collaborators(unit, story).await?;
    relist(unit, story).await?;
    Ok(())
}
