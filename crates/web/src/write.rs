//! `/write`: everything an author does, one file per page.

pub mod chapter;
pub mod chapter_new;
pub mod chapter_publication;
pub mod chapter_trash;
pub mod dashboard;
pub mod order;
pub mod plan;
pub mod queue;
pub mod revision;
pub mod revisions;
pub mod settings;
pub mod story;
pub mod story_new;
pub mod story_publication;
pub mod story_trash;
pub mod tags;
pub mod volumes;

use axum::extract::Query;
use quire_app::chapters::Contents;
use quire_app::stories::StoryRef;
use quire_app::{App, Cursor, PageRequest, Refused};
use quire_domain::account::Scope;
use quire_edge::problem::catalogue;
use quire_edge::{Failure, Problem};
use serde::Deserialize;

use crate::parts::Link;
use crate::visit::Visit;

/// Reads the id of a thing in an address; what cannot be one is nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse()
        .map_err(|_form| Problem::new(&catalogue::NOT_FOUND).into())
}

/// A story with its chapters, for one of its authors.
pub async fn own_contents(app: &App, visit: &Visit, story: &str) -> Result<Contents, Failure> {
    visit.actor.signed_in(Scope::Read)?;
    let contents = app
        .contents(&visit.actor, &StoryRef::Id(id(story)?))
        .await?;
    if contents.readable.viewer.collaborator.is_none() {
        return Err(Refused::Forbidden("only its authors may change a story").into());
    }
    Ok(contents)
}

/// What a page was led to after, and where its list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    cursor: String,
}

impl Asked {
    /// What was done, in words; nothing for a word that this program does not know.
    pub fn done(&self) -> &'static str {
        match self.done.as_str() {
            "saved" => "Saved.",
            "pending" => "Kept. Readers still get the text they had.",
            "live" => "Saved. Readers get the new text.",
            "published" => "Published.",
            "scheduled" => "Scheduled.",
            "draft" => "It is a draft again.",
            "withdrawn" => "Withdrawn: readers do not see it any more.",
            "deleted" => "Moved to the trash.",
            "restored" => "Restored.",
            "moved" => "Moved.",
            "revoked" => "Revoked.",
            "gone" => "The file did not wait any longer. Choose it once more.",
            _ => "",
        }
    }

    /// The part of the list that was asked for.
    pub fn page(self, limit: u32) -> Result<PageRequest, Failure> {
        let after = (!self.cursor.is_empty()).then(|| Cursor::given(self.cursor));
        Ok(PageRequest::new(Some(limit), after)?)
    }
}

/// The query of every page here.
pub type Then = Query<Asked>;
