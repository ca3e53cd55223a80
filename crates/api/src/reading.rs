//! Where a reader is: `/api/v1/me/progress`, `/api/v1/me/progress-batches`,
//! `/api/v1/me/continue`.

pub mod ahead;
pub mod batch;
pub mod keep;
mod view;
