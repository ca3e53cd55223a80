//! Accounts and their profiles.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, Role};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle};

use crate::statements;

statements! {
    /// Makes an account; 0 rows when the address is taken.
    change insert(
        id: AccountId, email: &EmailAddress, email_key: &str, password_hash: &str, role: Role,
        status: AccountStatus, answer: &str, now: Timestamp,
    ) -> [Count] {
        "insert into account (id, email, email_key, password_hash, role, status, answer,
                age_confirmed, created_at, last_seen_day)
         values ($1, $2, $3, $4, $5, $6, $7, false, $8, 0)
         on conflict (email_key) do nothing"
    }

    /// Makes the profile of an account; 0 rows when the handle is taken.
    change insert_profile(id: AccountId, handle: &Handle, handle_key: &str, name: &DisplayName) -> [Count] {
        "insert into profile (account_id, handle, handle_key, display_name, bio, visibility, listed,
                follower_count, story_count, version)
         values ($1, $2, $3, $4, '', 'public', true, 0, 0, 1)
         on conflict (handle_key) do nothing"
    }
}
