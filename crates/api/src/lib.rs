//! The JSON face: `/api/v1`.
//!
//! [`router()`] is the table of contents; every endpoint has a file, named as its path. A handler
//! reads the request, calls one verb of `app` and shows the answer; it opens no unit and decides no
//! right. The OpenAPI document is made of the same list as the routes, so the two cannot differ.

mod accounts;
mod admin;
mod chapters;
mod collaborators;
mod docs;
mod follows;
mod imports;
mod me;
mod page;
mod reading;
mod request;
mod revisions;
mod router;
mod search;
mod sessions;
mod setup;
mod stories;
mod tags;
mod tokens;
mod users;

pub use router::{Face, document, router};
