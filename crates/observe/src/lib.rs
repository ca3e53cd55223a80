//! Logs, metrics, request ids and statement counts.
//!
//! Every other crate tells this one what happened (`tally::statement`, `http::RequestMeter`,
//! `jobs::finished`); the composition root decides once where it goes (`log::install`,
//! `exposition::Exposition::install`). What must stay true: telling costs well under a microsecond
//! and never fails, and nothing personal passes through here.

pub mod catalogue;
pub mod exposition;
pub mod http;
pub mod jobs;
pub mod log;
pub mod process;
pub mod publication;
pub mod request_id;
pub mod store;
pub mod tally;

pub use request_id::RequestId;
