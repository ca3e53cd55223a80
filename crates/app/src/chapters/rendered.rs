//! Rendered chapters, kept in memory.
//!
//! What a revision looks like is the same for everyone and never changes, so it is kept under
//! (revision, render version) and nothing else. Whether somebody may see it is decided before the
//! cache is asked; it knows no reader.

use std::sync::Arc;

use moka::future::Cache;
use quire_domain::id::RevisionId;
use quire_prose::{Block, RENDER_VERSION};

use super::text::{at_length, marks_of, text_of};
use crate::{App, Refused, Result};

/// Bytes of text and HTML that are kept at most.
const CAPACITY: u64 = 32 * 1_024 * 1_024;
/// What a block takes beside its text and HTML.
const BLOCK_OVERHEAD: usize = 96;

type Key = (RevisionId, u32);

/// The blocks of chapters that were asked for lately.
#[derive(Clone)]
pub(crate) struct Rendered(Cache<Key, Arc<[Block]>>);

impl Default for Rendered {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(CAPACITY)
                .weigher(|_, blocks: &Arc<[Block]>| weight(blocks))
                .build(),
        )
    }
}

fn weight(blocks: &[Block]) -> u32 {
    let bytes: usize = blocks
        .iter()
        .map(|block| block.html.len() + block.text.len() + BLOCK_OVERHEAD)
        .sum();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

impl App {
    /// The blocks of a revision. The caller has made sure that they may be seen. Of many who ask at
    /// once for a chapter that just came out, one renders it.
    pub(super) async fn blocks_of(&self, revision: RevisionId) -> Result<Arc<[Block]>> {
        let key = (revision, RENDER_VERSION);
        let cache = &self.rendered().0;
        if let Some(blocks) = cache.get(&key).await {
            return Ok(blocks);
        }
        let render = async {
            let text = text_of(&mut self.store().read().await?, revision).await?;
            at_length(text.source.len(), move || {
                Arc::<[Block]>::from(quire_prose::render(&text.source, &marks_of(&text)))
            })
            .await
        };
        cache
            .try_get_with(key, render)
            .await
            .map_err(|refused: Arc<Refused>| {
                Arc::try_unwrap(refused).unwrap_or_else(|shared| {
                    Refused::Store(quire_store::Error::Unavailable(shared.to_string()))
                })
            })
    }
}
