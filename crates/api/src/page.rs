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
