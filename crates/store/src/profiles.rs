//! Profiles: how accounts show themselves, and under which handles.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, ProfileVisibility};
use quire_domain::id::AccountId;
use quire_domain::text::{Bio, DisplayName, Handle};

use crate::{record, statements};

record! {
    /// A profile, with where its account stands.
    pub struct Profile {
        /// The account.
        pub account_id: AccountId,
        /// Its handle.
        pub handle: Handle,
        /// Its name.
        pub display_name: DisplayName,
        /// What it says of itself, Markdown.
        pub bio: Bio,
        /// Who may see the details.
        pub visibility: ProfileVisibility,
        /// Whether it stands in the directory and in search.
        pub listed: bool,
        /// Accounts that follow it.
        pub follower_count: i64,
        /// Where the account stands.
        pub status: AccountStatus,
        /// When the account was made.
        pub created_at: Timestamp,
        /// Counts changes, for `If-Match`.
        pub version: i64,
    }
}

statements! {
    /// The profile of an account.
    fn by_id(id: AccountId) -> [Option<Profile>] {
        "select p.account_id, p.handle, p.display_name, p.bio, p.visibility, p.listed,
                p.follower_count, a.status, a.created_at, p.version
           from profile p join account a on a.id = p.account_id where p.account_id = $1"
    }

    /// The profile with a handle.
    fn by_handle(handle_key: &str) -> [Option<Profile>] {
        "select p.account_id, p.handle, p.display_name, p.bio, p.visibility, p.listed,
                p.follower_count, a.status, a.created_at, p.version
           from profile p join account a on a.id = p.account_id where p.handle_key = $1"
    }

    /// The profile that had a handle before.
    fn by_old_handle(handle_key: &str) -> [Option<Profile>] {
        "select p.account_id, p.handle, p.display_name, p.bio, p.visibility, p.listed,
                p.follower_count, a.status, a.created_at, p.version
           from handle_history h
           join profile p on p.account_id = h.account_id
           join account a on a.id = p.account_id where h.handle_key = $1"
    }

    /// How many stories of an owner stand in public lists, up to `most`.
    fn listed_stories(owner: AccountId, most: i64) -> [One<i64>] {
        sqlite: "select count(*) from
           (select 1 from story where owner_id = $1 and listed limit $2)",
        postgres: "select count(*) from
           (select 1 from story where owner_id = $1 and listed limit $2) as listed_story",
    }

    /// Whether a handle is somebody's other than `account`: now, or kept since it was changed.
    fn handle_taken(handle_key: &str, account: AccountId, now: Timestamp) -> [One<bool>] {
        "select exists (select 1 from profile where handle_key = $1 and account_id <> $2)
             or exists (select 1 from handle_history
                         where handle_key = $1 and account_id <> $2 and reserved_until > $3)"
    }

    /// How many handles are kept for an account.
    fn handles_kept(account: AccountId, now: Timestamp) -> [One<i64>] {
        "select count(*) from handle_history where account_id = $1 and reserved_until > $2"
    }

    /// Changes a profile; 0 rows when the version is another.
    change update(
        id: AccountId, version: i64, handle: &Handle, handle_key: &str, name: &DisplayName,
        bio: &Bio, visibility: ProfileVisibility, listed: bool,
    ) -> [Count] {
        "update profile set handle = $3, handle_key = $4, display_name = $5, bio = $6,
                visibility = $7, listed = $8, version = version + 1
          where account_id = $1 and version = $2"
    }

    /// Keeps a handle an account had.
    change remember_handle(handle_key: &str, id: AccountId, until: Timestamp) -> [Count] {
        "insert into handle_history (handle_key, account_id, reserved_until) values ($1, $2, $3)
         on conflict (handle_key) do update
            set account_id = excluded.account_id, reserved_until = excluded.reserved_until"
    }

    /// Forgets who had a handle that is in use again.
    change forget_handle(handle_key: &str) -> [Count] {
        "delete from handle_history where handle_key = $1"
    }
}
