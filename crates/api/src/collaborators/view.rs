//! Those who write a story, as the API shows them.

use quire_app::collaborators::Collaborator;
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody who writes a story.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollaboratorView {
    /// The account.
    pub id: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub display_name: String,
    /// `owner`, `co_author`, `editor` or `beta`.
    pub role: &'static str,
    /// When they agreed; `null` while they have not answered.
    pub accepted_at: Option<String>,
}

/// Those who write a story.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollaboratorsView {
    /// The owner first.
    pub data: Vec<CollaboratorView>,
}

impl From<Vec<Collaborator>> for CollaboratorsView {
    fn from(all: Vec<Collaborator>) -> Self {
        let views = all.into_iter().map(|one| CollaboratorView {
            id: one.account_id.to_string(),
            handle: one.handle.to_string(),
            display_name: one.display_name.to_string(),
            role: one.role.as_str(),
            accepted_at: one.accepted_at.map(|at| at.to_string()),
        });
        Self {
            data: views.collect(),
        }
    }
}
