//! People whose handle or name has what a reader looks for.

use quire_domain::account::AccountStatus;
use quire_domain::id::AccountId;
use quire_domain::text::SearchText;
use quire_store::{Many, follows};

pub use quire_store::follows::Person;

use super::Kind;
use super::query::Query;
use super::texts::with_places;
use super::walk::{Place, Walk};
use crate::{App, Page, PageRequest, Result};

/// Whether somebody stands in lists and search.
pub(super) const fn is_shown(person: &Person) -> bool {
    person.listed
        && matches!(
            person.status,
            AccountStatus::Active | AccountStatus::Suspended
        )
}

impl App {
    /// The members whose handle or name has what is asked for, the newest first.
    pub async fn search_people(
        &self,
        text: &SearchText,
        request: &PageRequest,
    ) -> Result<Page<Person>> {
        let list = self.list("search.people", &text.as_str()).await?;
        let after: Option<Place> = list.after(request)?;
        let mut unit = self.store().read_long().await?;
        let Some(query) = Query::of(&mut unit, text.as_str()).await? else {
            return Ok(Page::empty());
        };
        let mut walk = Walk::new(&mut unit, Kind::Person, &query, after).await?;
        let hits = walk.next(&mut unit, request.fetch()).await?;
        let ids: Vec<AccountId> = hits.iter().map(|(_, id)| AccountId::from(*id)).collect();
        let mut people = follows::people(&mut unit, Many(&ids)).await?;
        people.retain(is_shown);
        let found = with_places(hits, people, |person| person.id.as_uuid());
        Ok(list.walked(request, found, walk.place()))
    }
}
