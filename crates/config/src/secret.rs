//! A value that must not be read by anyone who reads our output.

use std::fmt;

use serde::{Serialize, Serializer};

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Wraps a secret so that `Debug`, `Display` and serialisation show `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Hides a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: call it where it is used, never where it is shown.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_nowhere() {
        let secret = Secret::new("hunter22hunter".to_owned());
        let json = serde_json::to_string(&secret).unwrap();
        for shown in [format!("{secret:?}"), format!("{secret}"), json] {
            assert!(
                shown.contains(REDACTED) && !shown.contains("hunter"),
                "{shown}"
            );
        }
        assert_eq!(secret.expose(), "hunter22hunter");
    }
}
