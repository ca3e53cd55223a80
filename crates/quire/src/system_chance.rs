//! The machine's source of chance.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use quire_domain::Chance;

/// Draws from the operating system.
#[derive(Debug, Clone, Default)]
pub struct SystemChance(SystemRandom);

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        if self.0.fill(bytes).is_err() {
            // Ids that collide and secrets that can be guessed are worse than no server.
            tracing::error!("the machine has no source of randomness: giving up");
            std::process::abort();
        }
    }
}
