//! Accounts: how they sign in, what they may do, where they stand.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, Role};
use quire_domain::id::AccountId;
use quire_domain::text::{DisplayName, EmailAddress, Handle, Remark};

use crate::{record, statements};

record! {
    /// What a password is held against.
    pub struct Credential {
        /// The account.
        pub id: AccountId,
        /// Its handle.
        pub handle: Handle,
        /// Its address.
        pub email: EmailAddress,
        /// The PHC string of its password; empty when nobody can sign in with one.
        pub password_hash: String,
        /// What it may do.
        pub role: Role,
        /// Where it stands.
        pub status: AccountStatus,
    }
}

record! {
    /// An account as its owner sees it.
    pub struct Account {
        /// Its id.
        pub id: AccountId,
        /// Its handle.
        pub handle: Handle,
        /// Its name.
        pub display_name: DisplayName,
        /// Its address.
        pub email: EmailAddress,
        /// What it may do.
        pub role: Role,
        /// Where it stands.
        pub status: AccountStatus,
        /// Whether its owner has confirmed to be an adult.
        pub age_confirmed: bool,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

record! {
    /// Somebody who wants to become a member.
    pub struct Applicant {
        /// The account that waits.
        pub id: AccountId,
        /// Its handle.
        pub handle: Handle,
        /// Its name.
        pub display_name: DisplayName,
        /// Its address.
        pub email: EmailAddress,
        /// What the applicant answered.
        pub answer: Remark,
        /// When.
        pub created_at: Timestamp,
    }
}

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
                follower_count, version)
         values ($1, $2, $3, $4, '', 'public', true, 0, 1)
         on conflict (handle_key) do nothing"
    }

    /// Whether an address is an account's.
    fn email_taken(email_key: &str) -> [One<bool>] {
        "select exists (select 1 from account where email_key = $1)"
    }

    /// An account as its owner sees it.
    fn by_id(id: AccountId) -> [Option<Account>] {
        "select a.id, p.handle, p.display_name, a.email, a.role, a.status, a.age_confirmed,
                a.created_at
           from account a join profile p on p.account_id = a.id where a.id = $1"
    }

    /// An account by its handle.
    fn by_handle(handle_key: &str) -> [Option<Account>] {
        "select a.id, p.handle, p.display_name, a.email, a.role, a.status, a.age_confirmed,
                a.created_at
           from profile p join account a on a.id = p.account_id where p.handle_key = $1"
    }

    /// What the password of an account is held against.
    fn credential(id: AccountId) -> [Option<Credential>] {
        "select a.id, p.handle, a.email, a.password_hash, a.role, a.status
           from account a join profile p on p.account_id = a.id where a.id = $1"
    }

    /// The same, found by the address.
    fn credential_by_email(email_key: &str) -> [Option<Credential>] {
        "select a.id, p.handle, a.email, a.password_hash, a.role, a.status
           from account a join profile p on p.account_id = a.id where a.email_key = $1"
    }

    /// The same, found by the handle.
    fn credential_by_handle(handle_key: &str) -> [Option<Credential>] {
        "select a.id, p.handle, a.email, a.password_hash, a.role, a.status
           from profile p join account a on a.id = p.account_id where p.handle_key = $1"
    }

    /// Replaces a password; 0 rows when it is not `old` any more.
    change set_password(id: AccountId, old: &str, new: &str) -> [Count] {
        "update account set password_hash = $3 where id = $1 and password_hash = $2"
    }

    /// Replaces an address; 0 rows when it is another account's.
    change set_email(id: AccountId, email: &EmailAddress, email_key: &str) -> [Count] {
        "update account set email = $2, email_key = $3
          where id = $1
            and not exists (select 1 from account other where other.email_key = $3 and other.id <> $1)"
    }

    /// Remembers that an owner is an adult.
    change confirm_age(id: AccountId) -> [Count] {
        "update account set age_confirmed = true where id = $1 and not age_confirmed"
    }

    /// Remembers the day an account was last used.
    change seen(id: AccountId, day: i64) -> [Count] {
        "update account set last_seen_day = $2 where id = $1 and last_seen_day < $2"
    }

    /// Moves an account on; 0 rows when it does not stand at `from` any more.
    change set_status(id: AccountId, from: AccountStatus, to: AccountStatus) -> [Count] {
        "update account set status = $3 where id = $1 and status = $2"
    }

    /// Those who wait to be let in, the longest first.
    fn applicants(after: AccountId, limit: i64) -> [Vec<Applicant>] {
        "select a.id, p.handle, p.display_name, a.email, a.answer, a.created_at
           from account a join profile p on p.account_id = a.id
          where a.status = 'pending' and a.id > $1 order by a.id limit $2"
    }

    /// Removes the profile of somebody who waits.
    change delete_applicants_profile(id: AccountId) -> [Count] {
        "delete from profile where account_id = $1
            and exists (select 1 from account where id = $1 and status = 'pending')"
    }

    /// Removes the account of somebody who waits, after its profile.
    change delete_applicant(id: AccountId) -> [Count] {
        "delete from account where id = $1 and status = 'pending'"
    }

    /// Whether there is an administrator.
    fn any_admin() -> [One<bool>] {
        "select exists (select 1 from account where role = 'admin' limit 1)"
    }

    /// Says of all stories of an owner whether their owner is banned.
    change set_owner_banned(owner: AccountId, banned: bool) -> [Count] {
        "update story set owner_banned = $2 where owner_id = $1 and owner_banned <> $2"
    }

    /// Copies what decides about listing from the stories of an owner to their tags.
    change spread_listed(owner: AccountId) -> [Count] {
        "update story_tag set listed = s.listed
           from story s where s.id = story_tag.story_id and s.owner_id = $1"
    }
}
