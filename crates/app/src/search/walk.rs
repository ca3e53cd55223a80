//! The walk through the index, newest first, in blocks that grow while little is found.

use quire_store::search::{self, BLOCKS};
use quire_store::{Many, Unit};
use uuid::Uuid;

use super::Kind;
use super::query::Query;
use crate::Result;

/// Blocks that one page looks into at most. Even an empty answer from sixty million documents takes
/// fewer; what is cut off is a page that finds little again and again in the newest blocks.
const STEPS: u32 = 32;

/// Where a result stands: its part (0 in titles, 1 elsewhere) and its number.
pub(super) type Place = (u8, i64);

/// A walk through the documents of one kind.
pub(super) struct Walk<'a> {
    query: &'a Query,
    low: i64,
    top: i64,
    part: u8,
    /// Everything from here on has been looked at.
    high: i64,
    level: usize,
    steps: u32,
}

impl<'a> Walk<'a> {
    /// A walk that goes on after a place, or begins.
    pub(super) async fn new(
        unit: &mut impl Unit,
        kind: Kind,
        query: &'a Query,
        after: Option<Place>,
    ) -> Result<Self> {
        let (low, high) = kind.range();
        let top = search::newest(unit, low, high).await? + 1;
        let (part, high) = after.unwrap_or((0, top));
        Ok(Self {
            query,
            low,
            top,
            part,
            high,
            level: 0,
            steps: 0,
        })
    }

    /// Where the walk stands; `None` when it has come to the end of the index.
    pub(super) const fn place(&self) -> Option<Place> {
        if self.part > 1 {
            None
        } else {
            Some((self.part, self.high))
        }
    }

    /// The next results, at most `limit`, not always that many; none when the walk is over or has
    /// gone as far as one page may.
    pub(super) async fn next(
        &mut self,
        unit: &mut impl Unit,
        limit: i64,
    ) -> Result<Vec<(Place, Uuid)>> {
        let mut found = Vec::new();
        while self.part <= 1 && self.steps < STEPS {
            let missing = limit - i64::try_from(found.len()).unwrap_or(limit);
            if missing <= 0 {
                break;
            }
            self.steps += 1;
            self.block(unit, missing, &mut found).await?;
        }
        Ok(found)
    }

    async fn block(
        &mut self,
        unit: &mut impl Unit,
        limit: i64,
        found: &mut Vec<(Place, Uuid)>,
    ) -> Result<()> {
        let shift = BLOCKS.get(self.level).copied().unwrap_or_default();
        let number = (self.high - 1) >> shift;
        let low = (number << shift).max(self.low);
        let block = format!("'{}:{number}'", self.level);
        let query = self.query;
        let all = format!("{block} & {}", query.all);
        let wanted = format!("{block} & {}", query.wanted);
        let (phrases, without) = (Many(&query.phrases), Many(&query.without));
        let high = self.high;
        let hits = if self.part == 0 {
            let fts = &query.fts_title;
            search::find_in_title(unit, fts, &all, &wanted, phrases, without, low, high, limit)
                .await?
        } else {
            let fts = &query.fts_elsewhere;
            search::find_elsewhere(unit, fts, &all, &wanted, phrases, without, low, high, limit)
                .await?
        };
        let part = self.part;
        let full = i64::try_from(hits.len()).is_ok_and(|count| count >= limit);
        match hits.last() {
            Some(last) if full => self.high = last.doc,
            _ => self.leave_block(low),
        }
        found.extend(hits.into_iter().map(|hit| ((part, hit.doc), hit.object_id)));
        Ok(())
    }

    /// The block is through without filling the page: a larger one is next, or the next part.
    fn leave_block(&mut self, low: i64) {
        self.high = low;
        if self.level + 1 < BLOCKS.len() {
            self.level += 1;
        }
        if low <= self.low {
            self.part += 1;
            self.high = self.top;
            self.level = 0;
        }
    }
}
