//! Why a story stands where it stands: told to its authors.

use quire_domain::id::StoryId;
use quire_domain::ranking::{ActorTrust, EngagementKind};
use quire_store::engagements::{self, Tally};

use super::stored_key;
use crate::stories::{StoryRef, readable};
use crate::{Actor, App, Refused, Result};

/// Up to here places in the list of popular stories are counted.
const COUNTED_TO: i64 = 10_000;

/// Where a story stands in the list of popular stories, and why.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The number the list is sorted by; `None` when nobody has done anything yet.
    pub key: Option<f64>,
    /// The same as a sum of weights, each decayed to this moment.
    pub score: f64,
    /// Its place, from 1; `None` when it is not listed or stands behind the ten-thousandth.
    pub rank: Option<i64>,
    /// What was done today (UTC), by kind.
    pub today: Vec<Counted>,
}

/// How often something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What.
    pub kind: EngagementKind,
    /// Counted in full.
    pub full: i64,
    /// Counted as a quarter: by accounts younger than 72 hours.
    pub quarter: i64,
    /// Not counted: by those who write the story, or who may not write at all.
    pub excluded: i64,
}

impl App {
    /// Where a story stands in the list of popular stories, and why: for those who write it.
    pub async fn ranking(&self, actor: &Actor, story: &StoryRef) -> Result<Ranking> {
        let now = self.now();
        let mut unit = self.store().read().await?;
        let readable = readable(&mut unit, actor, story).await?;
        if readable.viewer.collaborator.is_none() {
            return Err(Refused::Forbidden("only its authors see how a story ranks"));
        }
        let id = readable.story.id;
        let stored = engagements::trend_key(&mut unit, id)
            .await?
            .ok_or(Refused::NotFound)?;
        let rank = rank(&mut unit, id, stored).await?;
        let today = by_kind(&engagements::of_day(&mut unit, id, now.day()).await?);
        let key = stored_key(stored);
        Ok(Ranking {
            key: key.map(quire_domain::ranking::TrendKey::get),
            score: key.map_or(0.0, |key| key.score(now)),
            rank,
            today,
        })
    }
}

async fn rank(unit: &mut impl quire_store::Unit, id: StoryId, key: f64) -> Result<Option<i64>> {
    let listed = engagements::is_listed(unit, id).await?;
    let before = engagements::rank(unit, key, id, COUNTED_TO).await?;
    Ok((listed && before < COUNTED_TO).then_some(before + 1))
}

fn by_kind(tallies: &[Tally]) -> Vec<Counted> {
    let count = |kind, trust| {
        let same = |tally: &&Tally| tally.kind == kind && tally.trust == trust;
        tallies.iter().find(same).map_or(0, |tally| tally.count)
    };
    EngagementKind::ALL
        .iter()
        .map(|kind| Counted {
            kind: *kind,
            full: count(*kind, ActorTrust::Full),
            quarter: count(*kind, ActorTrust::Low),
            excluded: count(*kind, ActorTrust::None),
        })
        .collect()
}
