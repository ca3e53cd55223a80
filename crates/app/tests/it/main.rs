//! The verbs, told as stories, on SQLite, on PostgreSQL and through PgBouncer.

mod chapters;
mod cursors;
mod stage;
mod stories;
