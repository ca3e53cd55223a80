//! API tokens.

use quire_domain::Timestamp;
use quire_domain::account::{AccountStatus, Role};
use quire_domain::id::{AccountId, TokenId};
use quire_domain::text::{Handle, Label};

use crate::{record, statements};

record! {
    /// A token as its owner sees it.
    pub struct Token {
        /// Its id.
        pub id: TokenId,
        /// What its owner calls it.
        pub name: Label,
        /// What it may do: words with spaces between.
        pub scopes: String,
        /// When it was made.
        pub created_at: Timestamp,
        /// From when on it is no longer valid.
        pub expires_at: Timestamp,
        /// The UTC day it was last used, counted from 1970-01-01; 0 before the first use.
        pub last_used_day: i64,
    }
}

record! {
    /// Who holds a token.
    pub struct Holder {
        /// The token.
        pub token_id: TokenId,
        /// What it may do: words with spaces between.
        pub scopes: String,
        /// From when on it is no longer valid.
        pub expires_at: Timestamp,
        /// The UTC day it was last used, counted from 1970-01-01.
        pub last_used_day: i64,
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
    /// Who holds the token with a hash, unless it was revoked.
    fn holder(secret_hash: &[u8; 32]) -> [Option<Holder>] {
        "select t.id, t.scopes, t.expires_at, t.last_used_day, a.id, p.handle, a.role, a.status,
                a.age_confirmed
           from api_token t
           join account a on a.id = t.account_id
           join profile p on p.account_id = t.account_id
          where t.secret_hash = $1 and t.revoked_at is null"
    }

    /// Makes a token.
    change insert(
        id: TokenId, account: AccountId, name: &Label, secret_hash: &[u8; 32], scopes: &str,
        now: Timestamp, expires: Timestamp,
    ) -> [Count] {
        "insert into api_token (id, account_id, name, secret_hash, scopes, created_at, expires_at,
                last_used_day)
         values ($1, $2, $3, $4, $5, $6, $7, 0)"
    }

    /// How many valid tokens an account has, up to `most`.
    fn count(account: AccountId, now: Timestamp, most: i64) -> [One<i64>] {
        sqlite: "select count(*) from
           (select 1 from api_token
             where account_id = $1 and revoked_at is null and expires_at > $2 limit $3)",
        postgres: "select count(*) from
           (select 1 from api_token
             where account_id = $1 and revoked_at is null and expires_at > $2 limit $3) as valid",
    }

    /// Remembers the day a token was used.
    change touch(id: TokenId, day: i64) -> [Count] {
        "update api_token set last_used_day = $2 where id = $1 and last_used_day < $2"
    }

    /// One token of an account that was not revoked.
    fn by_id(id: TokenId, account: AccountId) -> [Option<Token>] {
        "select id, name, scopes, created_at, expires_at, last_used_day
           from api_token where id = $1 and account_id = $2 and revoked_at is null"
    }

    /// The tokens of an account that were not revoked, the newest first.
    fn of_account(account: AccountId, before: TokenId, limit: i64) -> [Vec<Token>] {
        "select id, name, scopes, created_at, expires_at, last_used_day
           from api_token
          where account_id = $1 and id < $2 and revoked_at is null
          order by id desc limit $3"
    }

    /// Ends one token of an account.
    change revoke(id: TokenId, account: AccountId, now: Timestamp) -> [Count] {
        "update api_token set revoked_at = $3
          where id = $1 and account_id = $2 and revoked_at is null"
    }

    /// Ends every token of an account.
    change revoke_all(account: AccountId, now: Timestamp) -> [Count] {
        "update api_token set revoked_at = $2 where account_id = $1 and revoked_at is null"
    }
}
