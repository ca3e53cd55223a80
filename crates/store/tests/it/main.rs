//! The store on real engines: SQLite files, a private PostgreSQL, a real PgBouncer.

#![cfg(test)]

mod copy;
mod durability;
mod engines;
mod pooler;
mod statements;
mod units;
