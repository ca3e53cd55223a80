//! The name of one request, told to the caller, written in every log line and problem document.

use std::fmt;
use std::str;

const LONGEST: usize = 64;
const SHORTEST: usize = 8;

/// A request's name: 8 to 64 characters out of `A-Z a-z 0-9 . _ -`.
///
/// Held inline so that giving every request one costs no allocation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestId {
    bytes: [u8; LONGEST],
    length: u8,
}

tokio::task_local! {
    static CURRENT: RequestId;
}

impl RequestId {
    /// Takes a caller's own id when it is well formed; anything else could forge log lines.
    pub fn accept(text: &str) -> Option<Self> {
        let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        if !(SHORTEST..=LONGEST).contains(&text.len()) || !text.bytes().all(named) {
            return None;
        }
        Some(Self::of(text.bytes()))
    }

    /// Makes an id of 32 hexadecimal digits, the shape of a W3C trace id.
    pub fn generate(chance: [u8; 16]) -> Self {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        Self::of(
            chance
                .into_iter()
                .flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]),
        )
    }

    /// The id as it travels in `X-Request-Id`.
    pub fn as_str(&self) -> &str {
        let told = self.bytes.get(..usize::from(self.length));
        str::from_utf8(told.unwrap_or_default()).unwrap_or_default()
    }

    /// The id of the request this task works for, if it works for one.
    ///
    /// A task started with `spawn` or `spawn_blocking` does not inherit it.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|id| *id).ok()
    }

    /// Runs `work` as part of this request.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }

    fn of(text: impl Iterator<Item = u8>) -> Self {
        let mut id = Self {
            bytes: [0; LONGEST],
            length: 0,
        };
        for (slot, byte) in id.bytes.iter_mut().zip(text) {
            *slot = byte;
            id.length += 1;
        }
        id
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestId({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_well_formed_id_of_the_caller_is_kept() {
        let longest = "a".repeat(64);
        for text in ["01234567", "req_2026-11-22.a", longest.as_str()] {
            assert_eq!(RequestId::accept(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn an_id_that_could_forge_a_log_line_is_refused() {
        let too_long = "a".repeat(65);
        for text in [
            "",
            "1234567",
            "abcdefg\n",
            "abc def gh",
            "é-accented",
            too_long.as_str(),
        ] {
            assert_eq!(RequestId::accept(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_made_id_spells_its_sixteen_bytes() {
        let mut chance = [0; 16];
        chance[0] = 0x9f;
        chance[15] = 0x0a;
        let made = RequestId::generate(chance);
        assert_eq!(made.as_str(), "9f00000000000000000000000000000a");
        assert_eq!(RequestId::accept(made.as_str()), Some(made));
    }

    #[tokio::test]
    async fn the_current_id_is_known_inside_its_request_only() {
        let id = RequestId::generate([7; 16]);
        assert_eq!(RequestId::current(), None);
        assert_eq!(id.scope(async { RequestId::current() }).await, Some(id));
        assert_eq!(RequestId::current(), None);
    }
}
