//! Who is calling: passwords, secrets that stand for a person, sessions, scopes.
//!
//! Called by the verbs of accounts and by the layer that reads a request's cookie or token. Nothing
//! here knows a database: what is stored is handed back as a value. No secret is ever stored or
//! printed: passwords as argon2id, every other secret as its SHA-256, and `Debug` shows neither.

pub mod code;
pub mod cookie;
pub mod password;
pub mod scope;
pub mod session;
pub mod token;
