//! What readers do for stories, and the popularity that comes of it.
//!
//! A reader counts once per story, kind and UTC day. How much they count is decided when they do
//! something: those who write the story not at all, young accounts a quarter. What counts moves one
//! number of one story (see [`quire_domain::ranking`]), which is copied to the story's tags in the
//! same unit, so every list by popularity is always in order and no job ever walks the table.

mod ranking;

use std::time::Duration;

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId};
use quire_domain::ranking::{ActorTrust, Engagement, EngagementKind, HORIZON_DAYS, TrendKey};
use quire_store::engagements::{self, Standing};
use quire_store::{Writing, stories};

use crate::Result;

pub use ranking::{Counted, Ranking};

/// How old an account is before what it does counts in full.
const PROBATION: Duration = Duration::from_hours(72);
/// The most deeds that are summed up anew when one is taken back; older ones weigh next to nothing.
const SUMMED: i64 = 20_000;
/// The key of a story for which nobody has done anything.
const NO_KEY: f64 = -1e300;

fn trust(standing: &Standing, now: Timestamp) -> ActorTrust {
    if standing.collaborates || !standing.active {
        ActorTrust::None
    } else if now.since(standing.created_at) < PROBATION {
        ActorTrust::Low
    } else {
        ActorTrust::Full
    }
}

/// The key of a story as the store keeps it.
pub(crate) fn stored_key(key: f64) -> Option<TrendKey> {
    TrendKey::from_stored(key).filter(|_| key > NO_KEY)
}

/// Notes that somebody did something for a story and counts it.
pub(crate) async fn engage(
    unit: &mut Writing,
    story: StoryId,
    actor: AccountId,
    kind: EngagementKind,
    now: Timestamp,
) -> Result<()> {
    let Some(standing) = engagements::standing(unit, actor, story).await? else {
        return Ok(());
    };
    let trust = trust(&standing, now);
    let new = engagements::insert(unit, story, actor, kind, now.day(), trust, now).await?;
    if new == 0 || trust == ActorTrust::None {
        return Ok(());
    }
    let deed = Engagement {
        kind,
        trust,
        at: now,
    };
    let key = engagements::trend_key(unit, story).await?;
    let key = TrendKey::after(key.and_then(stored_key), deed);
    set_key(unit, story, key).await
}

/// Takes back what somebody did for a story.
pub(crate) async fn disengage(
    unit: &mut Writing,
    story: StoryId,
    actor: AccountId,
    kind: EngagementKind,
    now: Timestamp,
) -> Result<()> {
    let from = now.day() - HORIZON_DAYS;
    if engagements::remove(unit, story, actor, kind, from).await? == 0 {
        return Ok(());
    }
    let left = engagements::since(unit, story, from, SUMMED).await?;
    let left = left.into_iter().map(|deed| Engagement {
        kind: deed.kind,
        trust: deed.trust,
        at: deed.at,
    });
    set_key(unit, story, TrendKey::of(left)).await
}

async fn set_key(unit: &mut Writing, story: StoryId, key: Option<TrendKey>) -> Result<()> {
    let stored = key.map_or(NO_KEY, TrendKey::get);
    engagements::set_trend_key(unit, story, stored).await?;
    stories::spread_keys(unit, story).await?;
    Ok(())
}
