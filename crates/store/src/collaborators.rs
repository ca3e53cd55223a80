//! Who writes a story together.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId};
use quire_domain::story::CollaboratorRole;
use quire_domain::text::{DisplayName, Handle, StoryTitle};

use crate::{record, statements};

record! {
    /// One who writes a story, or is asked to.
    pub struct Collaborator {
        /// The account.
        pub account_id: AccountId,
        /// Its handle.
        pub handle: Handle,
        /// Its name.
        pub display_name: DisplayName,
        /// What it may do.
        pub role: CollaboratorRole,
        /// When it agreed.
        pub accepted_at: Option<Timestamp>,
    }
}

record! {
    /// A story somebody is asked to join.
    pub struct Invitation {
        /// The story.
        pub story_id: StoryId,
        /// Its title.
        pub title: StoryTitle,
        /// What they would do.
        pub role: CollaboratorRole,
        /// Who asks.
        pub invited_by: Handle,
        /// Since when.
        pub created_at: Timestamp,
    }
}

statements! {
    /// The account behind a handle, when it can join a story.
    fn account_of(handle_key: &str) -> [Option<AccountId>] {
        "select a.id from profile p join account a on a.id = p.account_id
          where p.handle_key = $1 and a.status = 'active'"
    }

    /// The account with an id, when it can join a story.
    fn active_account(id: AccountId) -> [Option<AccountId>] {
        "select id from account where id = $1 and status = 'active'"
    }

    /// What an account does in a story, or is asked to.
    fn role_of(story: StoryId, account: AccountId) -> [Option<CollaboratorRole>] {
        "select role from collaborator where story_id = $1 and account_id = $2"
    }

    /// The stories an account is asked to join, newest first.
    fn invitations(account: AccountId, before: StoryId, limit: i64) -> [Vec<Invitation>] {
        "select c.story_id, s.title, c.role, p.handle, c.created_at
           from collaborator c
           join story s on s.id = c.story_id
           join profile p on p.account_id = c.invited_by
          where c.account_id = $1 and c.story_id < $2 and c.accepted_at is null
            and s.deleted_at is null
          order by c.story_id desc limit $3"
    }

    /// Everyone of a story, the owner first.
    fn of_story(story: StoryId) -> [Vec<Collaborator>] {
        "select c.account_id, p.handle, p.display_name, c.role, c.accepted_at
           from collaborator c join profile p on p.account_id = c.account_id
          where c.story_id = $1
          order by case c.role when 'owner' then 0 else 1 end, c.created_at, c.account_id"
    }

    /// Adds or changes one; never an owner.
    change put(story: StoryId, account: AccountId, role: CollaboratorRole, by: AccountId,
               now: Timestamp, accepted: Option<Timestamp>) -> [Count] {
        "insert into collaborator (story_id, account_id, role, invited_by, created_at, accepted_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (story_id, account_id) do update set role = excluded.role
          where collaborator.role <> 'owner'"
    }

    /// One agrees; 0 rows when they had, or were not asked.
    change accept(story: StoryId, account: AccountId, now: Timestamp) -> [Count] {
        "update collaborator set accepted_at = $3
          where story_id = $1 and account_id = $2 and accepted_at is null"
    }

    /// Removes one; never the owner.
    change remove(story: StoryId, account: AccountId) -> [Count] {
        "delete from collaborator where story_id = $1 and account_id = $2 and role <> 'owner'"
    }
}
