//! The SQL of every noun, written once for SQLite and PostgreSQL.
//!
//! Verbs in `app` open a unit ([`Store::read`], [`Store::write`]), run statements of the noun
//! modules in it, and commit it. Only [`engine`] knows that there are two engines; a statement is
//! one literal text, or, where the engines differ, two texts side by side.
//!
//! What must stay true: a statement is `&'static str`, never built; a unit of writing happens whole
//! or not at all; an acknowledged commit has been fsynced; nothing but this crate speaks SQL.

pub mod accounts;
pub mod chapters;
pub mod collaborators;
mod column;
pub mod copy;
pub mod demo;
pub mod editions;
pub mod engagements;
pub mod engine;
mod error;
pub mod follows;
pub mod imports;
pub mod integrity;
pub mod invites;
pub mod keys;
pub mod ledger;
pub mod listings;
pub mod migrate;
mod param;
pub mod profiles;
pub mod publication;
pub mod reading;
pub mod release_plans;
pub mod removals;
pub mod repair;
pub mod revisions;
mod row;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod setup;
#[doc(hidden)]
pub mod statement;
pub mod stories;
pub mod tags;
pub mod tokens;
mod unit;

pub use column::{Cell, Column};
pub use engine::{PostgresSettings, SqliteSettings, Store};
pub use error::{Error, Result};
pub use param::{Many, Param, ToParam};
pub use row::{FromRow, Row};
pub use statement::Statement;
pub use unit::{Reading, Unit, Writing};

/// The statements of every noun: what the test prepares on both engines.
pub static STATEMENTS: &[&[&Statement]] = &[
    accounts::ALL,
    chapters::ALL,
    collaborators::ALL,
    demo::ALL,
    editions::ALL,
    engagements::ALL,
    follows::ALL,
    invites::ALL,
    imports::ALL,
    keys::ALL,
    ledger::ALL,
    listings::ALL,
    profiles::ALL,
    publication::ALL,
    reading::ALL,
    release_plans::ALL,
    repair::ALL,
    removals::ALL,
    revisions::ALL,
    search::ALL,
    sessions::ALL,
    settings::ALL,
    setup::ALL,
    stories::ALL,
    tags::ALL,
    tokens::ALL,
];
