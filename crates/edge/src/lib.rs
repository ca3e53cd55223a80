//! What every request passes, and the one shape of refusals.
//!
//! `stack.rs` reads top to bottom; each concern has a file. The faces put [`Stack`] around their
//! router and answer refusals with [`Problem`]. What must stay true: every answer has passed the
//! whole stack (a panic and a timeout too), and passing costs a few microseconds at most.

mod access_log;
mod body_limit;
mod caller;
mod csrf;
mod deadline;
mod headers;
mod origin;
mod panic;
pub mod problem;
mod real_ip;
mod refusal;
mod request_id;
mod stack;

pub use body_limit::BodyLimit;
pub use caller::{Caller, CookieName, credential};
pub use deadline::Deadline;
pub use origin::Origin;
pub use problem::Problem;
pub use real_ip::{ClientIp, TrustedProxies};
pub use refusal::Failure;
pub use stack::{Guarded, Settings, Stack};
