//! Logins.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, Role, SessionKind};
use quire_domain::id::{AccountId, SessionId};
use quire_domain::text::Handle;

use crate::{record, statements};

record! {
    /// A login as its owner sees it.
    pub struct Session {
        /// Its id.
        pub id: SessionId,
        /// What it was made from.
        pub kind: SessionKind,
        /// Whether it was asked to last.
        pub remember: bool,
        /// The family of the browser or program.
        pub user_agent: String,
        /// The network, shortened.
        pub network: String,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last used, within minutes.
        pub last_used_at: Timestamp,
        /// From when on it is no longer valid.
        pub expires_at: Timestamp,
    }
}

record! {
    /// Who holds a login's secret.
    pub struct Holder {
        /// The login.
        pub session_id: SessionId,
        /// What it was made from.
        pub kind: SessionKind,
        /// Whether it was asked to last.
        pub remember: bool,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last used, within minutes.
        pub last_used_at: Timestamp,
        /// From when on it is no longer valid.
        pub expires_at: Timestamp,
        /// The account.
        pub account_id: AccountId,
        /// Its handle.
        pub handle: Handle,
        /// What it may do.
        pub role: Role,
        /// Where it stands.
        pub status: AccountStatus,
        /// Whether its owner has confirmed to be an adult.
        pub age_confirmed: bool,
    }
}

statements! {
    /// Who holds the secret with a hash, unless the login was revoked.
    fn holder(secret_hash: &[u8; 32]) -> [Option<Holder>] {
        "select s.id, s.kind, s.remember, s.created_at, s.last_used_at, s.expires_at,
                a.id, p.handle, a.role, a.status, a.age_confirmed
           from session s
           join account a on a.id = s.account_id
           join profile p on p.account_id = s.account_id
          where s.secret_hash = $1 and s.revoked_at is null"
    }

    /// Logs an account in; 0 rows when its password is no longer the one that was checked, or it
    /// was banned meanwhile.
    change insert(
        id: SessionId, account: AccountId, secret_hash: &[u8; 32], kind: SessionKind,
        remember: bool, user_agent: &str, network: &str, now: Timestamp, expires: Timestamp,
        checked_hash: &str,
    ) -> [Count] {
        "insert into session (id, account_id, secret_hash, kind, remember, user_agent, network,
                created_at, last_used_at, expires_at)
         select $1, a.id, $3, $4, $5, $6, $7, $8, $8, $9 from account a
          where a.id = $2 and a.password_hash = $10 and a.status in ('active', 'suspended')"
    }

    /// Remembers that a login was used.
    change touch(id: SessionId, now: Timestamp, expires: Timestamp) -> [Count] {
        "update session set last_used_at = $2, expires_at = $3
          where id = $1 and revoked_at is null and last_used_at < $2"
    }

    /// The logins of an account that are valid, the newest first.
    fn of_account(account: AccountId, now: Timestamp, before: SessionId, limit: i64) -> [Vec<Session>] {
        "select id, kind, remember, user_agent, network, created_at, last_used_at, expires_at
           from session
          where account_id = $1 and id < $3 and revoked_at is null and expires_at > $2
          order by id desc limit $4"
    }

    /// Ends one login of an account.
    change revoke(id: SessionId, account: AccountId, now: Timestamp) -> [Count] {
        "update session set revoked_at = $3
          where id = $1 and account_id = $2 and revoked_at is null"
    }

    /// Ends every login of an account but one; all of them when `keep` is none of its own.
    change revoke_others(account: AccountId, keep: SessionId, now: Timestamp) -> [Count] {
        "update session set revoked_at = $3
          where account_id = $1 and id <> $2 and revoked_at is null"
    }

    /// Removes logins that expired before a moment, some at a time.
    change forget_expired(before: Timestamp, limit: i64) -> [Count] {
        "delete from session where id in (
            select id from session where expires_at < $1 order by expires_at limit $2)"
    }
}
