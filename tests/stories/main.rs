//! Whole-product stories: every face over the real verbs, on SQLite, on PostgreSQL and through
//! PgBouncer, with a clock that obeys.
#![cfg(test)]

mod leaks;
mod stage;
mod weeks;
