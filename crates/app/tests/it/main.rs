//! The verbs, told as stories, on SQLite, on PostgreSQL and through PgBouncer.

#![cfg(test)]

mod chapters;
mod cursors;
mod publication;
mod release_plans;
mod scheduler;
mod stage;
mod stories;
