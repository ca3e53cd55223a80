//! A login as the API shows it.

use quire_app::sessions::OwnSession;
use serde::Serialize;
use utoipa::ToSchema;

/// A login.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    pub id: String,
    /// `web` or `device`.
    pub kind: &'static str,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The family of the browser or program.
    pub user_agent: String,
    /// The network it was made from, shortened.
    pub network: String,
    /// When it was made.
    pub created_at: String,
    /// When it was last used, within five minutes.
    pub last_used_at: String,
    /// When it ends unless it is used before.
    pub expires_at: String,
}

impl From<OwnSession> for SessionView {
    fn from(own: OwnSession) -> Self {
        let session = own.session;
        Self {
            id: session.id.to_string(),
            kind: session.kind.as_str(),
            current: own.current,
            user_agent: session.user_agent,
            network: session.network,
            created_at: session.created_at.to_string(),
            last_used_at: session.last_used_at.to_string(),
            expires_at: session.expires_at.to_string(),
        }
    }
}
