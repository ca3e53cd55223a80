//! Jobs that run, fail, panic and are stopped; the scheduler on a program with an obedient clock.

#![cfg(test)]

mod publication;
mod supervision;
