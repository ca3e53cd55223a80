//! What readers did for stories, and the sort key made of it.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, StoryId};
use quire_domain::ranking::{ActorTrust, EngagementKind};

use crate::{record, statements};

record! {
    /// One deed, without who did it.
    pub struct Deed {
        /// What.
        pub kind: EngagementKind,
        /// How much the deed of this actor counts.
        pub trust: ActorTrust,
        /// When.
        pub at: Timestamp,
    }
}

record! {
    /// What decides how much the deeds of an account count for a story.
    pub struct Standing {
        /// When the account was made.
        pub created_at: Timestamp,
        /// Whether the account is in good standing.
        pub active: bool,
        /// Whether it writes the story.
        pub collaborates: bool,
    }
}

record! {
    /// How often something was done on a day.
    pub struct Tally {
        /// What.
        pub kind: EngagementKind,
        /// How much each counts.
        pub trust: ActorTrust,
        /// How often.
        pub count: i64,
    }
}

statements! {
    /// What decides how much the deeds of an account count for a story.
    fn standing(account: AccountId, story: StoryId) -> [Option<Standing>] {
        "select a.created_at, a.status = 'active',
                exists (select 1 from collaborator c
                         where c.story_id = $2 and c.account_id = $1 and c.accepted_at is not null)
           from account a where a.id = $1"
    }

    /// Notes a deed; 0 rows when the actor did it that day already.
    change insert(story: StoryId, actor: AccountId, kind: EngagementKind, day: i64,
                  trust: ActorTrust, at: Timestamp) -> [Count] {
        sqlite: "insert into engagement (story_id, actor, kind, day, trust, at)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (story_id, actor, kind, day) do nothing",
        postgres: "insert into engagement (story_id, actor, kind, day, trust, at)
                   values ($1, uuid_send($2), $3, $4, $5, $6)
                   on conflict (story_id, actor, kind, day) do nothing",
    }

    /// Takes the deeds of one kind of an actor back, from a day on.
    change remove(story: StoryId, actor: AccountId, kind: EngagementKind, from_day: i64) -> [Count] {
        sqlite: "delete from engagement
                  where story_id = $1 and actor = $2 and kind = $3 and day >= $4",
        postgres: "delete from engagement
                    where story_id = $1 and actor = uuid_send($2) and kind = $3 and day >= $4",
    }

    /// The deeds for a story from a day on, the newest days first.
    fn since(story: StoryId, from_day: i64, limit: i64) -> [Vec<Deed>] {
        "select kind, trust, at from engagement where story_id = $1 and day >= $2
          order by day desc limit $3"
    }

    /// What was done for a story on a day.
    fn of_day(story: StoryId, day: i64) -> [Vec<Tally>] {
        "select kind, trust, count(*) from engagement where story_id = $1 and day = $2
          group by kind, trust order by kind, trust"
    }

    /// The sort key of a story.
    fn trend_key(story: StoryId) -> [Option<f64>] {
        "select trend_key from story where id = $1"
    }

    /// Sets the sort key of a story.
    change set_trend_key(story: StoryId, key: f64) -> [Count] {
        "update story set trend_key = $2 where id = $1"
    }

    /// Whether a story stands in lists for everyone.
    fn is_listed(story: StoryId) -> [One<bool>] {
        "select exists (select 1 from story where id = $1 and listed)"
    }

    /// How many listed stories stand before a place, counted up to `limit`.
    fn rank(key: f64, id: StoryId, limit: i64) -> [One<i64>] {
        "select count(*) from (
            select 1 from story where listed and (trend_key, id) > ($1, $2)
             order by trend_key, id limit $3) as before"
    }
}
