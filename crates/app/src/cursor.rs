//! Pages of lists, and the cursors that lead from one to the next.
//!
//! A cursor is opaque and signed. It holds the place after which the list goes on; its signature
//! also covers the name of the list and its filters, so a cursor of another list, or of the same
//! one filtered differently, is refused instead of showing a page that fits nowhere.
//!
//! What a list of the program does:
//!
//! ```ignore
//! let list = self.list("stories.of_author", &(author, actor.account())).await?;
//! let before = list.after(request)?.unwrap_or(StoryId::from(Uuid::max()));
//! let rows = stories::of_author(unit, author, before, request.fetch()).await?;
//! Ok(list.page(request, rows, |row| row.id))
//! ```

mod place;

use std::fmt;

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use quire_domain::limits::{PAGE_DEFAULT, PAGE_MAX};
use quire_store::{keys, transact};
use serde::Serialize;
use tokio::sync::OnceCell;

pub use place::Place;

use crate::{App, Refused, Result};

/// The name under which the site keeps the key.
const KEY_NAME: &str = "cursor_key";
/// Bytes of the key: those of the digest.
const KEY_BYTES: usize = 32;
/// Bytes of the signature that a cursor carries.
const TAG_BYTES: usize = 16;
/// Longer texts are no cursors of ours.
const MAX_CHARS: usize = 1_024;

/// Where a list goes on, as callers get and give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// A text a caller gave; whether it is a cursor of a list only the list can tell.
    pub fn given(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to give to callers: letters, digits, `-` and `_`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much of a list somebody asks for, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    limit: u32,
    after: Option<Cursor>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            limit: PAGE_DEFAULT,
            after: None,
        }
    }
}

impl PageRequest {
    /// Checks what somebody asks for: 1 to 100 items, 20 when nothing is said.
    pub fn new(limit: Option<u32>, after: Option<Cursor>) -> Result<Self> {
        let limit = limit.unwrap_or(PAGE_DEFAULT);
        if (1..=PAGE_MAX).contains(&limit) {
            Ok(Self { limit, after })
        } else {
            Err(Refused::field(
                "/limit",
                "out-of-range",
                format!("write a number from 1 to {PAGE_MAX}"),
            ))
        }
    }

    /// Items on the page.
    pub const fn limit(&self) -> u32 {
        self.limit
    }

    /// Items to look for: one more than the page holds.
    pub(crate) fn wanted(&self) -> usize {
        usize::try_from(self.limit)
            .unwrap_or(usize::MAX)
            .saturating_add(1)
    }

    /// How many of these are missing when some have been found.
    pub(crate) fn missing(&self, found: usize) -> i64 {
        i64::try_from(self.wanted().saturating_sub(found)).unwrap_or(i64::MAX)
    }

    /// Rows to fetch: one more than the page holds tells whether another page follows.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// Its items, in the list's order.
    pub items: Vec<T>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page of a list without anything in it.
    pub(crate) const fn empty() -> Self {
        Self {
            items: Vec::new(),
            next: None,
        }
    }

    /// The same page of other things.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(make).collect(),
            next: self.next,
        }
    }
}

/// The key that cursors are signed with: read, or made, when the first list is asked for.
#[derive(Default)]
pub(crate) struct CursorKey(OnceCell<hmac::Key>);

/// One list of the program under one set of filters: what its cursors belong to.
pub(crate) struct List {
    key: hmac::Key,
    scope: Vec<u8>,
}

impl App {
    /// The list called `name`, under `filters`: everything that decides which items are in it and
    /// in which order, the viewer included where the items depend on them.
    pub(crate) async fn list(&self, name: &'static str, filters: &impl Serialize) -> Result<List> {
        let key = self.cursor_key().await?;
        let mut scope = name.as_bytes().to_vec();
        scope.push(0);
        serde_json::to_writer(&mut scope, filters)
            .map_err(|error| quire_store::Error::Corrupt(error.to_string()))?;
        scope.push(0);
        Ok(List { key, scope })
    }

    async fn cursor_key(&self) -> Result<hmac::Key> {
        let key = self.cursor_keeper().0.get_or_try_init(|| async {
            let known = keys::of(&mut self.store().read().await?, KEY_NAME).await?;
            let written = match known {
                Some(written) => written,
                None => self.make_cursor_key().await?,
            };
            let bytes = BASE64URL_NOPAD
                .decode(written.as_bytes())
                .map_err(|error| quire_store::Error::Corrupt(format!("{KEY_NAME}: {error}")))?;
            Ok::<_, Refused>(hmac::Key::new(hmac::HMAC_SHA256, &bytes))
        });
        Ok(key.await?.clone())
    }

    async fn make_cursor_key(&self) -> Result<String> {
        let mut bytes = [0; KEY_BYTES];
        self.chance().fill(&mut bytes);
        let written = BASE64URL_NOPAD.encode(&bytes);
        let now = self.now();
        transact!(self.store(), unit => {
            keys::keep(unit, KEY_NAME, &written, now).await?;
            let kept = keys::of(unit, KEY_NAME).await?;
            Ok::<_, Refused>(kept.unwrap_or_else(|| written.clone()))
        })
    }
}

impl List {
    /// The place the page begins after; `None` for the first page.
    pub(crate) fn after<P: Place>(&self, request: &PageRequest) -> Result<Option<P>> {
        request
            .after
            .as_ref()
            .map(|cursor| self.open(cursor).ok_or(Refused::Cursor))
            .transpose()
    }

    /// The page made of rows that were fetched with [`PageRequest::fetch`] as their limit.
    pub(crate) fn page<T, P: Place>(
        &self,
        request: &PageRequest,
        mut rows: Vec<T>,
        place: impl FnOnce(&T) -> P,
    ) -> Page<T> {
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|last| self.cursor(&place(last)));
        Page { items: rows, next }
    }

    /// The page made of items that a walk through something larger has found, each with its place.
    /// `rest` is where the walk stands; `None` at its end. A page may hold less than was asked for
    /// and lead on all the same: the walk goes only so far at once.
    pub(crate) fn walked<T, P: Place>(
        &self,
        request: &PageRequest,
        mut found: Vec<(P, T)>,
        rest: Option<P>,
    ) -> Page<T> {
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let next = if found.len() > limit {
            found.truncate(limit);
            found.last().map(|(place, _)| self.cursor(place))
        } else {
            rest.map(|place| self.cursor(&place))
        };
        Page {
            items: found.into_iter().map(|(_, item)| item).collect(),
            next,
        }
    }

    /// The cursor that leads on after a place.
    pub(crate) fn cursor(&self, place: &impl Place) -> Cursor {
        let mut bytes = Vec::new();
        place.write(&mut bytes);
        let tag = self.tag(&bytes);
        bytes.extend(tag.as_ref().iter().take(TAG_BYTES));
        Cursor(BASE64URL_NOPAD.encode(&bytes))
    }

    fn open<P: Place>(&self, cursor: &Cursor) -> Option<P> {
        if cursor.0.len() > MAX_CHARS {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(cursor.0.as_bytes()).ok()?;
        let (mut place, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG_BYTES)?)?;
        let expected = self.tag(place);
        aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_ref().get(..TAG_BYTES)?, tag)
            .ok()?;
        P::read(&mut place).filter(|_| place.is_empty())
    }

    fn tag(&self, place: &[u8]) -> hmac::Tag {
        let mut signed = hmac::Context::with_key(&self.key);
        let length = u64::try_from(self.scope.len()).unwrap_or(u64::MAX);
        signed.update(&length.to_be_bytes());
        signed.update(&self.scope);
        signed.update(place);
        signed.sign()
    }
}
