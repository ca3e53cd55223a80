//! Which passwords are accepted: long enough, not too long, not among the first that are tried.
//! No rules about kinds of characters: they make passwords worse (NIST SP 800-63B, 3.1.1.2).

use quire_domain::account::Role;

use super::{Password, block_list};

/// The least number of Unicode scalar values.
pub const MIN_CHARS: usize = 10;
/// The least number for staff without a second factor: one guessed password opens everything.
pub const MIN_CHARS_STAFF: usize = 15;
/// The greatest number of bytes in UTF-8.
pub const MAX_BYTES: usize = 256;

/// What an attacker knows of the account, and tries first.
#[derive(Debug, Clone, Copy)]
pub struct PasswordContext<'a> {
    /// The account's handle.
    pub handle: &'a str,
    /// The account's e-mail address, where it has one.
    pub email: Option<&'a str>,
    /// The name of the site.
    pub site_name: &'a str,
}

/// Why a password is not accepted. The texts are for the person choosing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    /// Too few characters.
    #[error("use at least {min} characters; a few unrelated words are easy to remember")]
    TooShort {
        /// The least number.
        min: usize,
    },
    /// Too many bytes.
    #[error("use at most {MAX_BYTES} bytes")]
    TooLong,
    /// Among the passwords that are tried first.
    #[error("this password is among the first that are tried; use a few unrelated words")]
    Common,
    /// The handle, the address or the site's name, perhaps with digits behind it.
    #[error("do not use your handle, your e-mail address or the name of the site as password")]
    Personal,
}

impl PasswordRefused {
    /// A stable code for programs: `too-short`, `too-long`, `common`, `personal`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too-short",
            Self::TooLong => "too-long",
            Self::Common => "common",
            Self::Personal => "personal",
        }
    }
}

/// Accepts or refuses a password somebody wants to have.
pub fn check_password(
    password: &Password,
    role: Role,
    has_second_factor: bool,
    context: PasswordContext<'_>,
) -> Result<(), PasswordRefused> {
    let text = password.as_str();
    if text.len() > MAX_BYTES {
        return Err(PasswordRefused::TooLong);
    }
    let min = if role.is_staff() && !has_second_factor {
        MIN_CHARS_STAFF
    } else {
        MIN_CHARS
    };
    if text.chars().count() < min {
        return Err(PasswordRefused::TooShort { min });
    }
    if is_personal(text, context) {
        return Err(PasswordRefused::Personal);
    }
    if block_list::is_common(text) {
        return Err(PasswordRefused::Common);
    }
    Ok(())
}

fn is_personal(text: &str, context: PasswordContext<'_>) -> bool {
    let whole = letters(text);
    let stem = letters(text.trim_end_matches(|c: char| !c.is_alphabetic()));
    let local = context.email.and_then(|email| email.rsplit_once('@'));
    [
        Some(context.handle),
        Some(context.site_name),
        context.email,
        local.map(|(local, _)| local),
    ]
    .into_iter()
    .flatten()
    .map(letters)
    .filter(|known| !known.is_empty())
    .any(|known| {
        [&whole, &stem].into_iter().any(|text| {
            // Once, or over and over.
            *text == known || (text.len() > known.len() && text.replace(&known, "").is_empty())
        })
    })
}

/// Folded, without what stands between words: `Ada.Lovelace` and `adalovelace` are one name.
fn letters(text: &str) -> String {
    block_list::fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: PasswordContext<'_> = PasswordContext {
        handle: "ada_lovelace",
        email: Some("countess.ada@example.org"),
        site_name: "The Lighthouse Shelf",
    };

    fn check(text: &str, role: Role, second_factor: bool) -> Result<(), PasswordRefused> {
        check_password(&Password::new(text), role, second_factor, ADA)
    }

    fn member(text: &str) -> Result<(), PasswordRefused> {
        check(text, Role::Member, false)
    }

    #[test]
    fn ten_characters_are_enough_for_a_member_whatever_they_are() {
        assert_eq!(member("ocean kiwi"), Ok(()));
        assert_eq!(
            member("ocean kiw"),
            Err(PasswordRefused::TooShort { min: 10 })
        );
        assert_eq!(member("夜明け前の静かな海へと"), Ok(()));
        assert_eq!(
            member("夜明け前の静かな海"),
            Err(PasswordRefused::TooShort { min: 10 })
        );
    }

    #[test]
    fn staff_need_fifteen_until_they_have_a_second_factor() {
        let text = "fourteen chars";
        assert_eq!(text.len(), 14);
        for role in [Role::Moderator, Role::SeniorModerator, Role::Admin] {
            assert_eq!(
                check(text, role, false),
                Err(PasswordRefused::TooShort { min: 15 })
            );
            assert_eq!(check(text, role, true), Ok(()));
            assert_eq!(check("fifteen chars !", role, false), Ok(()));
        }
    }

    #[test]
    fn length_is_bounded_in_bytes() {
        let words = "several unrelated words make a fine long password ".repeat(6);
        let fits: String = words.chars().take(256).collect();
        assert_eq!(member(&fits), Ok(()));
        assert_eq!(member(&format!("{fits}x")), Err(PasswordRefused::TooLong));
    }

    #[test]
    fn what_is_known_of_the_account_is_refused_in_any_dress() {
        for text in [
            "ada_lovelace",
            "Ada Lovelace",
            "AdaLovelace1815!",
            "@d4_l0v3l4c3",
            "countess.ada@example.org",
            "countess.ada",
            "countessada99",
            "thelighthouseshelf",
            "The-Lighthouse-Shelf-2026",
            "adalovelaceadalovelace",
        ] {
            assert_eq!(member(text), Err(PasswordRefused::Personal), "{text}");
        }
        assert_eq!(member("ada lovelace reads by lamplight"), Ok(()));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for text in [
            "password123",
            "P@ssw0rd123",
            "Password2024!",
            "passwordpassword",
            "1234567890",
            "0987654321",
            "qwertyuiop",
            "QWERTYUIOP",
            "qwerty12345",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "iloveyou123",
            "iloveyou1234",
            "letmein12345",
            "football2023",
            "princess123",
            "liverpool123",
            "aaaaaaaaaa",
            "1111111111",
            "123123123123",
            "abcabcabcabc",
            "abcdefghijkl",
            "asdfghjkl123",
            "welcome2025",
            "administrator",
            "administrator1",
            "dragon123456",
            "sunshine1234",
            "michael12345",
            "summer202412",
            "password12!!",
            "*Letmein12!!",
            "P@ssw0rd!!!",
            "changeme123",
            "qweasdzxc123",
            "zxcvbnm12345",
            "a1b2c3d4e5",
            "1029384756",
            "december2025",
        ] {
            assert_eq!(member(text), Err(PasswordRefused::Common), "{text}");
        }
    }

    #[test]
    fn unrelated_words_and_random_texts_pass() {
        for text in [
            "correct kettle battery moss",
            "tr0mbone-orchard",
            "kX9#mq2LwP",
            "lamplight9harbour",
            "my dog ate the password",
            "violet-kayak-87",
        ] {
            assert_eq!(member(text), Ok(()), "{text}");
        }
    }
}
