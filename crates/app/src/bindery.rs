//! Where books are taken apart and bound: work on whole files, on few threads, one book each.
//!
//! Reading a stranger's file and binding a long story take seconds and many megabytes. Here they
//! wait for one of a few places instead of taking the threads and the memory of everybody else.

use std::sync::Arc;
use std::time::Duration;

use quire_books::Limits;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Refused, Result};

/// How long a caller waits for a place before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(20);

/// The places for work on books, and how large a file may be.
#[derive(Debug, Clone)]
pub struct Bindery {
    limits: Limits,
    places: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
}

impl Default for Bindery {
    fn default() -> Self {
        Self::new(Limits::default(), 2)
    }
}

impl Bindery {
    /// A bindery that works on `places` books at a time, at least one.
    pub fn new(limits: Limits, places: usize) -> Self {
        Self {
            limits,
            places: Arc::new(Semaphore::new(places.max(1))),
            uploads: Arc::new(Semaphore::new(places.max(1).saturating_mul(2))),
        }
    }

    /// How much of an untrusted file is looked at.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A place for a file that is being sent: without one it is not read, so that many large files
    /// at once do not take all memory.
    pub async fn upload(&self) -> Result<Upload> {
        let permit = tokio::time::timeout(PATIENCE, Arc::clone(&self.uploads).acquire_owned())
            .await
            .map_err(|_elapsed| Refused::Busy)?
            .map_err(|_closed| Refused::Busy)?;
        Ok(Upload(permit))
    }

    /// A place, held until the book is done with.
    pub(crate) async fn place(&self) -> Result<Place> {
        let permit = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_elapsed| Refused::Busy)?
            .map_err(|_closed| Refused::Busy)?;
        Ok(Place(Arc::new(permit)))
    }
}

/// A place for a file that is being sent.
#[derive(Debug)]
pub struct Upload(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// A place in the bindery.
#[derive(Clone)]
pub(crate) struct Place(Arc<OwnedSemaphorePermit>);

impl Place {
    /// Does work that takes long, on a thread of its own. The place stays taken until the work is
    /// over, even when nobody waits for its end any more.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let held = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            let value = work();
            drop(held);
            value
        });
        done.await.map_err(|died| {
            Refused::Store(quire_store::Error::Unavailable(format!(
                "work on a book ended early: {died}"
            )))
        })
    }
}
