//! What the demonstration put into the store, so that exactly that is taken out again.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId, TagId};
use uuid::Uuid;

use crate::statements;

statements! {
    /// Notes something the demonstration makes, in the unit that makes it.
    change note(id: Uuid, kind: &str, now: Timestamp) -> [Count] {
        "insert into demo_item (id, kind, created_at) values ($1, $2, $3)"
    }

    /// Everything noted: ids and kinds.
    fn items(limit: i64) -> [Vec<(Uuid, String)>] {
        "select id, kind from demo_item order by id limit $1"
    }

    /// Forgets something that is gone.
    change forget(id: Uuid) -> [Count] {
        "delete from demo_item where id = $1"
    }

    /// The stories an account owns, other than those of the demonstration.
    fn own_stories(account: AccountId, limit: i64) -> [Vec<StoryId>] {
        "select id from story s where s.owner_id = $1
            and not exists (select 1 from demo_item d where d.id = s.id)
          order by id limit $2"
    }

    /// Whether somebody ran imports as an account.
    fn imported(account: AccountId) -> [One<bool>] {
        "select exists (select 1 from import_run where account_id = $1)"
    }

    /// Some of those who follow an account.
    change followers(account: AccountId, limit: i64) -> [Count] {
        "delete from follow_user where (follower_id, followee_id) in (
            select follower_id, followee_id from follow_user where followee_id = $1 limit $2)"
    }

    /// The places of an account in other stories.
    change collaborations(account: AccountId) -> [Count] {
        "delete from collaborator where account_id = $1"
    }

    /// The logins of an account.
    change sessions(account: AccountId) -> [Count] {
        "delete from session where account_id = $1"
    }

    /// The tokens of an account.
    change tokens(account: AccountId) -> [Count] {
        "delete from api_token where account_id = $1"
    }

    /// The profile of an account.
    change profile(account: AccountId) -> [Count] {
        "delete from profile where account_id = $1"
    }

    /// An account whose rows are gone.
    change account(account: AccountId) -> [Count] {
        "delete from account where id = $1"
    }

    /// A tag that nothing carries; 0 rows when something does.
    change tag(id: TagId) -> [Count] {
        "delete from tag where id = $1
            and not exists (select 1 from story_tag t where t.tag_id = $1)
            and not exists (select 1 from tag synonym where synonym.canonical_id = $1)"
    }
}
