//! A request for a page: who asks, and what every page shows around its own part.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use quire_app::Actor;
use quire_domain::account::Role;
use quire_edge::{Caller, Failure};

use crate::router::Face;

/// A request for a page.
pub struct Visit {
    /// Who asks.
    pub actor: Actor,
    /// What the page shows around its own part.
    pub chrome: Chrome,
}

/// What every page shows around its own part.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// What the site is called.
    pub site_name: String,
    /// Who is signed in.
    pub reader: Option<Reader>,
}

/// Who is signed in, as the header shows them.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The handle.
    pub handle: String,
    /// Whether they run the site.
    pub admin: bool,
}

impl Chrome {
    /// Of a page for nobody in particular: samples, and errors that may come before anything is
    /// known.
    pub fn neutral() -> Self {
        Self {
            site_name: "Quire".to_owned(),
            reader: None,
        }
    }

    /// Of a page for somebody signed in, as samples show it.
    pub fn of_reader(handle: &str, admin: bool) -> Self {
        let handle = handle.to_owned();
        Self {
            reader: Some(Reader { handle, admin }),
            ..Self::neutral()
        }
    }

    /// Whether somebody is signed in.
    pub const fn signed_in(&self) -> bool {
        self.reader.is_some()
    }
}

impl FromRequestParts<Face> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, face: &Face) -> Result<Self, Failure> {
        let Caller(actor) = Caller::from_request_parts(parts, face).await?;
        let reader = actor.member().map(|member| Reader {
            handle: member.handle.to_string(),
            admin: member.role == Role::Admin,
        });
        let site_name = face.app.site_settings().await?.name.to_string();
        Ok(Self {
            actor,
            chrome: Chrome { site_name, reader },
        })
    }
}
