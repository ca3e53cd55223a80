//! What a device reports.

use std::collections::HashMap;

use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::{ChapterId, StoryId};
use quire_domain::progress::{Fraction, Position};
use quire_domain::visibility::{Access, ChapterFacts, Deletion, Viewer, can_read};
use quire_store::reading::{self, Reported};
use quire_store::stories;
use quire_store::{Many, Unit};

use crate::stories::{facts, refuse_unless_shown, viewer};
use crate::{Actor, Refused, Result};

/// One report of a device: "the reader was here".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The chapter.
    pub chapter: ChapterId,
    /// The stable id of the block at the top of the screen; may be empty.
    pub block: String,
    /// How much of the chapter has been passed.
    pub fraction: Fraction,
    /// When, by the device's clock.
    pub client_time: Timestamp,
    /// The device's own name for itself.
    pub device: String,
    /// The device's own count of its reports, from 0.
    pub sequence: i64,
    /// Whether the reader went on to the next chapter from the end.
    pub finished: bool,
}

/// Characters of a device's name and of a block's id.
const NAME_CHARS: usize = 64;

impl Report {
    pub(super) fn check(&self) -> Result<()> {
        let name = |pointer: &str, text: &str, least: usize| {
            let length = text.chars().count();
            let plain = text.chars().all(|c| !c.is_control());
            if plain && (least..=NAME_CHARS).contains(&length) {
                Ok(())
            } else {
                let message = format!("write {least} to {NAME_CHARS} characters");
                Err(Refused::field(pointer, "length", message))
            }
        };
        name("/device", &self.device, 1)?;
        name("/block", &self.block, 0)?;
        if self.sequence < 0 {
            let message = "the count of a device begins at 0";
            return Err(Refused::field("/sequence", "out-of-range", message));
        }
        Ok(())
    }

    /// The report as it counts when it arrives at `now`.
    pub(super) fn position(&self, order: i64, now: Timestamp) -> Position {
        Position {
            chapter: self.chapter,
            order,
            block: self.block.clone(),
            fraction: self.fraction,
            client_time: self.client_time,
            device: self.device.clone(),
            sequence: self.sequence,
        }
        .received(now)
    }
}

/// The chapters of some reports that the actor may read, each with its story and place in reading
/// order, or why not. Statements grow with the stories, not with the reports.
pub(super) async fn placed(
    unit: &mut impl Unit,
    actor: &Actor,
    reports: &[Report],
) -> Result<Vec<Result<(StoryId, i64)>>> {
    let ids: Vec<ChapterId> = reports.iter().map(|report| report.chapter).collect();
    let chapters: HashMap<ChapterId, Reported> = reading::reported(unit, Many(&ids))
        .await?
        .into_iter()
        .map(|chapter| (chapter.id, chapter))
        .collect();
    let mut stories = HashMap::new();
    for chapter in chapters.values() {
        if let std::collections::hash_map::Entry::Vacant(entry) = stories.entry(chapter.story_id)
            && let Some(story) = stories::by_id(unit, chapter.story_id).await?
        {
            let viewer = viewer(unit, actor, &story).await?;
            entry.insert((story, viewer));
        }
    }
    Ok(reports
        .iter()
        .map(|report| {
            report.check()?;
            let chapter = chapters.get(&report.chapter).ok_or(Refused::NotFound)?;
            let (story, viewer) = stories.get(&chapter.story_id).ok_or(Refused::NotFound)?;
            readable(viewer, facts(story), chapter)?;
            Ok((chapter.story_id, chapter.order))
        })
        .collect())
}

fn readable(
    viewer: &Viewer,
    story: quire_domain::visibility::StoryFacts,
    chapter: &Reported,
) -> Result<()> {
    let access = can_read(viewer, story, Some(chapter_facts(chapter)));
    refuse_unless_shown(access)?;
    if access == Access::Interstitial {
        return Err(Refused::Forbidden(
            "the reader's age has to be confirmed first",
        ));
    }
    if chapter.kind.is_numbered() {
        Ok(())
    } else {
        Err(Refused::field(
            "/chapter",
            "announcement",
            "news of an author is no part of reading progress",
        ))
    }
}

/// What decides about a chapter. Whoever may not read a deleted one need not know who deleted it.
pub(super) const fn chapter_facts(chapter: &Reported) -> ChapterFacts {
    ChapterFacts {
        state: chapter.state,
        moderation: chapter.mod_state,
        deletion: if chapter.deleted_at.is_some() {
            Deletion::ByOther
        } else {
            Deletion::None
        },
    }
}

/// Whether readers get a chapter at all.
pub(super) fn is_out(chapter: &Reported) -> bool {
    chapter.state == ChapterState::Published && chapter.deleted_at.is_none()
}
