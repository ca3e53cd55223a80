//! What administrators decide about the site while it runs.

use quire_domain::Timestamp;

use crate::statements;

statements! {
    /// The settings that were made, by name.
    fn made() -> [Vec<(String, String)>] {
        "select name, value from site_setting where name in ('registration', 'site_name')"
    }

    /// Makes a setting.
    change put(name: &str, value: &str, now: Timestamp) -> [Count] {
        "insert into site_setting (name, value, updated_at) values ($1, $2, $3)
         on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at"
    }
}
