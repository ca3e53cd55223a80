//! The pages: as markup, and as people use them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails here fails its test"
)]

mod accounts;
mod administrator;
mod author;
mod desk;
mod importer;
mod markup;
mod person;
mod reader;
mod samples;
