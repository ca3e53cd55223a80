//! The verbs, told as stories, on SQLite, on PostgreSQL and through PgBouncer.

#![cfg(test)]

mod accounts;
mod chapters;
mod collaborators;
mod cursors;
mod doctor;
mod exports;
mod imports;
mod ordering;
mod people;
mod profiles;
mod publication;
mod release_plans;
mod revisions;
mod saving;
mod scheduler;
mod sessions;
mod setup;
mod stage;
mod standing;
mod stories;
mod tables;
mod tokens;
