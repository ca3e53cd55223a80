//! Who follows what.

use quire_domain::Timestamp;
use quire_domain::account::AccountStatus;
use quire_domain::id::{AccountId, StoryId};
use quire_domain::text::{DisplayName, Handle};

use crate::{Many, record, statements};

record! {
    /// A member as a list shows them.
    pub struct Person {
        /// The account.
        pub id: AccountId,
        /// The handle.
        pub handle: Handle,
        /// The name.
        pub display_name: DisplayName,
        /// Where the account stands.
        pub status: AccountStatus,
        /// Whether they stand in lists and search.
        pub listed: bool,
    }
}

statements! {
    /// Follows a story; 0 rows when it is followed.
    change follow_story(account: AccountId, story: StoryId, now: Timestamp) -> [Count] {
        "insert into follow_story (account_id, story_id, created_at) values ($1, $2, $3)
         on conflict (account_id, story_id) do nothing"
    }

    /// Follows a story no more; 0 rows when it is not followed.
    change unfollow_story(account: AccountId, story: StoryId) -> [Count] {
        "delete from follow_story where account_id = $1 and story_id = $2"
    }

    /// One follower more or less of a story.
    change count_story(story: StoryId, by: i64) -> [Count] {
        "update story set follower_count = follower_count + $2 where id = $1"
    }

    /// Whether an account follows a story.
    fn follows_story(account: AccountId, story: StoryId) -> [One<bool>] {
        "select exists (select 1 from follow_story where account_id = $1 and story_id = $2)"
    }

    /// The stories an account follows, newest story first.
    fn stories_of(account: AccountId, before: StoryId, limit: i64) -> [Vec<StoryId>] {
        "select story_id from follow_story where account_id = $1 and story_id < $2
          order by story_id desc limit $3"
    }

    /// Follows somebody; 0 rows when they are followed.
    change follow_user(follower: AccountId, followee: AccountId, now: Timestamp) -> [Count] {
        "insert into follow_user (follower_id, followee_id, created_at) values ($1, $2, $3)
         on conflict (follower_id, followee_id) do nothing"
    }

    /// Follows somebody no more; 0 rows when they are not followed.
    change unfollow_user(follower: AccountId, followee: AccountId) -> [Count] {
        "delete from follow_user where follower_id = $1 and followee_id = $2"
    }

    /// One follower more or less of somebody.
    change count_user(followee: AccountId, by: i64) -> [Count] {
        "update profile set follower_count = follower_count + $2 where account_id = $1"
    }

    /// Whether one account follows another.
    fn follows_user(follower: AccountId, followee: AccountId) -> [One<bool>] {
        "select exists (select 1 from follow_user where follower_id = $1 and followee_id = $2)"
    }

    /// Whom an account follows, newest account first.
    fn users_of(follower: AccountId, before: AccountId, limit: i64) -> [Vec<AccountId>] {
        "select followee_id from follow_user where follower_id = $1 and followee_id < $2
          order by followee_id desc limit $3"
    }

    /// Some members, in any order.
    fn people(accounts: Many<'_, AccountId>) -> [Vec<Person>] {
        sqlite: "select a.id, p.handle, p.display_name, a.status, p.listed
                   from account a join profile p on p.account_id = a.id
                  where a.id in (select unhex(value) from json_each($1))",
        postgres: "select a.id, p.handle, p.display_name, a.status, p.listed
                     from account a join profile p on p.account_id = a.id
                    where a.id = any($1)",
    }

    /// Listed members whose handle begins with `from`; `end` is the first text that does not.
    fn people_with_prefix(from: &str, end: &str, limit: i64) -> [Vec<Person>] {
        sqlite: "select a.id, p.handle, p.display_name, a.status, p.listed
                   from profile p join account a on a.id = p.account_id
                  where p.handle_key >= $1 and p.handle_key < $2 and p.listed
                  order by p.handle_key limit $3",
        postgres: "select a.id, p.handle, p.display_name, a.status, p.listed
                     from profile p join account a on a.id = p.account_id
                    where p.handle_key ~>=~ $1 and p.handle_key ~<~ $2 and p.listed
                    order by p.handle_key using ~<~ limit $3",
    }
}
