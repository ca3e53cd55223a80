//! What stands in the place of a text for adults until somebody has confirmed their age.

use crate::local::escaped;

/// What stands in the place of a text for adults.
#[derive(Debug, Clone)]
pub struct AgeGate {
    /// Whether somebody is signed in, who can confirm.
    pub signed_in: bool,
    /// Where to come back to.
    pub back: String,
}

impl AgeGate {
    /// Where to sign in first.
    pub fn sign_in(&self) -> String {
        format!("/login?next={}", escaped(&self.back))
    }
}
