//! Accounts: made, let in, kept safe, suspended.

mod applicants;
mod email;
mod insert;
mod own;
mod password;
mod register;
mod standing;
mod unattended;

pub use quire_store::accounts::{Account, Applicant};
pub use register::{Registered, Registration};

pub(crate) use insert::NewAccount;
