//! The verbs of the product: one verb, one function.
//!
//! Three faces call them: the JSON API, the pages and the jobs. Permission, the state machine, the
//! transaction, the audit entry and the outbox event of a verb happen in its function and nowhere
//! else. A verb takes an [`Actor`] and asks it for the right it needs; it answers with a value or
//! with the reason why not ([`Refused`]).

pub mod accounts;
mod actor;
mod authenticate;
mod bindery;
pub mod chapters;
pub mod collaborators;
mod cursor;
pub mod demo;
pub mod doctor;
pub mod engagements;
pub mod exports;
mod follows;
pub mod imports;
pub mod invites;
pub mod listings;
mod outbox;
pub mod profiles;
pub mod publication;
pub mod reading;
mod refused;
pub mod release_plans;
mod removal;
pub mod revisions;
pub mod scheduler;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod stories;
pub mod tags;
pub mod tokens;
mod unit;
pub mod volumes;

use std::sync::Arc;

use quire_domain::{Chance, Clock, Ids, Timestamp};
use quire_identity::password::Passwords;
use quire_store::Store;

pub use actor::{Actor, InPerson, Member};
pub use authenticate::Credential;
pub use bindery::{Bindery, Upload};
pub use cursor::{Cursor, Page, PageRequest};
pub use quire_store::Error as StoreError;
pub use refused::{FieldError, Refused, Result};

/// The program without a face: rows, time and chance. Cheap to clone.
#[derive(Clone)]
pub struct App(
    Arc<Parts>,
    Arc<cursor::CursorKey>,
    chapters::Rendered,
    Bindery,
);

/// What a program is made of; the composition root fills it.
pub struct Parts {
    /// Where the rows are.
    pub store: Store,
    /// Where the present comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Where passwords are hashed, a few at a time.
    pub passwords: Passwords,
    /// How the site is set up until an administrator decides otherwise.
    pub site: settings::Site,
}

impl App {
    /// Puts a program together.
    pub fn new(parts: Parts) -> Self {
        Self(
            Arc::new(parts),
            Arc::default(),
            chapters::Rendered::default(),
            Bindery::default(),
        )
    }

    /// The same program with another bindery: its limits are an operator's choice.
    #[must_use]
    pub fn with_bindery(self, bindery: Bindery) -> Self {
        Self(self.0, self.1, self.2, bindery)
    }

    /// Where the rows are: for readiness, metrics and commands, not for faces.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Where passwords are hashed.
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// What is known of the site without asking the store.
    pub(crate) fn site(&self) -> &settings::Site {
        &self.0.site
    }

    /// Where chance comes from.
    pub(crate) fn chance(&self) -> &dyn Chance {
        self.0.chance.as_ref()
    }

    /// Where the key of cursors is kept.
    pub(crate) fn cursor_keeper(&self) -> &cursor::CursorKey {
        &self.1
    }

    /// Rendered chapters.
    pub(crate) const fn rendered(&self) -> &chapters::Rendered {
        &self.2
    }

    /// Where books are read and bound.
    pub const fn bindery(&self) -> &Bindery {
        &self.3
    }

    /// A new id.
    pub(crate) fn make<T: From<uuid::Uuid>>(&self) -> T {
        Ids {
            clock: self.0.clock.as_ref(),
            chance: self.0.chance.as_ref(),
        }
        .make()
    }
}
