//! Passwords: what is accepted, and how it is kept.
//!
//! A password is kept as argon2id (RFC 9106) in a PHC string. Hashing is the one deliberately slow
//! thing a stranger can ask for, so it runs on a bounded number of threads with a bounded queue:
//! a flood of logins gets "busy" at once instead of taking the memory and the cores of readers.

mod block_list;
mod policy;

use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, PasswordHasher, PasswordVerifier, Version};
use quire_domain::Chance;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

pub use policy::{
    MAX_BYTES, MIN_CHARS, MIN_CHARS_STAFF, PasswordContext, PasswordRefused, check_password,
};

/// A password as somebody typed it, in Unicode normalisation form C (the `OpaqueString` profile of
/// RFC 8265): `é` typed as one character on one keyboard and as two on another is one password.
/// Not form KC: that would make different characters the same and passwords weaker.
/// Nothing else is changed: case, spaces inside and at the ends all count.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes what was typed.
    pub fn new(typed: &str) -> Self {
        Self(typed.nfc().collect())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(redacted)")
    }
}

/// What the store keeps of a password: a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredHash(String);

impl StoredHash {
    /// Takes the text the store has kept.
    pub fn from_stored(phc: String) -> Self {
        Self(phc)
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredHash(redacted)")
    }
}

/// How much work one hash is. The default is the first choice of the OWASP password storage sheet
/// for machines with little memory: 19 MiB, two passes, one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashWork {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes; more than one only helps an attacker with more cores than we use.
    pub lanes: u32,
}

impl Default for HashWork {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            lanes: 1,
        }
    }
}

/// Work parameters that argon2 does not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("argon2 needs at least 8 KiB of memory per lane, one pass and one lane")]
pub struct ImpossibleWork;

/// Why a password could be neither hashed nor compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashRefused {
    /// Too many are waiting; the caller answers 503 with `Retry-After`.
    #[error("too many passwords are being checked")]
    Busy,
    /// The stored text is no argon2 hash: the store is damaged, the password may be right.
    #[error("the stored password hash is not an argon2 PHC string")]
    Malformed,
    /// The process is shutting down, or the machine gave no memory.
    #[error("the password could not be hashed")]
    Failed,
}

/// Hashes and compares passwords, a few at a time.
#[derive(Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// One permit per hash that runs.
    running: Arc<Semaphore>,
    /// One permit per hash that runs or waits.
    admitted: Arc<Semaphore>,
}

/// How many may wait for each that runs. At some 30 ms a hash, the last in the queue waits a second.
const WAITING_PER_RUNNING: usize = 32;

impl Passwords {
    /// A pool that runs at most `permits` hashes at once; each takes `work.memory_kib` of memory
    /// and one thread. Zero permits are taken as one.
    pub fn new(work: HashWork, permits: usize) -> Result<Self, ImpossibleWork> {
        let params = argon2::Params::new(work.memory_kib, work.passes, work.lanes, None)
            .map_err(|_wrong| ImpossibleWork)?;
        let permits = permits.clamp(1, 1_024);
        Ok(Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            running: Arc::new(Semaphore::new(permits)),
            admitted: Arc::new(Semaphore::new(permits * (1 + WAITING_PER_RUNNING))),
        })
    }

    /// The hash to store for a new password, with 16 bytes of salt from `chance`.
    pub async fn hash(
        &self,
        password: &Password,
        chance: &dyn Chance,
    ) -> Result<StoredHash, HashRefused> {
        let mut salt = [0_u8; 16];
        chance.fill(&mut salt);
        let (argon2, password) = (self.argon2.clone(), password.clone());
        self.run(move || {
            argon2
                .hash_password_with_salt(password.0.as_bytes(), &salt)
                .map(|hash| StoredHash(hash.to_string()))
                .map_err(|_failed| HashRefused::Failed)
        })
        .await
    }

    /// Whether a password is the one whose hash is stored.
    pub async fn verify(
        &self,
        password: &Password,
        stored: &StoredHash,
    ) -> Result<bool, HashRefused> {
        let (argon2, password, stored) = (self.argon2.clone(), password.clone(), stored.clone());
        self.run(move || {
            let stored =
                phc::PasswordHash::new(&stored.0).map_err(|_text| HashRefused::Malformed)?;
            match argon2.verify_password(password.0.as_bytes(), &stored) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(_other) => Err(HashRefused::Malformed),
            }
        })
        .await
    }

    /// The work of [`Passwords::verify`] for an account that does not exist or has no password, so
    /// that the time of an answer does not tell which accounts exist. The caller answers "wrong".
    pub async fn verify_nobody(&self, password: &Password) -> Result<(), HashRefused> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        self.run(move || {
            let mut hash = [0_u8; argon2::Params::DEFAULT_OUTPUT_LEN];
            argon2
                .hash_password_into(password.0.as_bytes(), b"nobody's salt...", &mut hash)
                .map_err(|_failed| HashRefused::Failed)?;
            black_box(hash);
            Ok(())
        })
        .await
    }

    /// Whether a stored hash was made with other work than today's; after a right password the
    /// caller hashes it again. True for a text that is no argon2 hash.
    pub fn needs_rehash(&self, stored: &StoredHash) -> bool {
        let wanted = self.argon2.params();
        !phc::PasswordHash::new(&stored.0).is_ok_and(|hash| {
            let is = |name: &str, value: u32| hash.params.get_decimal(name) == Some(value);
            hash.algorithm == Algorithm::Argon2id.ident()
                && hash.version == Some(Version::V0x13.into())
                && is("m", wanted.m_cost())
                && is("t", wanted.t_cost())
                && is("p", wanted.p_cost())
        })
    }

    /// Runs one hash on a blocking thread. The permits go with the work, not with the caller: a
    /// client that hangs up frees nothing before the work is done, so the bound holds.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashRefused> + Send + 'static,
    ) -> Result<T, HashRefused> {
        let place = Arc::clone(&self.admitted)
            .try_acquire_owned()
            .map_err(|_full| HashRefused::Busy)?;
        let turn = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(|_closed| HashRefused::Failed)?;
        tokio::task::spawn_blocking(move || {
            let answer = work();
            drop((turn, place));
            answer
        })
        .await
        .map_err(|_stopped| HashRefused::Failed)?
    }
}

#[cfg(test)]
mod tests;
