//! Keys the site makes for itself and keeps: what it signs is only of worth to itself.

use quire_domain::Timestamp;

use crate::statements;

statements! {
    /// A key of the site, as it was written.
    fn of(name: &str) -> [Option<String>] {
        "select value from site_setting where name = $1"
    }

    /// Keeps a new key; 0 rows when there is one already, which then counts.
    change keep(name: &str, value: &str, now: Timestamp) -> [Count] {
        "insert into site_setting (name, value, updated_at) values ($1, $2, $3)
         on conflict (name) do nothing"
    }
}
