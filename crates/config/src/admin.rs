//! `[admin]`: the first administrator, for installations nobody sits in front of.

use crate::key::{Key, Kind};
use crate::reading::Reading;
use crate::secret::Secret;

/// The account to make at the first start; nothing happens when an administrator exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    /// Its handle.
    pub handle: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its password.
    pub password: Option<Secret<String>>,
}

const HANDLE: Key = Key {
    section: "admin",
    name: "handle",
    default: "",
    kind: Kind::Text,
    short: None,
    about: "Handle of the administrator made at the first start. Empty: taken from the e-mail address.",
};
const EMAIL: Key = Key {
    section: "admin",
    name: "email",
    default: "",
    kind: Kind::Text,
    short: None,
    about: "E-mail address of that administrator. Empty: the setup link of the first start is used.",
};
const PASSWORD: Key = Key {
    section: "admin",
    name: "password",
    default: "",
    kind: Kind::Secret,
    short: None,
    about: "Password of that administrator; better given as QUIRE_ADMIN_PASSWORD_FILE.",
};

pub(crate) const KEYS: &[&Key] = &[&HANDLE, &EMAIL, &PASSWORD];

impl Admin {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        let admin = Self {
            handle: reading.optional(&HANDLE),
            email: reading.optional(&EMAIL),
            password: reading.optional(&PASSWORD).map(Secret::new),
        };
        if admin.email.is_some() != admin.password.is_some() {
            reading.refuse(
                if admin.email.is_some() {
                    &PASSWORD
                } else {
                    &EMAIL
                },
                "admin.email and admin.password need each other".to_owned(),
                "set both, or neither to use the setup link".to_owned(),
            );
        }
        admin
    }
}
