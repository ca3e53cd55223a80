//! What a request holds, read so that every fault is named: body, fields, parameters, ids, versions.

mod body;
mod field;
mod id;
mod params;
mod upload;
mod version;

pub use body::Body;
pub(crate) use field::body;
pub use field::{Fault, Faults, Field, FromJson, described};
pub use id::{StoryIn, id};
pub use params::{Params, invalid};
pub use upload::Upload;
pub use version::{IfMatch, versioned};
