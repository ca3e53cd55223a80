//! The walk along the index of a list.

use quire_domain::Timestamp;
use quire_domain::id::StoryId;
use quire_store::Unit;
use quire_store::listings::{self, Entry};
use uuid::Uuid;

use super::card::{StoryItem, story_items};
use super::filter::{Sieve, StoryFilter, StoryOrder};
use crate::{App, Page, PageRequest, Result};

/// Entries that a filtered page looks at, step by step: few when most pass, some thousands when
/// hardly any does.
const WINDOWS: [i64; 3] = [100, 500, 2_000];

/// A place in any of the lists: both sort keys and the id.
type Place = (f64, Timestamp, StoryId);

fn top() -> Place {
    let last = StoryId::from(Uuid::max());
    (f64::MAX, Timestamp::from_micros(i64::MAX), last)
}

fn place(entry: &Entry) -> Place {
    (entry.trend_key, entry.at, entry.id)
}

impl App {
    /// A list of the public stories that pass a filter. Everybody gets the same.
    pub async fn stories(
        &self,
        order: StoryOrder,
        filter: &StoryFilter,
        request: &PageRequest,
    ) -> Result<Page<StoryItem>> {
        filter.check()?;
        let list = self.list("stories", &(order, filter)).await?;
        let mut after: Place = list.after(request)?.unwrap_or_else(top);
        let mut unit = self.store().read().await?;
        let Some(sieve) = Sieve::of(&mut unit, filter).await? else {
            return Ok(Page::empty());
        };
        let open = [request.fetch()];
        let windows: &[i64] = if sieve.is_open() { &open } else { &WINDOWS };
        let mut found: Vec<Entry> = Vec::new();
        let mut rest = Some(after);
        for window in windows {
            let entries = entries(&mut unit, order, &sieve, after, *window).await?;
            let whole = i64::try_from(entries.len()).is_ok_and(|count| count >= *window);
            rest = entries.last().filter(|_| whole).map(place);
            found.extend(sieve.pass(&mut unit, entries).await?);
            match rest {
                Some(rest) if found.len() < request.wanted() => after = rest,
                _ => break,
            }
        }
        let found: Vec<(Place, StoryId)> =
            found.iter().map(|entry| (place(entry), entry.id)).collect();
        let page = list.walked(request, found, rest);
        Ok(Page {
            items: story_items(&mut unit, &page.items, |card| card.listed).await?,
            next: page.next,
        })
    }
}

async fn entries(
    unit: &mut impl Unit,
    order: StoryOrder,
    sieve: &Sieve<'_>,
    (key, at, id): Place,
    window: i64,
) -> Result<Vec<Entry>> {
    Ok(match (sieve.driving, order) {
        (None, StoryOrder::Trending) => listings::trending(unit, key, id, window).await?,
        (None, StoryOrder::New) => listings::newest(unit, at, id, window).await?,
        (None, StoryOrder::Updated) => listings::updated(unit, at, id, window).await?,
        (Some(tag), StoryOrder::Trending) => {
            listings::trending_with(unit, tag, key, id, window).await?
        }
        (Some(tag), StoryOrder::New) => listings::newest_with(unit, tag, at, id, window).await?,
        (Some(tag), StoryOrder::Updated) => {
            listings::updated_with(unit, tag, at, id, window).await?
        }
    })
}
