//! Secrets that stand for a person: 256 bits of chance, kept only as their SHA-256.
//!
//! A request brings the secret, the store is asked for the row with its hash. No comparison in
//! constant time is needed: what an index compares is the hash, and who does not know the secret
//! cannot steer the hash, so timing tells nothing. For the same reason a plain hash is enough:
//! 256 bits of chance cannot be guessed, unlike a password, so it need not be slow.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use quire_domain::Chance;

/// SHA-256 of a secret: what the store keeps and looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretDigest([u8; 32]);

impl SecretDigest {
    /// The digest of a secret's text.
    pub(crate) fn of(text: &str) -> Self {
        let mut bytes = [0_u8; 32];
        bytes
            .iter_mut()
            .zip(digest(&SHA256, text.as_bytes()).as_ref())
            .for_each(|(to, from)| *to = *from);
        Self(bytes)
    }

    /// The bytes to store and to look up.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A text that is no secret of the kind asked for; says nothing about which part is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid secret")]
pub struct NotASecret;

/// Crockford's base32 in lower case: no letter is taken for a digit, a double click selects all.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Five bits a character, from the first byte on; the last character is filled with zeros.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u16, 0_u32);
    for byte in bytes {
        held = (held << 8) | u16::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(held >> bits));
            held &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        text.push(letter(held << (5 - bits)));
    }
    text
}

fn letter(five_bits: u16) -> char {
    let letter = ALPHABET.get(usize::from(five_bits & 31));
    char::from(letter.copied().unwrap_or(b'0'))
}

fn random_text(chance: &dyn Chance) -> String {
    let mut bytes = [0_u8; 32];
    chance.fill(&mut bytes);
    base32(&bytes)
}

/// 256 bits in characters of five.
const SECRET_CHARS: usize = 52;

fn is_base32(text: &str, chars: usize) -> bool {
    text.len() == chars && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The text to give to its owner, once.
            pub fn reveal(&self) -> &str {
                &self.0
            }

            /// What to store, and to look up.
            pub fn digest(&self) -> SecretDigest {
                SecretDigest::of(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )*};
}

secrets! {
    /// The secret of a login: 52 characters, the value of a cookie or a device's header.
    SessionSecret;
    /// The secret of an API token: `qp_`, 52 characters, and 8 that check them.
    ///
    /// The prefix and the check let a scanner find tokens that were committed or posted by
    /// accident, with no false alarms, and let a mistyped one be refused without a lookup.
    ApiSecret;
}

impl SessionSecret {
    /// A new one.
    pub fn generate(chance: &dyn Chance) -> Self {
        Self(random_text(chance))
    }

    /// Takes what a request brought, when it has the form of one.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        if is_base32(text, SECRET_CHARS) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASecret)
        }
    }
}

impl ApiSecret {
    /// What every API secret begins with.
    pub const PREFIX: &'static str = "qp_";

    /// A new one.
    pub fn generate(chance: &dyn Chance) -> Self {
        let body = random_text(chance);
        let check = Self::check(&body);
        Self(format!("{}{body}{check}", Self::PREFIX))
    }

    /// Takes what a request brought, when its form and its check are right.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let (body, check) = text
            .strip_prefix(Self::PREFIX)
            .and_then(|rest| rest.split_at_checked(SECRET_CHARS))
            .ok_or(NotASecret)?;
        if is_base32(body, SECRET_CHARS) && check == Self::check(body) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASecret)
        }
    }

    /// The first 40 bits of the SHA-256 of prefix and body.
    fn check(body: &str) -> String {
        let digest = SecretDigest::of(&format!("{}{body}", Self::PREFIX));
        base32(
            digest
                .as_bytes()
                .first_chunk::<5>()
                .map_or(&[], |five| five),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            for (place, byte) in (0_u8..).zip(bytes) {
                *byte = self.0.wrapping_add(place.wrapping_mul(37));
            }
        }
    }

    #[test]
    fn secrets_read_back_and_their_digests_find_them() {
        let session = SessionSecret::generate(&Fixed(1));
        assert_eq!(session.reveal().len(), 52);
        assert_eq!(
            SessionSecret::parse(session.reveal()).unwrap().digest(),
            session.digest()
        );
        let api = ApiSecret::generate(&Fixed(1));
        assert_eq!(
            (api.reveal().len(), api.reveal().get(..3)),
            (63, Some("qp_"))
        );
        assert_eq!(
            ApiSecret::parse(api.reveal()).unwrap().digest(),
            api.digest()
        );
        assert_ne!(api.digest(), session.digest());
        assert_ne!(api.digest(), ApiSecret::generate(&Fixed(2)).digest());
    }

    #[test]
    fn any_wrong_character_of_an_api_secret_is_noticed() {
        let good = ApiSecret::generate(&Fixed(9)).reveal().to_owned();
        for place in 0..good.len() {
            let mut wrong = good.clone().into_bytes();
            wrong[place] = if wrong[place] == b'7' { b'8' } else { b'7' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(ApiSecret::parse(&wrong), Err(NotASecret), "{place}");
        }
    }

    #[test]
    fn other_texts_are_no_secrets() {
        let good = SessionSecret::generate(&Fixed(3)).reveal().to_owned();
        for wrong in [
            "",
            "qp_",
            &good.to_uppercase(),
            &format!("{good}0"),
            &"ü".repeat(26),
        ] {
            assert_eq!(SessionSecret::parse(wrong), Err(NotASecret), "{wrong}");
            assert_eq!(ApiSecret::parse(wrong), Err(NotASecret), "{wrong}");
        }
        assert_eq!(ApiSecret::parse(&good), Err(NotASecret));
        assert_eq!(
            ApiSecret::parse(&format!("qp_{}", "é".repeat(30))),
            Err(NotASecret)
        );
    }

    #[test]
    fn secrets_never_print() {
        assert_eq!(
            format!("{:?}", SessionSecret::generate(&Fixed(1))),
            "SessionSecret(redacted)"
        );
        assert_eq!(
            format!("{:?}", ApiSecret::generate(&Fixed(1))),
            "ApiSecret(redacted)"
        );
    }

    #[test]
    fn the_digest_is_sha_256_of_the_text() {
        // The value of FIPS 180-2, appendix B.1.
        let digest = SecretDigest::of("abc");
        assert_eq!(digest.as_bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(digest.as_bytes()[28..], [0xf2, 0x00, 0x15, 0xad]);
    }

    #[test]
    fn base32_keeps_every_bit() {
        assert_eq!(base32(&[0xff; 5]), "zzzzzzzz");
        assert_eq!(base32(&[0b0000_0000, 0b0100_0010, 0b0001_0000]), "01110");
        assert_eq!(base32(&[0x80]), "g0");
        assert_eq!(base32(&[]), "");
    }
}
