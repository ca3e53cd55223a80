//! Pages of lists.

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The things on it.
    pub data: Vec<T>,
    /// What to send as `cursor` for the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A page of a verb, each thing on it as the API shows it.
    pub fn of<V>(page: quire_app::Page<V>, show: impl FnMut(V) -> T) -> Self {
        let page = page.map(show);
        Self {
            data: page.items,
            next_cursor: page.next.map(|cursor| cursor.to_string()),
        }
    }
}
