//! The verbs, told as stories, on SQLite, on PostgreSQL and through PgBouncer.

#![cfg(test)]

mod accounts;
mod chapters;
mod collaborators;
mod cursors;
mod demo;
mod doctor;
mod exports;
mod follows;
mod imports;
mod listings;
mod ordering;
mod people;
mod profiles;
mod publication;
mod reading;
mod release_plans;
mod revisions;
mod saving;
mod scheduler;
mod search;
mod sessions;
mod setup;
mod stage;
mod standing;
mod stories;
mod tables;
mod tags;
mod tokens;
mod trending;
