//! Settings: defaults, file, environment and flags, each value with its origin.
//!
//! The commands of the binary gather [`Sources`], read [`Settings`] from them, and either show them
//! (`quire config show`), list what is wrong (`quire config check`) or start with the [`Config`].
//! What must stay true: every problem is told at once and with its fix, an unknown name is never
//! ignored, and no secret appears in any output.

mod accounts;
mod admin;
mod data;
mod database;
mod environment;
mod example;
mod file;
mod imports;
mod key;
mod log;
mod origin;
mod problem;
mod publication;
mod reading;
mod secret;
mod server;
mod settings;
mod site;
mod sources;

pub use accounts::{Accounts, Registration};
pub use admin::Admin;
pub use data::Data;
pub use database::{Database, DatabaseUrl};
pub use example::example_file;
pub use imports::Imports;
pub use key::{Key, Kind, keys};
pub use log::{Log, LogFormat};
pub use origin::Origin;
pub use problem::{Problem, Problems};
pub use publication::Publication;
pub use secret::Secret;
pub use server::{Network, Server};
pub use settings::{Config, Row, Settings};
pub use site::Site;
pub use sources::Sources;
