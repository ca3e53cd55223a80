//! `/api/v1/admin`: for administrators.

pub mod invites;
pub mod registrations;
pub mod settings;
pub mod standing;
