//! Codes that people read from a screen and type: setup and invitation.

use std::fmt;
use std::time::Duration;

use quire_domain::Chance;

use crate::token::{ALPHABET, NotASecret, SecretDigest, base32};

/// Takes a code as typed: case and what separates groups do not matter, and the letters that the
/// alphabet leaves out count as the digits they look like.
fn read(typed: &str, chars: usize) -> Result<String, NotASecret> {
    let code: String = typed
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let known = code.bytes().all(|byte| ALPHABET.contains(&byte));
    if known && code.len() == chars {
        Ok(code)
    } else {
        Err(NotASecret)
    }
}

/// Capitals in groups of four: `K7QX-3M9D`.
fn grouped(code: &str) -> String {
    let mut text = String::with_capacity(code.len() * 5 / 4);
    for (place, c) in code.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(c.to_ascii_uppercase());
    }
    text
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $bytes:literal bytes;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Characters of five bits, without hyphens.
            const CHARS: usize = $bytes * 8 / 5;

            /// A new one.
            pub fn generate(chance: &dyn Chance) -> Self {
                let mut bytes = [0_u8; $bytes];
                chance.fill(&mut bytes);
                Self(base32(&bytes))
            }

            /// Takes what somebody typed, in any case, with or without hyphens and spaces.
            pub fn parse(typed: &str) -> Result<Self, NotASecret> {
                // Far too long a text is not worth reading.
                if typed.len() > Self::CHARS * 4 {
                    return Err(NotASecret);
                }
                read(typed, Self::CHARS).map(Self)
            }

            /// The text to show, in capitals and groups of four.
            pub fn reveal(&self) -> String {
                grouped(&self.0)
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

codes! {
    /// Opens the setup page of a site without an administrator: `K7QX-3M9D`, 40 bits.
    ///
    /// Short, because it is typed from a terminal. 40 bits are enough because it lives for
    /// [`SetupCode::LIFETIME`], works once, and dies after [`SetupCode::ATTEMPTS`] wrong tries: a
    /// stranger's chance is below 1 in 10^10. Its hash would not withstand somebody who has the
    /// database in hand, but that person needs no code.
    SetupCode = 5 bytes;
    /// Lets its bearer register: `XXXX-XXXX-XXXX-XXXX`, 80 bits, because it lives for weeks and
    /// is tried by anyone; with the limits on registration it cannot be guessed.
    InviteCode = 10 bytes;
}

impl SetupCode {
    /// How long it lives.
    pub const LIFETIME: Duration = Duration::from_mins(30);
    /// Wrong tries after which it is void and a new one has to be asked for at the shell.
    pub const ATTEMPTS: u32 = 10;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(&'static [u8]);
    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(self.0);
        }
    }

    #[test]
    fn a_code_is_shown_in_groups_and_read_however_it_is_typed() {
        let code = SetupCode::generate(&Fixed(&[0x00, 0x44, 0x32, 0x14, 0xff]));
        assert_eq!(code.reveal(), "0123-457Z");
        for typed in ["0123-457Z", "0123457z", "o l23 457z", " O123-457z "] {
            assert_eq!(
                SetupCode::parse(typed).unwrap().digest(),
                code.digest(),
                "{typed}"
            );
        }
    }

    #[test]
    fn an_invitation_has_sixteen_characters() {
        let code = InviteCode::generate(&Fixed(&[0xff; 10]));
        assert_eq!(code.reveal(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(InviteCode::parse(&code.reveal()), Ok(code));
    }

    #[test]
    fn other_texts_are_no_codes() {
        for wrong in [
            "",
            "0123-457",
            "0123-457ZZ",
            "0123-457U",
            "0123_457Z",
            "０１２３４５７Z",
            &"-".repeat(1_000),
        ] {
            assert_eq!(SetupCode::parse(wrong), Err(NotASecret), "{wrong}");
        }
    }

    #[test]
    fn codes_never_print() {
        let code = SetupCode::generate(&Fixed(&[1; 5]));
        assert_eq!(format!("{code:?}"), "SetupCode(redacted)");
    }
}
