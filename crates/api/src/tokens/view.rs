//! A token as the API shows it.

use quire_app::tokens::Token;
use quire_domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An API token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: String,
    /// When it ends.
    pub expires_at: String,
    /// The UTC day it was last used (`2026-11-28`); `null` before the first use.
    pub last_used_on: Option<String>,
}

const DAY_SECONDS: i64 = 86_400;

impl From<&Token> for TokenView {
    fn from(token: &Token) -> Self {
        let day = |day: i64| {
            let begin = Timestamp::from_seconds(day.saturating_mul(DAY_SECONDS)).to_string();
            begin.split('T').next().unwrap_or_default().to_owned()
        };
        Self {
            id: token.id.to_string(),
            name: token.name.to_string(),
            scopes: token.scopes.split(' ').map(str::to_owned).collect(),
            created_at: token.created_at.to_string(),
            expires_at: token.expires_at.to_string(),
            last_used_on: (token.last_used_day > 0).then(|| day(token.last_used_day)),
        }
    }
}
