//! The API as its callers meet it: the whole stack around the real routes on a real store.
#![cfg(test)]

mod accounts;
mod administration;
mod authorization;
mod chapters;
mod discovery;
mod document;
mod imports;
mod input;
mod publication;
mod stage;
mod stories;
