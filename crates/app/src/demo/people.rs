//! The people of the demonstration. Nobody can sign in as one of them.

use quire_domain::account::{AccountStatus, Role};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle};
use quire_store::{accounts, demo, profiles, transact};

use super::ACCOUNT;
use crate::accounts::NewAccount;
use crate::{Actor, App, Refused, Result};

/// How often a handle that is taken gets another number.
const TRIES: u32 = 50;

impl App {
    /// Makes somebody and notes them; a handle that is somebody else's gets a number.
    pub(super) async fn demo_person(&self, name: &str) -> Result<Actor> {
        let display = DisplayName::parse(name)
            .unwrap_or_else(|_unfit| DisplayName::from_stored("Somebody".to_owned()));
        let (id, base): (AccountId, String) = (self.make(), handle_of(name));
        let made: Result<Handle> = transact!(self.store(), unit => {
            for n in 1..=TRIES {
                let text = if n == 1 { base.clone() } else { format!("{base}_{n}") };
                let handle = Handle::parse(&text).map_err(|invalid| Refused::invalid("/handle", &invalid))?;
                if profiles::handle_taken(unit, &handle.key(), id, self.now()).await?
                    || accounts::by_handle(unit, &handle.key()).await?.is_some()
                {
                    continue;
                }
                let address = format!("{}@demo.invalid", handle.key());
                let email = EmailAddress::parse(&address)
                    .map_err(|invalid| Refused::invalid("/handle", &invalid))?;
                let new = NewAccount {
                    id,
                    handle: &handle,
                    email: &email,
                    password_hash: "",
                    display_name: Some(&display),
                    role: Role::Member,
                    status: AccountStatus::Active,
                    answer: None,
                };
                self.insert_account(unit, &new).await?;
                demo::note(unit, id.as_uuid(), ACCOUNT, self.now()).await?;
                return Ok::<_, Refused>(handle);
            }
            Err(Refused::Taken { field: "/handle" })
        });
        self.act_for(&made?).await
    }
}

/// Letters, digits and single underscores of a name, 3 to 24 characters.
fn handle_of(name: &str) -> String {
    let slug = quire_domain::slug::Slug::from_title(name);
    let text = slug.map_or_else(String::new, |slug| slug.as_str().replace('-', "_"));
    let text: String = text.chars().take(24).collect();
    let text = text.trim_matches('_');
    if text.len() < 3 {
        format!("demo_{text}").trim_end_matches('_').to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_handles() {
        for (name, handle) in [
            ("Charles Dickens", "charles_dickens"),
            (
                "Sir Arthur Conan Doyle, K.St.J.",
                "sir_arthur_conan_doyle_k",
            ),
            ("Émile", "emile"),
            ("Q", "demo_q"),
            ("***", "demo"),
        ] {
            assert_eq!(handle_of(name), handle);
            assert!(Handle::parse(handle).is_ok());
        }
    }
}
