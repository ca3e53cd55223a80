//! The one code that lets the first administrator in.

use quire_domain::Timestamp;

use crate::statements;

statements! {
    /// Puts a code in the place of any before it.
    change put(code_hash: &[u8; 32], attempts: u32, expires: Timestamp) -> [Count] {
        "insert into setup_code (id, code_hash, attempts_left, expires_at) values (1, $1, $2, $3)
         on conflict (id) do update set code_hash = excluded.code_hash,
            attempts_left = excluded.attempts_left, expires_at = excluded.expires_at"
    }

    /// Takes one attempt from the code, and gives its hash; no row when there is none to try.
    change attempt(now: Timestamp) -> [Option<Vec<u8>>] {
        "update setup_code set attempts_left = attempts_left - 1
          where id = 1 and attempts_left > 0 and expires_at > $1 returning code_hash"
    }

    /// Gives an attempt back: the code was right.
    change forgive() -> [Count] {
        "update setup_code set attempts_left = attempts_left + 1 where id = 1"
    }

    /// Uses a code up; 0 rows when it is not valid.
    change consume(code_hash: &[u8; 32], now: Timestamp) -> [Count] {
        "delete from setup_code where id = 1 and code_hash = $1 and expires_at > $2"
    }

    /// Removes the code, whichever it is.
    change clear() -> [Count] {
        "delete from setup_code where id = 1"
    }
}
