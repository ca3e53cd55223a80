//! Release plans: a story's rhythm, and the queue it publishes from.

mod insider;
mod plan;
mod queue;
mod stored;

pub use plan::{NewPlan, PlanView, SLOTS_SHOWN_MAX, Slot};
pub use quire_store::release_plans::Waiting;
pub(crate) use stored::{keep, read_plan};
