//! Who holds a secret.

use quire_identity::token::{ApiSecret, SessionSecret};

use crate::{Actor, App, Result};

/// What a request shows to say who sent it.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'a> {
    /// The secret of a session, from a cookie or a bearer header.
    Session(&'a SessionSecret),
    /// An API token.
    Token(&'a ApiSecret),
}

impl App {
    /// Who holds a secret; `None` when nobody does, or not any more.
    pub async fn authenticate(&self, credential: Credential<'_>) -> Result<Option<Actor>> {
        let _ = credential;
        std::future::ready(Ok(None)).await
    }
}
